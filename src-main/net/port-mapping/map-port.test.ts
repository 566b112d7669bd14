import { describe, expect, it, onTestFinished } from 'vitest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { systemClock } from '../system-clock.ts';
import { defaultGateway, findRouter } from './find-router.ts';
import type { Router } from './find-router.ts';
import { mapPort } from './map-port.ts';
import type { MappedPort } from './map-port.ts';
import { natPmp } from './nat-pmp.ts';
import type { RouterProtocol } from './router-protocol.ts';
import * as fake from './testing/fake-router.ts';
import { upnpIgd } from './upnp-igd.ts';

const home = '127.0.0.1';
const here: fake.Place = { address: home, atEnd: (close) => onTestFinished(close) };
const { description } = fake;
const fakeIgd = (kind?: fake.Igd) => fake.fakeIgd(here, kind);
const fakePmp = (kind?: fake.Pmp) => fake.fakePmp(here, kind);
const web = (served: fake.Served) => fake.web(here, served);
const searched = (location: () => string) => fake.searched(here, location);
const datagrams = (answer: Parameters<typeof fake.datagrams>[1]) => fake.datagrams(here, answer);
const port = 12_345;
const router = async (): Promise<Router | undefined> => ({ address: home, ownAddress: home });

function open(protocols: readonly RouterProtocol[], from = router) {
  const clock = new ManualClock();
  let changes = 0;
  const mapped = mapPort({
    clock,
    port,
    router: from,
    protocols: () => protocols,
    changed: () => (changes += 1),
  });
  onTestFinished(async () => {
    let isOver = false;
    void mapped.stop().then(() => (isOver = true));
    for (; !isOver; clock.advance(100)) await nextTurn();
  });
  return { mapped, clock, changes: () => changes };
}

type Opened = ReturnType<typeof open>;

/** Time goes on while the router has not been heard to the end. */
async function settled({ mapped, clock }: Opened, stepMs = 0): Promise<MappedPort['state']> {
  while (mapped.state.is === 'asking') {
    await nextTurn();
    if (stepMs > 0) clock.advance(stepMs);
  }
  return mapped.state;
}

/** Nobody is there: the way is silent. */
async function silentPort(): Promise<number> {
  return datagrams(() => undefined);
}

describe('a port is opened in the router', () => {
  it('by NAT-PMP, is renewed at half of the lease, and taken back at the close', async () => {
    const pmp = await fakePmp({ leaseS: 600 });
    const opened = open([natPmp(pmp.port)]);
    expect(await settled(opened)).toEqual({ is: 'mapped', address: '93.184.216.34', port: 40_000 });
    expect(pmp.made.get(port)).toBe(40_000);
    pmp.made.clear();
    opened.clock.advance(299_000);
    await nextTurn();
    expect(pmp.made.size).toBe(0);
    opened.clock.advance(1000);
    while (pmp.made.size === 0) await nextTurn();
    await opened.mapped.stop();
    expect(pmp.made.size).toBe(0);
    expect(opened.changes()).toBe(1);
  });

  it.each([1, 2])(
    'by UPnP of an IGD:%i, is renewed, and taken back at the close',
    async (version) => {
      const igd = await fakeIgd({ version });
      const opened = open([upnpIgd(igd.searchPort)]);
      expect(await settled(opened)).toEqual({ is: 'mapped', address: '93.184.216.34', port });
      expect(igd.made.get(port)).toBe(`${home}:${port} 3600`);
      igd.made.clear();
      opened.clock.advance(30 * 60_000);
      while (igd.made.size === 0) await nextTurn();
      await opened.mapped.stop();
      expect(igd.made.size).toBe(0);
    },
  );

  it('by UPnP where NAT-PMP is silent, or refuses', async () => {
    const igd = await fakeIgd();
    const silent = open([natPmp(await silentPort()), upnpIgd(igd.searchPort)]);
    expect(await settled(silent, 10)).toMatchObject({ is: 'mapped', port });
    await silent.mapped.stop();
    const pmp = await fakePmp({ code: 2 });
    const refusing = open([natPmp(pmp.port), upnpIgd(igd.searchPort)]);
    expect(await settled(refusing)).toMatchObject({ is: 'mapped', port });
  });

  it('for good where the router knows no other lease, at the next port where somebody has it', async () => {
    const forGood = await fakeIgd({ refuses: (_port, lease) => (lease > 0 ? 725 : undefined) });
    expect(await settled(open([upnpIgd(forGood.searchPort)]))).toMatchObject({ is: 'mapped' });
    expect(forGood.made.get(port)).toBe(`${home}:${port} 0`);
    const taken = await fakeIgd({ refuses: (wanted) => (wanted < port + 2 ? 718 : undefined) });
    const next = { is: 'mapped', port: port + 2 };
    expect(await settled(open([upnpIgd(taken.searchPort)]))).toMatchObject(next);
  });

  it('what was asked for is taken back though the answer never came', async () => {
    let deleted = 0;
    const url = await web((request, answer) => {
      if (request.url === '/igd.xml') return void answer.end(description('/control'));
      if (String(request.headers['soapaction']).includes('Delete')) deleted += 1;
      else stopped.resolve(undefined);
      return undefined;
    });
    const stopped = Promise.withResolvers<undefined>();
    const opened = open([upnpIgd(await searched(() => `${url}/igd.xml`))]);
    await stopped.promise;
    const end = opened.mapped.stop();
    while (deleted === 0) await nextTurn();
    opened.clock.advance(2500);
    await end;
  });
});

