import type { Delivery } from '../../server/session-port.ts';

/**
 * What a delivery says in one dialect, made once for everybody to whom it says the same: a hundred guests
 * cost hardly more than one.
 */
export class SharedTranslations {
  readonly #bytesByDelivery = new WeakMap<Delivery, Uint8Array>();

  /** `translate` must give the same for all who ask. */
  bytesOf(delivery: Delivery, translate: () => string): Uint8Array {
    const known = this.#bytesByDelivery.get(delivery);
    if (known) return known;
    const bytes = Buffer.from(translate());
    this.#bytesByDelivery.set(delivery, bytes);
    return bytes;
  }
}
