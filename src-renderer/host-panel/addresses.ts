import type { AddressScope, HostAddress } from '../../src-shared/bridge/views.ts';

const scopeOrder: Record<AddressScope, number> = { local: 0, public: 1, loopback: 3 };

/** A link-local IPv6 address works only with the name of a network card behind it. */
function place(address: HostAddress): number {
  return /^fe[89ab]/i.test(address.address) ? 2 : scopeOrder[address.scope];
}

/** `host:port`, with brackets around an IPv6 address. */
export function endpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The ones to hand on first: local, public, bound to one network card, this computer; short before long. */
export function addressesInOrder(addresses: readonly HostAddress[]): HostAddress[] {
  return addresses.toSorted((one, other) => place(one) - place(other) || one.family - other.family);
}

/** The address to hand on, or undefined where this computer is on no network. */
export function bestAddress(addresses: readonly HostAddress[]): HostAddress | undefined {
  return addressesInOrder(addresses).find((own) => place(own) < 2);
}