describe('what keeps people out is told apart', () => {
  const outside: [string, string, string][] = [
    ['two routers in a row', '192.168.0.7', 'behind-router'],
    ['a provider that shares addresses (CGNAT)', '100.70.1.2', 'shared'],
    ['the internet', '93.184.216.34', 'mapped'],
  ];
  it.each(outside)('%s', async (_what, address, is) => {
    const pmp = await fakePmp({ outside: address });
    expect(await settled(open([natPmp(pmp.port)]))).toEqual({ is, address, port: 40_000 });
    const igd = await fakeIgd({ outside: address });
    expect(await settled(open([upnpIgd(igd.searchPort)]))).toEqual({ is, address, port });
  });

  it('a router that refuses, that has no address outside, that is silent, and none at all', async () => {
    const refusing = await fakeIgd({ refuses: () => 606 });
    expect(await settled(open([upnpIgd(refusing.searchPort)]))).toEqual({ is: 'refused' });
    expect(await settled(open([natPmp((await fakePmp({ code: 2 })).port)]))).toEqual({
      is: 'refused',
    });
    const noOutside = await fakeIgd({ outside: '0.0.0.0' });
    expect(await settled(open([upnpIgd(noOutside.searchPort)]))).toEqual({ is: 'no-outside' });
    expect(await settled(open([natPmp((await fakePmp({ code: 3 })).port)]))).toEqual({
      is: 'no-outside',
    });
    const silent = await silentPort();
    expect(await settled(open([natPmp(silent), upnpIgd(silent)]), 10)).toEqual({ is: 'no-router' });
    expect(await settled(open([], async () => undefined))).toEqual({ is: 'no-router' });
  });

  it('a router that comes back is asked again', async () => {
    let isThere = false;
    const pmp = await fakePmp();
    const opened = open([natPmp(pmp.port)], async () => (isThere ? router() : undefined));
    expect(await settled(opened)).toEqual({ is: 'no-router' });
    isThere = true;
    opened.clock.advance(2 * 60_000);
    while (opened.mapped.state.is === 'no-router') await nextTurn();
    expect(opened.mapped.state.is).toBe('mapped');
  });
});

