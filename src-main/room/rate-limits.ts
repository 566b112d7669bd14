/** Lets `burst` through at once and then `perSecond`; times are monotonic milliseconds. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs = 0;

  constructor({ burst, perSecond }: { burst: number; perSecond: number }) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
  }

  /** 0 if it may pass, otherwise how long to wait in milliseconds. */
  take(nowMs: number): number {
    const earned = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, earned));
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000);
  }
}

/**
 * At most `count` in any `windowMs` for each key. A key whose window is empty is forgotten, and beyond
 * `maxKeys` the longest known one is: a peer with many addresses cannot make it grow.
 */
export class WindowLimit {
  readonly #count: number;
  readonly #networkCount: number;
  readonly #windowMs: number;
  readonly #maxKeys: number;
  readonly #timesByKey = new Map<string, number[]>();

  constructor({ count, networkCount = 0, windowMs, maxKeys = 10_000 }: WindowLimitOptions) {
    this.#count = count;
    this.#networkCount = Math.max(count, networkCount);
    this.#windowMs = windowMs;
    this.#maxKeys = maxKeys;
  }

  /** Counts one try: 0 if it may pass, otherwise how long to wait in milliseconds. */
  take(key: string, nowMs: number): number {
    const recent = (this.#timesByKey.get(key) ?? []).filter((at) => at > nowMs - this.#windowMs);
    const first = recent[0];
    const count = isWholeNetwork(key) ? this.#networkCount : this.#count;
    if (recent.length >= count && first !== undefined) {
      this.#timesByKey.set(key, recent);
      return Math.ceil(first + this.#windowMs - nowMs);
    }
    recent.push(nowMs);
    this.#timesByKey.delete(key);
    this.#timesByKey.set(key, recent);
    this.#forgetOldest();
    return 0;
  }

  #forgetOldest(): void {
    if (this.#timesByKey.size <= this.#maxKeys) return;
    const oldest = this.#timesByKey.keys().next().value;
    if (oldest !== undefined) this.#timesByKey.delete(oldest);
  }
}

export type WindowLimitOptions = {
  count: number;
  /** For a key that is a whole network; never below `count`. */
  networkCount?: number;
  windowMs: number;
  maxKeys?: number;
};

/** Whether what the limits per address count by is an IPv6 network of 64 bits, and not one address. */
export function isWholeNetwork(addressKey: string): boolean {
  return addressKey.endsWith('/64');
}
