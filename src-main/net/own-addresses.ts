import { BlockList, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { networkInterfaces } from 'node:os';
import type { AddressScope, HostAddress } from '../../src-shared/host/host-network.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export type OwnAddresses = {
  /** What a listener is bound to: all interfaces (`::`, those of IPv4 `0.0.0.0`), or one address. */
  listensOn?: string | undefined;
  interfaces?: Interfaces;
};

const anyAddress = blockList(['0.0.0.0/32', '::/128']);
const loopback = blockList(['127.0.0.0/8', '::1/128']);
/** Valid on one cable only; IPv6 ones also need the name of the interface beside them. */
const linkLocal = blockList(['169.254.0.0/16', 'fe80::/10']);
/**
 * What reaches no further than one network: RFC 1918, RFC 4193, RFC 6598 (a provider's own network: nobody
 * outside reaches it), and what the registries of IANA set aside for documentation, benchmarks and protocols.
 */
const local = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:2::/48',
  '2001:db8::/32',
  '3fff::/20',
]);
const shared = blockList(['100.64.0.0/10']);
/** Addresses of no computer: of this network, multicast, reserved. */
const unusable = blockList(['0.0.0.0/8', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8']);
/** The part of IPv6 that is in use on the internet. */
const globalIpv6 = blockList(['2000::/3']);
/** Interfaces between this computer and what runs inside it: nobody else is there. */
const inside = /^(?:docker|veth|br-[0-9a-f]{12}$|virbr|lxc|lxd|cni|flannel|podman|awdl|llw)/i;
/** Those of them behind which other computers are. */
const vpn = /^(?:tailscale|zt|tun|tap|utun|wg|ham|ppp|nordlynx|proton)/i;
/** Of virtual machines. */
const machines = /^(?:br-|vmnet|vboxnet|vEthernet|VMware|VirtualBox|bridge)/i;

/**
 * The addresses of this machine that lead to a listener, the most useful one to hand on first (R2.1): IPv4
 * before IPv6, which fewer people can read aloud or reach, the local network before the internet; then those
 * of networks that programs made, this machine's own last. Left out is what nobody else could use: of
 * containers inside, and IPv6 addresses that are valid on one cable only.
 */
export function listOwnAddresses({
  listensOn = '::',
  interfaces = networkInterfaces(),
}: OwnAddresses = {}): HostAddress[] {
  const all = Object.entries(interfaces)
    .flatMap(([network, infos = []]) => infos.map(({ address }) => describe(network, address)))
    .filter(({ address }) => !isIn(unusable, address));
  if (!isIn(anyAddress, listensOn)) {
    const only = plainAddress(listensOn);
    const known = all.filter(({ address }) => address === only);
    return known.length > 0 ? known : [describe('', only)];
  }
  return all
    .filter(({ address, family, network }) => {
      if (family === 6) return isIPv6(listensOn) && !isLinkLocal(address) && !inside.test(network);
      return !inside.test(network);
    })
    .sort(
      (one, other) => rank(one) - rank(other) || one.network.localeCompare(other.network, 'en'),
    );
}

/** How far an address reaches. */
export function classifyAddress(address: string): AddressScope {
  const plain = plainAddress(address);
  if (isIn(loopback, plain)) return 'loopback';
  const isSetAside = [local, linkLocal, unusable].some((list) => isIn(list, plain));
  if (isSetAside || (isIPv6(plain) && !isIn(globalIpv6, plain))) return 'local';
  return 'public';
}

/** `virtual`: other computers are not there. `self-assigned`: the network has given no address (RFC 3927). */
export function networkKind({
  address,
  network,
}: HostAddress): 'real' | 'vpn' | 'virtual' | 'self-assigned' {
  if (isLinkLocal(address)) return 'self-assigned';
  if (vpn.test(network)) return 'vpn';
  return machines.test(network) || inside.test(network) ? 'virtual' : 'real';
}

/** RFC 6598: a provider shares one public address among many customers. */
export function isSharedAddress(address: string): boolean {
  return isIn(shared, address);
}

/** An IPv4 address as such, also if a dual-stack socket gives it as IPv6 (`::ffff:192.0.2.1`). */
export function plainAddress(address: string): string {
  return /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i.test(address) ? address.slice(7) : address;
}

function describe(network: string, address: string): HostAddress {
  return { address, family: isIPv6(address) ? 6 : 4, scope: classifyAddress(address), network };
}

/** Lower is more useful. */
function rank({ address, family, scope, network }: HostAddress): number {
  const second = family === 6 ? 1 : 0;
  if (scope === 'loopback') return 8 + second;
  if (isLinkLocal(address)) return 7;
  const byNetwork = machines.test(network) || vpn.test(network) ? 4 : 0;
  return byNetwork + second * 2 + (scope === 'public' ? 1 : 0);
}

function isLinkLocal(address: string): boolean {
  return isIn(linkLocal, address);
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), isIPv6(net) ? 'ipv6' : 'ipv4');
  }
  return list;
}
