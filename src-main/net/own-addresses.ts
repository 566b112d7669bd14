import { BlockList, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { networkInterfaces } from 'node:os';
import type { AddressScope, HostAddress } from '../../src-shared/bridge/views.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const loopback = blockList(['127.0.0.0/8', '::1/128']);
/** Valid on one cable only; IPv6 ones also need the name of the interface beside them. */
const linkLocal = blockList(['169.254.0.0/16', 'fe80::/10']);
/** RFC 1918, RFC 6598 (a provider's own network: nobody outside reaches it) and RFC 4193. */
const local = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
]);
/** Names of interfaces that programs make: containers, virtual machines, tunnels. */
const madeByPrograms =
  /^(?:docker|veth|br-|virbr|vmnet|vboxnet|vEthernet|VMware|VirtualBox|lxc|lxd|cni|flannel|podman|tailscale|zt|tun|tap|utun|wg|ham|awdl|llw|bridge)/i;

/**
 * The addresses of this machine, the most useful one to hand on first (R2.1): IPv4 before IPv6, which
 * fewer people can read aloud or reach, the local network before the internet; then those of networks
 * that programs made, this machine's own last.
 * IPv6 addresses that are valid on one cable only are left out: they cannot be handed on.
 */
export function listOwnAddresses(interfaces: Interfaces = networkInterfaces()): HostAddress[] {
  return Object.entries(interfaces)
    .flatMap(([network, infos = []]) => infos.map((info) => describe(network, info)))
    .filter((address) => address.family === 4 || !isLinkLocal(address.address))
    .sort(
      (one, other) => rank(one) - rank(other) || one.network.localeCompare(other.network, 'en'),
    );
}

/** How far an address reaches. */
export function classifyAddress(address: string): AddressScope {
  const plain = plainAddress(address);
  if (isIn(loopback, plain)) return 'loopback';
  return isIn(local, plain) || isIn(linkLocal, plain) ? 'local' : 'public';
}

/** An IPv4 address as such where a dual-stack socket gives it as IPv6 (`::ffff:192.0.2.1`). */
export function plainAddress(address: string): string {
  return /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i.test(address) ? address.slice(7) : address;
}

function describe(network: string, { address, family }: NetworkInterfaceInfo): HostAddress {
  const scope = classifyAddress(address);
  return { address, family: family === 'IPv6' ? 6 : 4, scope, network };
}

/** Lower is more useful. */
function rank({ address, family, scope, network }: HostAddress): number {
  const second = family === 6 ? 1 : 0;
  if (scope === 'loopback') return 8 + second;
  if (isLinkLocal(address)) return 7;
  const byNetwork = madeByPrograms.test(network) ? 4 : 0;
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
