import { limits } from '../../src-shared/protocol/limits.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { isWholeNetwork, WindowLimit } from '../room/rate-limits.ts';

const maxRefusedAddresses = 10_000;

/** Decides which new connections are let in, by their address. */
export class ConnectionGate {
  readonly #arrivals = new WindowLimit({
    count: limits.connectionsPerAddressPerMinute,
    networkCount: limits.connectionsPerNetworkPerMinute,
    windowMs: 60_000,
  });
  readonly #refusedUntilByAddress = new Map<string, number>();
  readonly #openByAddress = new Map<string, number>();
  readonly #sessionsPerAddress: number;

  constructor(sessionsPerAddress: number) {
    this.#sessionsPerAddress = sessionsPerAddress;
  }

  /** A refusal, or undefined if it may come in; then `left` must be called at its end. */
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
    if (open >= this.#mostOf(address)) return { code: 'too-many-connections' };
    this.#openByAddress.set(address, open + 1);
    return undefined;
  }

  left(address: string): void {
    const open = (this.#openByAddress.get(address) ?? 0) - 1;
    if (open > 0) this.#openByAddress.set(address, open);
    else this.#openByAddress.delete(address);
  }

  #mostOf(address: string): number {
    if (!isWholeNetwork(address)) return this.#sessionsPerAddress;
    return Math.max(limits.sessionsPerNetwork, this.#sessionsPerAddress);
  }

  #refuseFor(address: string, untilMs: number, nowMs: number): void {
    // All are refused for the same time, so the oldest ones end first.
    for (const [other, until] of this.#refusedUntilByAddress) {
      if (until > nowMs) break;
      this.#refusedUntilByAddress.delete(other);
    }
    if (this.#refusedUntilByAddress.size < maxRefusedAddresses) {
      this.#refusedUntilByAddress.set(address, untilMs);
    }
  }
}

/**
 * What counts as one address. An IPv6 network of 64 bits belongs to one subscriber, who could otherwise come from a new
 * address every time: it counts as a whole, with ceilings of its own (`isWholeNetwork`). Who is on the host's own cable
 * or in its own network is a neighbour like any by IPv4.
 */
export function limitKey(address: string, ownNetworks: ReadonlySet<string>): string {
  if (!address.includes(':') || isNeighbour.test(address)) return address;
  const network = networkOf(address);
  return ownNetworks.has(network) ? address : network;
}

/** fe80::/10 and fc00::/7. */
const isNeighbour = /^f(?:e[89ab]|[cd][0-9a-f])[0-9a-f]:/i;

/** The first 64 bits, as `a:b:c:d/64`. */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after].slice(0, 4).join(':')}/64`;
}

export function isOwnComputer(address: string): boolean {
  return address === 'memory' || address === '::1' || address.startsWith('127.');
}
