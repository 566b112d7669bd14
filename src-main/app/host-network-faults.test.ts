import { describe, expect, it } from 'vitest';
import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import { findingSentence } from '../../src-shared/sentences/finding-sentence.ts';
import { findFirewall, isInContainer } from '../net/look-at-system.ts';
import type { System } from '../net/look-at-system.ts';
import { networkFindings } from '../net/network-findings.ts';
import type { NetworkFacts } from '../net/network-findings.ts';
import { listOwnAddresses } from '../net/own-addresses.ts';

const wire: HostAddress = { address: '192.168.1.5', family: 4, scope: 'local', network: 'eth0' };
const facts: NetworkFacts = {
  port: 12_345,
  listensOn: '::',
  addresses: [wire],
  firewall: undefined,
  isContainer: false,
  announced: 'on',
  mapping: { is: 'off' },
};

/** A machine that answers so. */
function machine(
  platform: string,
  answers: Record<string, string>,
  files: Record<string, string> = {},
): System {
  return {
    platform,
    run: async (file, args) => answers[[file, ...args].join(' ')],
    read: async (path) => files[path],
  };
}

async function seenOn(system: System): Promise<Partial<NetworkFacts>> {
  return {
    firewall: await findFirewall(system, facts.port),
    isContainer: await isInContainer(system),
  };
}

function addressed(network: string, address: string): Partial<NetworkFacts> {
  const info = { address, netmask: '', mac: '', internal: false, cidr: null };
  const family = address.includes(':') ? ('IPv6' as const) : ('IPv4' as const);
  const interfaces = { [network]: [{ ...info, family, scopeid: 0 } as never] };
  return { addresses: listOwnAddresses({ interfaces }) };
}

type HostFault = [
  fault: string,
  seen: () => Promise<Partial<NetworkFacts>> | Partial<NetworkFacts>,
  code: string,
  en: RegExp,
  tr: RegExp,
];

