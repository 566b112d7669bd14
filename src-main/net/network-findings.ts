import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { NearbyProblem } from '../../src-shared/host/nearby.ts';
import type { FindingCode, NetworkFinding } from '../../src-shared/host/network-finding.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import { classifyAddress, isSharedAddress, networkKind } from './own-addresses.ts';

export type Firewall = 'ufw' | 'firewalld' | 'firewalld-open' | 'nftables' | 'windows' | 'macos';

/** What is known of this machine's network, by looking at this machine alone. */
export type NetworkFacts = {
  port: number;
  /** What the room is bound to. */
  listensOn: string;
  addresses: readonly HostAddress[];
  firewall: Firewall | undefined;
  isContainer: boolean;
  announced: 'on' | 'off' | 'hidden' | NearbyProblem;
  mapping: PortMapping;
};

/** What is right and what is in the way, in the order in which it is to be looked at. */
export function networkFindings(facts: NetworkFacts): NetworkFinding[] {
  const { port, listensOn, addresses, firewall, isContainer, announced, mapping } = facts;
  const finding = (
    code: FindingCode,
    level: NetworkFinding['level'],
    more: Partial<NetworkFinding> = {},
  ): NetworkFinding => ({ code, level, port, ...more });
  if (classifyAddress(listensOn) === 'loopback') return [finding('bound-here-only', 'bad')];

  const outer = addresses.filter(({ scope }) => scope !== 'loopback');
  const found = [finding('bound', 'good')];
  if (outer.length === 0) return [...found, finding('no-network', 'bad')];
  const usable = outer.filter((one) => networkKind(one) !== 'self-assigned');
  if (usable.length === 0) {
    found.push(finding('no-address', 'bad', { subject: outer[0]?.address }));
    return found;
  }
  found.push(...usable.map((one) => addressFinding(one, finding)));
  const real = usable.filter((one) => networkKind(one) === 'real');
  if (!real.some(({ family }) => family === 4)) found.push(finding('ipv6-only', 'hint'));
  if (isContainer) found.push(finding('in-container', 'bad', { command: `-p ${port}:${port}` }));
  if (firewall) found.push(firewallFinding(firewall, port));
  if (real.some(({ network }) => wifi.test(network))) found.push(finding('wifi-apart', 'hint'));
  const hasPublicV4 = real.some(({ scope, family }) => scope === 'public' && family === 4);
  const local = real.find(({ scope, family }) => scope === 'local' && family === 4);
  const mapped = mappingFinding(mapping, { port, ownAddress: local?.address ?? '' });
  if (mapped) found.push(mapped);
  else if (!hasPublicV4 && local && !isSharedAddress(local.address))
    found.push(finding('behind-router', 'hint', { subject: local.address }));
  if (announced === 'on') found.push(finding('nearby-on', 'good'));
  else if (announced === 'off' || announced === 'hidden')
    found.push(finding(`nearby-${announced}`, 'hint'));
  else if (announced !== 'no-network') found.push(finding(`nearby-${announced}`, 'hint'));
  return found;
}

/** As Linux, Windows and macOS name them. */
const wifi = /^(?:wl|wi-?fi|wlan|ath|en0$)/i;

type Make = (
  code: FindingCode,
  level: NetworkFinding['level'],
  more?: Partial<NetworkFinding>,
) => NetworkFinding;

function addressFinding(one: HostAddress, finding: Make): NetworkFinding {
  const { address: subject, scope } = one;
  const kind = networkKind(one);
  if (kind === 'vpn') return finding('address-vpn', 'hint', { subject });
  if (kind === 'virtual') return finding('address-virtual', 'hint', { subject });
  if (isSharedAddress(subject)) return finding('shared-address', 'hint', { subject });
  return finding(scope === 'public' ? 'address-public' : 'address-local', 'good', { subject });
}

/** What the router was asked for, and what became of it. `ownAddress` is what would have to be typed there. */
export function mappingFinding(
  mapping: PortMapping,
  { port, ownAddress }: { port: number; ownAddress: string },
): NetworkFinding | undefined {
  if (mapping.is === 'off') return undefined;
  if (!('address' in mapping))
    return { code: `mapping-${mapping.is}`, level: 'hint', port, subject: ownAddress };
  const { is, address, port: outside } = mapping;
  if (is !== 'mapped')
    return { code: `mapping-${is}`, level: 'hint', port: outside, subject: address };
  const subject = formatAddress({ host: address, port: outside });
  return { code: 'mapping-mapped', level: 'good', port, subject };
}

function firewallFinding(firewall: Firewall, port: number): NetworkFinding {
  const isOpen = firewall === 'firewalld-open';
  const command = commands(port)[firewall];
  return {
    code: `firewall-${firewall}`,
    level: isOpen ? 'good' : 'hint',
    port,
    ...(command === undefined ? {} : { command }),
  };
}

function commands(port: number): Partial<Record<Firewall, string>> {
  return {
    ufw: `sudo ufw allow ${port}/tcp`,
    firewalld: `sudo firewall-cmd --permanent --add-port=${port}/tcp && sudo firewall-cmd --reload`,
    nftables: `sudo nft insert rule inet filter input tcp dport ${port} accept`,
    windows: `netsh advfirewall firewall add rule name="Oda" dir=in action=allow protocol=TCP localport=${port}`,
  };
}
