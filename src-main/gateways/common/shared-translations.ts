import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Delivery } from '../../server/session-port.ts';

/**
 * What a delivery, or one entry of it, says in one dialect, made once for everybody to whom it says the same: a hundred
 * guests cost hardly more than one.
 */
export class SharedTranslations {
  readonly #bytesByWhat = new WeakMap<Delivery | Entry, Map<string, Uint8Array>>();

  /** `translate` must give the same for all who ask by the same `manner`. */
  bytesOf(what: Delivery | Entry, translate: () => string, manner = ''): Uint8Array {
    const byManner = this.#bytesByWhat.get(what) ?? new Map<string, Uint8Array>();
    const known = byManner.get(manner);
    if (known) return known;
    const bytes = Buffer.from(translate());
    this.#bytesByWhat.set(what, byManner.set(manner, bytes));
    return bytes;
  }
}
