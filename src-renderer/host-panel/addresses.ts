import type { AddressScope, HostAddress } from '../../src-shared/bridge/views.ts';

const scopeOrder: Record<AddressScope, number> = { local: 0, public: 1, loopback: 2 };

/** `host:port`, with brackets around an IPv6 address. */
export function endpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The ones to hand on first: local before public before this computer, short before long. */
export function addressesInOrder(addresses: readonly HostAddress[]): HostAddress[] {
  return addresses.toSorted(
    (one, other) => scopeOrder[one.scope] - scopeOrder[other.scope] || one.family - other.family,
  );
}

/** The address to hand on, or undefined where this computer is on no network. */
export function bestAddress(addresses: readonly HostAddress[]): HostAddress | undefined {
  return addressesInOrder(addresses).find((own) => own.scope !== 'loopback');
}
