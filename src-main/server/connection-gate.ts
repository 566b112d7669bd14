import { limits } from '../../src-shared/protocol/limits.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { WindowLimit } from '../room/rate-limits.ts';

const maxRefusedAddresses = 10_000;

/** Decides which new connections are let in, by their address. */
export class ConnectionGate {
  readonly #arrivals = new WindowLimit({
    count: limits.connectionsPerAddressPerMinute,
    windowMs: 60_000,
  });
  readonly #refusedUntilByAddress = new Map<string, number>();
  readonly #openByAddress = new Map<string, number>();
  readonly #sessionsPerAddress: number;

  constructor(sessionsPerAddress: number) {
    this.#sessionsPerAddress = sessionsPerAddress;
  }

  /** A refusal, or undefined where it may come in; then `left` must be called at its end. */
  arrive(address: string, nowMs: number): { code: RefusalCode; retryAfterMs?: number } | undefined {
    const until = this.#refusedUntilByAddress.get(address);
    if (until !== undefined && until > nowMs) {
      return { code: 'too-many-connections', retryAfterMs: Math.ceil(until - nowMs) };
    }
    this.#refusedUntilByAddress.delete(address);
    if (this.#arrivals.take(address, nowMs) > 0) {
      this.#refuseFor(address, nowMs + limits.connectionRefusalMs, nowMs);
      return { code: 'too-many-connections', retryAfterMs: limits.connectionRefusalMs };
    }
    const open = this.#openByAddress.get(address) ?? 0;
    if (open >= this.#sessionsPerAddress) return { code: 'too-many-connections' };
    this.#openByAddress.set(address, open + 1);
    return undefined;
  }

  left(address: string): void {
    const open = (this.#openByAddress.get(address) ?? 0) - 1;
    if (open > 0) this.#openByAddress.set(address, open);
    else this.#openByAddress.delete(address);
  }

  #refuseFor(address: string, untilMs: number, nowMs: number): void {
    for (const [other, until] of this.#refusedUntilByAddress) {
      if (until <= nowMs) this.#refusedUntilByAddress.delete(other);
    }
    if (this.#refusedUntilByAddress.size < maxRefusedAddresses) {
      this.#refusedUntilByAddress.set(address, untilMs);
    }
  }
}

/**
 * What counts as one address: an IPv6 network of 64 bits belongs to one subscriber, who could otherwise
 * come from a new address every time.
 */
export function limitKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after].slice(0, 4).join(':');
}

export function isOwnComputer(address: string): boolean {
  return address === 'memory' || address === '::1' || address.startsWith('127.');
}
