import type { Delivery } from '../../server/session-port.ts';

/**
 * What a delivery says in one dialect, made once for everybody to whom it says the same: a hundred guests
 * cost hardly more than one.
 */
export class SharedTranslations {
  readonly #bytesByDelivery = new WeakMap<Delivery, Map<string, Uint8Array>>();

  /** `translate` must give the same for all who ask by the same `manner`. */
  bytesOf(delivery: Delivery, translate: () => string, manner = ''): Uint8Array {
    const byManner = this.#bytesByDelivery.get(delivery) ?? new Map<string, Uint8Array>();
    const known = byManner.get(manner);
    if (known) return known;
    const bytes = Buffer.from(translate());
    this.#bytesByDelivery.set(delivery, byManner.set(manner, bytes));
    return bytes;
  }
}
