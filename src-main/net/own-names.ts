import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { parseAddress } from '../../src-shared/protocol/address.ts';

/** A name that takes longer is of no use to those who want to join either. */
const lookMs = 1000;

export type OwnNames = {
  clock: Clock;
  /** This computer's own name; the addresses of one. */
  name?: () => string;
  look?: (name: string) => Promise<readonly { address: string }[]>;
};

/** Under which names others of the same network find this computer: those that lead to an address that they can reach. */
export async function listOwnNames(
  own: readonly HostAddress[],
  { clock, name = hostname, look = (each) => lookup(each, { all: true }) }: OwnNames,
): Promise<string[]> {
  const reachable = new Set(
    own.flatMap(({ address, scope }) => (scope === 'loopback' ? [] : [address])),
  );
  const called = name().toLowerCase();
  const wanted = called.includes('.') ? [called] : [called, `${called}.local`];
  const found = await Promise.all(
    wanted.map(async (each) => {
      const late = new Promise<readonly { address: string }[]>((resolve) => {
        clock.after(lookMs, () => resolve([]));
      });
      const addresses = await Promise.race([look(each).catch(() => []), late]);
      const isOwn = addresses.length > 0 && addresses.every((one) => reachable.has(one.address));
      return isOwn && parseAddress(each).ok ? [each] : [];
    }),
  );
  return found.flat();
}
