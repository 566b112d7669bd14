import type { HostAddress } from '../../src-shared/host/host-network.ts';

/** The address to hand on, the first that others can use; undefined if this computer is on no network. */
export function bestAddress(addresses: readonly HostAddress[]): HostAddress | undefined {
  return addresses.find(({ scope }) => scope !== 'loopback');
}
