export type BucketSize = { burst: number; perSecond: number };

/** Lets `burst` through at once and then `perSecond`; times are monotonic milliseconds. */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #filledAtMs = 0;

  constructor(size: BucketSize) {
    this.#size = size;
    this.#tokens = size.burst;
  }

  /** 0 if it may pass, otherwise how long to wait in milliseconds. */
  take(nowMs: number): number {
    const { burst, perSecond } = this.#size;
    const earned = ((nowMs - this.#filledAtMs) / 1000) * perSecond;
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, earned));
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / perSecond) * 1000);
  }
}

/**
 * At most `count` in any `windowMs` for each key. A key whose window is empty is forgotten, and beyond
 * `maxKeys` the longest known one is: a peer with many addresses cannot make it grow.
 */
export class WindowLimit {
  readonly #options: Required<WindowLimitOptions>;
  readonly #timesByKey = new Map<string, number[]>();

  constructor(options: WindowLimitOptions) {
    this.#options = { networkCount: 0, maxKeys: 10_000, ...options };
  }

  /** Counts one try of an address, or of the many behind one: 0 if it may pass, otherwise how long to wait in milliseconds. */
  take(key: string, nowMs: number, isCrowd = isWholeNetwork(key)): number {
    const waitMs = this.waitMs(key, nowMs, isCrowd);
    if (waitMs > 0) return waitMs;
    const recent = this.#recent(key, nowMs);
    recent.push(nowMs);
    this.#timesByKey.delete(key);
    this.#timesByKey.set(key, recent);
    const [oldest] = this.#timesByKey.keys();
    const isOverfull = this.#timesByKey.size > this.#options.maxKeys;
    if (isOverfull && oldest !== undefined) this.#timesByKey.delete(oldest);
    return 0;
  }

  /** The same without counting one. */
  waitMs(key: string, nowMs: number, isCrowd = isWholeNetwork(key)): number {
    const { count, networkCount, windowMs } = this.#options;
    const recent = this.#recent(key, nowMs);
    const first = recent[0];
    const most = isCrowd ? Math.max(count, networkCount) : count;
    if (recent.length < most || first === undefined) return 0;
    return Math.ceil(first + windowMs - nowMs);
  }

  #recent(key: string, nowMs: number): number[] {
    const { windowMs } = this.#options;
    return (this.#timesByKey.get(key) ?? []).filter((at) => at > nowMs - windowMs);
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