const mac = '/usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate';
const hostFaults: HostFault[] = [
  [
    'opened for this computer alone',
    () => ({ listensOn: '127.0.0.1' }),
    'bound-here-only',
    /without --host/,
    /--host olmadan/,
  ],
  ['no network', () => ({ addresses: [] }), 'no-network', /Connect it/, /ağa bağla/],
  [
    'no address from the network',
    () => addressed('eth0', '169.254.7.7'),
    'no-address',
    /restart the router/,
    /modemi yeniden başlat/,
  ],
  [
    'an address of a VPN',
    () => addressed('wg0', '10.8.0.2'),
    'address-vpn',
    /to those alone/,
    /Yalnız onlara/,
  ],
  [
    'an address of virtual machines',
    () => addressed('vboxnet0', '192.168.56.1'),
    'address-virtual',
    /Do not hand it on/,
    /Bunu verme/,
  ],
  [
    'an address that the provider shares (CGNAT)',
    () => addressed('wwan0', '100.70.1.2'),
    'shared-address',
    /Ask the provider/,
    /Sağlayıcıdan/,
  ],
  ['IPv6 alone', () => addressed('eth0', '2a01:4f8::2'), 'ipv6-only', /ask for IPv4/, /IPv4’ü aç/],
  [
    'a router, or two in a row',
    () => facts,
    'behind-router',
    /forward TCP port 12345 in it to 192\.168\.1\.5.*two routers/,
    /12345 portunu 192\.168\.1\.5.*iki modem/,
  ],
  [
    'two routers in a row, as the inner one says',
    () => ({ mapping: { is: 'behind-router', address: '192.168.0.7', port: 12_345 } }),
    'mapping-behind-router',
    /forward TCP port 12345 to 192\.168\.0\.7/,
    /12345.*192\.168\.0\.7/,
  ],
  [
    'a provider that shares addresses, as the router says (CGNAT)',
    () => ({ mapping: { is: 'shared', address: '100.70.1.2', port: 12_345 } }),
    'mapping-shared',
    /Ask the provider/,
    /Sağlayıcıdan/,
  ],
  [
    'a router that refuses',
    () => ({ mapping: { is: 'refused' } }),
    'mapping-refused',
    /forward TCP port 12345 in them to 192\.168\.1\.5/,
    /12345.*192\.168\.1\.5/,
  ],
  [
    'a router that does not answer',
    () => ({ mapping: { is: 'no-router' } }),
    'mapping-no-router',
    /Switch on UPnP or NAT-PMP/,
    /UPnP ya da NAT-PMP/,
  ],
  [
    'a router that is not on the internet',
    () => ({ mapping: { is: 'no-outside' } }),
    'mapping-no-outside',
    /cable/,
    /kablo/,
  ],
  [
    'nobody nearby sees it: Oda was started so',
    () => ({ announced: 'hidden' }),
    'nearby-hidden',
    /without --no-nearby/,
    /--no-nearby olmadan/,
  ],
  [
    'a Wi-Fi that may keep devices apart',
    () => addressed('wlan0', '192.168.1.5'),
    'wifi-apart',
    /another Wi-Fi/,
    /başka bir Wi-Fi/,
  ],
  [
    'a container',
    () => seenOn(machine('linux', {}, { '/.dockerenv': '' })),
    'in-container',
    /Start the container/,
    /Kapsayıcıyı/,
  ],
  [
    'ufw',
    () => seenOn(machine('linux', {}, { '/etc/ufw/ufw.conf': '# x\nENABLED=yes\n' })),
    'firewall-ufw',
    /open the port/,
    /portu uçbirimde aç/,
  ],
  [
    'firewalld',
    () => seenOn(machine('linux', { 'firewall-cmd --state': 'running\n' })),
    'firewall-firewalld',
    /Open the port/,
    /Portu uçbirimde aç/,
  ],
  [
    'firewalld with an open port',
    () =>
      seenOn(
        machine('linux', {
          'firewall-cmd --state': 'running\n',
          'firewall-cmd --query-port=12345/tcp': 'yes\n',
        }),
      ),
    'firewall-firewalld-open',
    /nothing to do/,
    /yapılacak bir şey yok/,
  ],
  [
    'nftables',
    () => seenOn(machine('linux', { 'systemctl is-active nftables': 'active\n' })),
    'firewall-nftables',
    /open the port/,
    /portu uçbirimde aç/,
  ],
  [
    'Windows',
    () => seenOn(machine('win32', { 'netsh advfirewall show currentprofile state': 'State   ON' })),
    'firewall-windows',
    /administrator/,
    /yönetici/,
  ],
  [
    'macOS',
    () => seenOn(machine('darwin', { [mac]: 'Firewall is enabled. (State = 1)' })),
    'firewall-macos',
    /System Settings/,
    /Sistem Ayarları/,
  ],
  [
    'nobody nearby sees it: switched off',
    () => ({ announced: 'off' }),
    'nearby-off',
    /under Options/,
    /Seçenekler altında/,
  ],
  [
    'nobody nearby sees it: port 5353',
    () => ({ announced: 'port-taken' }),
    'nearby-port-taken',
    /End that program/,
    /O programı kapat/,
  ],
  [
    'nobody nearby sees it: not allowed',
    () => ({ announced: 'not-allowed' }),
    'nearby-not-allowed',
    /Allow UDP port 5353/,
    /5353 UDP portuna izin ver/,
  ],
];

describe('a host is told before handing on what keeps others out, and what to do', () => {
  it.each(hostFaults)('%s', async (...[, seen, code, en, tr]) => {
    const all = networkFindings({ ...facts, ...(await seen()) });
    const found = all.find((finding) => finding.code === code) as NetworkFinding;
    expect(all.map((finding) => finding.code)).toContain(code);
    expect(findingSentence(found, 'en').next).toMatch(en);
    expect(findingSentence(found, 'tr').next).toMatch(tr);
    if (code.startsWith('firewall-') && found.command !== undefined)
      expect(found.command).toContain('12345');
  });

  it('an address of IPv6 is handed on in brackets', () => {
    const found = {
      code: 'address-public',
      level: 'good',
      port: 12_345,
      subject: '2a01::2',
    } as const;
    expect(findingSentence(found, 'en').next).toContain('[2a01::2]:12345');
    expect(findingSentence(found, 'tr').next).toContain('[2a01::2]:12345');
  });

  it('where nothing is in the way nothing is said to be', () => {
    const codes = networkFindings({
      ...facts,
      addresses: [{ address: '93.184.216.34', family: 4, scope: 'public', network: 'eth0' }],
    }).map(({ code, level }) => [code, level]);
    expect(codes).toEqual([
      ['bound', 'good'],
      ['address-public', 'good'],
      ['nearby-on', 'good'],
    ]);
  });
});