describe('a hostile router, or a stranger who answers for one', () => {
  /** Whatever it says, this is how it ends. */
  async function describedAt(location: (url: string) => string, served: Parameters<typeof web>[0]) {
    const url = await web(served);
    const opened = open([upnpIgd(await searched(() => location(url)))]);
    return settled(opened, 10);
  }
  const notAsked = () => {
    throw new Error('It was asked');
  };

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.2:80/igd.xml',
    'http://localhost/igd.xml',
    'https://127.0.0.1/igd.xml',
    'http://127.0.0.1@10.0.0.1/',
    'http://a:b@127.0.0.1/',
    'file:///etc/passwd',
    'http://[::1]/igd.xml',
    '//10.0.0.1/',
    'no address',
    '',
  ])('a location elsewhere is not asked: %s', async (location) => {
    expect(await describedAt(() => location, notAsked)).toEqual({ is: 'no-router' });
  });

  it('nobody but the router is listened to', async () => {
    const igd = await fakeIgd();
    const elsewhere = async () => ({ address: '127.0.0.9', ownAddress: home });
    expect(await settled(open([upnpIgd(igd.searchPort)], elsewhere), 10)).toEqual({
      is: 'no-router',
    });
    expect(igd.actions).toEqual([]);
  });

  it('is followed nowhere: neither by a redirection nor by what its description names', async () => {
    let visits = 0;
    const third = await web((_request, answer) => {
      visits += 1;
      answer.end(description('/control'));
    });
    const other = third.replace(home, '127.0.0.2');
    const redirected = await describedAt(
      (url) => `${url}/igd.xml`,
      (_request, answer) => answer.writeHead(302, { Location: third }).end(),
    );
    expect(redirected).toEqual({ is: 'no-router' });
    for (const control of [`${other}/control`, `//127.0.0.2/`, 'file:///x', 'javascript:1']) {
      const named = await describedAt(
        (url) => `${url}/igd.xml`,
        (_request, answer) => answer.end(description(control)),
      );
      expect(named).toEqual({ is: 'no-router' });
    }
    expect(visits).toBe(0);
  });

  it('a description without an end is cut off at its bound, one that drips at its time', async () => {
    let sent = 0;
    const endless = await describedAt(
      (url) => `${url}/igd.xml`,
      (_request, answer) => {
        const part = Buffer.alloc(16_384, '<a>');
        const more = () => {
          while (!answer.destroyed && sent < 1e9 && answer.write(part)) sent += part.length;
        };
        answer.on('drain', more);
        answer.on('error', () => undefined);
        more();
      },
    );
    expect(endless).toEqual({ is: 'no-router' });
    expect(sent).toBeLessThan(64e6);
    const dripping = await describedAt(
      (url) => `${url}/igd.xml`,
      (_request, answer) => {
        answer.write('<root>');
        const cancel = dripEvery(() => answer.write('<'));
        answer.on('close', cancel);
      },
    );
    expect(dripping).toEqual({ is: 'no-router' });
  });

  it('a bomb of entities stays as small as it came, and no entity is looked up', async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
    const state = await describedAt(
      (url) => `${url}/igd.xml`,
      (request, answer, body) => {
        if (request.url === '/igd.xml') return void answer.end(bomb + description('/control'));
        if (!body.includes('GetExternal')) return void answer.end();
        return void answer.end('<NewExternalIPAddress>&c;&b;</NewExternalIPAddress>');
      },
    );
    expect(state).toEqual({ is: 'no-outside' });
  });

  it('tags without an end, in thousands, cost no more than their bytes', async () => {
    const state = await describedAt(
      (url) => `${url}/igd.xml`,
      (_request, answer) => answer.end('<service><controlURL>'.repeat(6000)),
    );
    expect(state).toEqual({ is: 'no-router' });
  });

  it('datagrams that are cut, too long, of another kind or with port and lease of nothing', async () => {
    const answers = [
      [],
      [0],
      [0, 130, 0],
      [9, 130, ...zeros(14)],
      [0, 128, 0, 0, ...zeros(60_000)],
    ];
    for (const bytes of answers) {
      const broken = await datagrams((_request, reply) => reply(Uint8Array.from(bytes)));
      const { is } = await settled(open([natPmp(broken)]), 10);
      expect(['no-router', 'refused']).toContain(is);
    }
  });
});

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

function dripEvery(drip: () => void): () => void {
  let cancel = systemClock.after(5, function again() {
    drip();
    cancel = systemClock.after(5, again);
  });
  return () => cancel();
}

describe('the router of this machine is found', () => {
  const none = async () => undefined;
  it('as Linux, macOS and Windows say it, by the route that costs least', async () => {
    const said = (platform: string, answer: string) =>
      defaultGateway({ platform, run: async () => answer, read: async () => answer });
    const linux = [
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
      'eth1\t00000000\t0900020A\t0003\t0\t0\t600\t00000000\t0\t0\t0',
      'eth0\t00000000\t0302010A\t0003\t0\t0\t100\t00000000\t0\t0\t0',
      'eth0\t0002010A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
    ].join('\n');
    expect(await said('linux', linux)).toBe('10.1.2.3');
    const mac = '   route to: default\n    gateway: 10.1.2.3\n  interface: en0\n';
    expect(await said('darwin', mac)).toBe('10.1.2.3');
    const windows = '  0.0.0.0          0.0.0.0      10.1.2.3     10.1.2.9     25\r\n';
    expect(await said('win32', windows)).toBe('10.1.2.3');
  });

  it('and nothing else: none, of the internet, of this machine itself', async () => {
    for (const answer of ['', 'gateway: 93.184.216.34', 'gateway: 127.0.0.1', 'gateway: ::1']) {
      expect(await findRouter({ platform: 'darwin', run: async () => answer, read: none })).toBe(
        undefined,
      );
    }
  });
});
