import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { PrivateId } from '../../src-shared/protocol/ids.ts';
import { defaultRoomLimits, limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import { asArrived } from '../net/testing/as-arrived.ts';
import { hear } from '../net/testing/heard.ts';
import { sampleKey } from '../net/testing/sample-key.ts';
import { serverTls } from '../net/tls.ts';
import { Room } from '../room/room.ts';
import { optionsChanged } from '../room/system-entries.ts';
import { Connections } from './connections.ts';
import { FileFolder } from '../files/file-folder.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { RoomRunner } from './room-runner.ts';
import { labPasswords, newLabStore } from './testing/lab.ts';
import { scriptedGateway } from './testing/scripted-gateway.ts';

/** A room’s connections, which come from wherever the test says. */
function openHouse({ ownAddresses = [] as string[], isTunnelled = false } = {}) {
  const store = newLabStore();
  const clock = new ManualClock();
  const random = seededRandom(5);
  const noted: Omit<HostLogLine, 'at'>[] = [];
  const runner = new RoomRunner({
    room: new Room({
      identity: store.identity,
      snapshot: {
        head: 0,
        time: { head: 0 },
        accounts: [],
        groups: [],
        options: { plain: false, logTexts: false, access: 'open', files: usualFileTerms },
        name: store.identity.name,
        settings: usualRoomSettings,
        bans: [],
      },
      limits: defaultRoomLimits,
      newPrivateId: () => random.text(16) as PrivateId,
      newTicket: () => random.text(22) as FileTicket,
    }),
    store,
    head: 0,
    clock,
    random,
    passwords: labPasswords,
    files: new FileFolder(temporaryFolder()),
    heartbeats: { offer: () => undefined, forget: () => undefined },
    log: (line) => noted.push(line),
    counted: () => undefined,
    optionsChanged: (options) => connections.optionsChanged(options),
    reportDefect(error) {
      throw error;
    },
  });
  /** How many were connected whenever that was told to have changed. */
  const seen: number[] = [];
  const connections: Connections = new Connections({
    runner,
    areManyInvited: () => false,
    clock,
    random,
    limits: defaultRoomLimits,
    tls: serverTls(sampleKey),
    gateways: [scriptedGateway({ dialect: 'lines', greeting: 'name? ' })],
    ownAddresses: () => ownAddresses,
    isTunnelled,
    language: 'tr',
    note: (line) => noted.push(line),
    changed: () => seen.push(connections.list().length),
  });
  const arriveFrom = (address: string, { hangsUp = true } = {}) => {
    const [near, far] = createMemoryPair();
    if (!hangsUp) Object.defineProperty(far, 'close', { value: () => undefined });
    Object.defineProperty(far, 'remote', { value: { address, port: 5000 } });
    connections.accept(asArrived(far));
    const heard = hear(near);
    const write = async (text: string) => {
      near.send(Buffer.from(text));
      await nextTurn();
      await runner.settled();
      await nextTurn();
    };
    return { heard, write };
  };
  return { connections, runner, clock, noted, seen, arriveFrom };
}

const plainOff = 'Bu oda';
/** A fatal alert of TLS. */
const accessDenied = '\x15\x03\x03\x00\x02\x02\x31';

it('W15 a plain program of another computer reads one sentence and is closed; Oda comes in', async () => {
  const { connections, noted, arriveFrom } = openHouse();
  const plain = arriveFrom('203.0.113.7');
  await plain.write('ali\n');
  await plain.heard.untilClosed();
  expect(plain.heard.text()).toMatch(/^[^\n]+\r\n$/);
  expect(plain.heard.text()).toContain(plainOff);
  expect(noted.map(({ event, code }) => [event, code])).toEqual([
    ['connected', undefined],
    ['refused', 'plain-off'],
    ['disconnected', 'plain-off'],
  ]);
  const oda = arriveFrom('203.0.113.7');
  await oda.write('\x16{"type":"hello","rid":1,"protocol":1}\n');
  expect(oda.heard.text()).toContain('"rid":1');
  expect(connections.list()).toMatchObject([{ address: '203.0.113.7', dialect: 'oda' }]);
});

it('W15 a program of this computer may always come in', async () => {
  for (const address of ['127.0.0.1', '::1', '127.9.9.9']) {
    const { arriveFrom } = openHouse();
    const plain = arriveFrom(address);
    await plain.write('ali\n');
    expect(plain.heard.text()).toContain('ok 1 ');
  }
});

it('out of a tunnel nobody is taken for somebody at this computer but its own person', async () => {
  const { arriveFrom } = openHouse({ isTunnelled: true });
  const plain = arriveFrom('127.0.0.1');
  await plain.write('ali\n');
  await plain.heard.untilClosed();
  expect(plain.heard.text()).toContain(plainOff);
  for (let more = 1; more < limits.sessionsPerAddress; more += 1) arriveFrom('127.0.0.1');
  const last = arriveFrom('127.0.0.1');
  const tooMany = arriveFrom('127.0.0.1');
  await tooMany.write('\x16');
  await tooMany.heard.untilClosed();
  expect(tooMany.heard.text()).toBe(accessDenied);
  expect(last.heard.closed).toEqual([]);
  const own = arriveFrom('memory');
  await own.write('ali\n');
  expect(own.heard.text()).toContain('ok 1 ');
});

it('W15 switched on, others come in too; switched off, they go, and who is of this computer stays', async () => {
  const { connections, runner, arriveFrom } = openHouse();
  await runner.write(optionsChanged({ plain: true }, 1));
  const far = arriveFrom('203.0.113.7');
  const near = arriveFrom('127.0.0.1');
  const oda = arriveFrom('203.0.113.8');
  await far.write('ali\n');
  await near.write('veli\n');
  await oda.write('\x16{"type":"hello","rid":1,"protocol":1}\n');
  expect(connections.list()).toMatchObject([{ name: 'ali' }, { name: 'veli' }, {}]);
  await runner.write(optionsChanged({ plain: false }, 2));
  await far.heard.untilClosed();
  expect(far.heard.text()).toContain('bye plain-off\n');
  await nextTurn();
  expect(connections.list()).toMatchObject([{ name: 'veli' }, { dialect: 'oda' }]);
});

it('W15 who is silent from afar is asked nothing, and has as long as anybody to come in', async () => {
  const { clock, arriveFrom, noted } = openHouse();
  const silent = arriveFrom('203.0.113.7');
  clock.advance(limits.signInDeadlineMs - 1);
  await nextTurn();
  expect(silent.heard.text()).toBe('');
  clock.advance(1);
  await silent.heard.untilClosed();
  expect(silent.heard.text()).toBe('{"type":"closed","code":"sign-in-deadline"}\n');
  expect(noted.at(-1)).toMatchObject({ event: 'disconnected', code: 'sign-in-deadline' });
});

it('the time to sign in runs from the connection on, not from the first word', async () => {
  const { clock, runner, arriveFrom } = openHouse();
  const slow = arriveFrom('203.0.113.7');
  clock.advance(limits.signInDeadlineMs - 1);
  await slow.write('\x16{"type":"hello","rid":1,"protocol":1}\n');
  runner.tick();
  await nextTurn();
  expect(slow.heard.text()).not.toContain('sign-in-deadline');
  clock.advance(1);
  runner.tick();
  await slow.heard.untilClosed();
  expect(slow.heard.text()).toContain('sign-in-deadline');
});

it('strangers beyond 256: the one that waits longest makes room, and who is in stays', async () => {
  const { connections, arriveFrom } = openHouse();
  const guest = arriveFrom('127.0.0.1');
  await guest.write('ali\n');
  const strangers = Array.from({ length: 256 }, () => arriveFrom('127.0.0.1'));
  await nextTurn();
  expect(connections.list()).toHaveLength(257);
  const late = arriveFrom('127.0.0.1');
  await strangers[0]?.heard.untilClosed();
  expect(strangers[0]?.heard.text()).toBe('{"type":"closed","code":"sign-in-deadline"}\n');
  await late.write('\x16{"type":"hello","rid":1,"protocol":1}\n');
  expect(late.heard.text()).toContain('"rid":1');
  expect(connections.list().map(({ connection }) => connection)).toEqual(
    Array.from({ length: 258 }, (_, i) => i + 1).filter((id) => id !== 2),
  );
});

it('strangers who were pushed out and do not hang up: beyond 256 the longest such one is hung up on', async () => {
  const { connections, arriveFrom } = openHouse();
  const arrive = () => arriveFrom('127.0.0.1', { hangsUp: false });
  const [first] = Array.from({ length: 512 }, arrive);
  await nextTurn();
  expect(connections.list()).toHaveLength(512);
  arrive();
  await first?.heard.untilClosed();
  await nextTurn();
  expect(connections.list()).toHaveLength(512);
});

it('who comes to a room that was shut is not taken in, and nobody stays', async () => {
  const { connections, arriveFrom, clock } = openHouse();
  const undecided = arriveFrom('127.0.0.1');
  await nextTurn();
  connections.shut();
  await undecided.heard.untilClosed();
  expect(undecided.heard.text()).toBe('{"type":"closed","code":"room-closed"}\n');
  const late = arriveFrom('127.0.0.1');
  await late.write('ali\n');
  await late.heard.untilClosed();
  expect(late.heard.text()).toBe('{"type":"closed","code":"room-closed"}\n');
  const silent = arriveFrom('127.0.0.1');
  await nextTurn();
  expect(silent.heard.text()).toBe('');
  clock.advance(limits.dialectSilenceMs);
  await silent.heard.untilClosed();
  expect(silent.heard.text()).toBe('{"type":"closed","code":"room-closed"}\n');
  const oda = arriveFrom('127.0.0.1');
  await oda.write('\x16');
  await oda.heard.untilClosed();
  expect(oda.heard.text()).toBe('\x15\x03\x03\x00\x02\x02\x5a');
  await nextTurn();
  expect(connections.list()).toEqual([]);
});

it('who is connected is told when it has changed, not before', async () => {
  const { seen, arriveFrom } = openHouse();
  const oda = arriveFrom('127.0.0.1');
  expect(seen).toEqual([1]);
  oda.heard.transport.close();
  await oda.heard.untilClosed();
  await nextTurn();
  expect(seen).toEqual([1, 0]);
});

it('an address has eight places, and one that is left is free again; this computer has more', async () => {
  const { arriveFrom } = openHouse();
  const hello = '\x16{"type":"hello","rid":1,"protocol":1}\n';
  const come = async (address: string) => {
    const { heard, write } = arriveFrom(address);
    await write(hello);
    return heard;
  };
  const [first] = await Promise.all(
    Array.from({ length: limits.sessionsPerAddress }, () => come('203.0.113.7')),
  );
  const refused = await come('203.0.113.7');
  await refused.untilClosed();
  expect(refused.text()).toBe(accessDenied);
  first?.transport.close();
  await first?.untilClosed();
  await nextTurn();
  expect((await come('203.0.113.7')).text()).toContain('"rid":1');
  for (let i = 0; i <= limits.sessionsPerAddress; i += 1) {
    expect((await come('127.0.0.1')).text()).toContain('"rid":1');
  }
});

it('addresses of the host’s own IPv6 network count one by one, others’ networks as a whole', async () => {
  const { arriveFrom } = openHouse({ ownAddresses: ['192.168.1.2', '2001:db8:1:2::77'] });
  const places = async (prefix: string) => {
    const refused: boolean[] = [];
    for (let count = 0; count <= limits.sessionsPerAddress; count += 1) {
      const { heard, write } = arriveFrom(`${prefix}::a`);
      await write('\x16{"type":"hello","rid":1,"protocol":1}\n');
      refused.push(heard.text() === accessDenied);
    }
    return refused.at(-1);
  };
  expect(await places('2001:db8:1:2')).toBe(true);
  expect(await places('2001:db8:1:3')).toBe(false);
});

it('who has come in is told as a change', async () => {
  const { connections, seen, arriveFrom } = openHouse();
  const oda = arriveFrom('127.0.0.1');
  await oda.write('\x16{"type":"hello","rid":1,"protocol":1}\n');
  const before = seen.length;
  const claim = { name: 'ali', device: 'd'.repeat(16), deviceKey: 'k'.repeat(43) };
  await oda.write(`${JSON.stringify({ type: 'sign-in', rid: 2, ...claim })}\n`);
  expect(connections.list()).toMatchObject([{ name: 'ali' }]);
  expect(seen).toHaveLength(before + 1);
});

it('of a flood that is refused only so many are waited for: the next ones are answered at once', async () => {
  const { connections, arriveFrom } = openHouse();
  connections.shut();
  const waited = Array.from({ length: 64 }, () => arriveFrom('127.0.0.1'));
  const next = arriveFrom('127.0.0.1');
  await next.heard.untilClosed();
  expect(next.heard.text()).toBe('{"type":"closed","code":"room-closed"}\n');
  expect(waited.every(({ heard }) => heard.text() === '')).toBe(true);
});

it('of those that were refused and do not hang up only so many are held', () => {
  const { connections } = openHouse();
  connections.shut();
  const held = new Set<number>();
  for (let n = 0; n < 1000; n += 1) {
    const [, far] = createMemoryPair();
    held.add(n);
    const destroy = () => void held.delete(n);
    // The other end stays, whatever it is told.
    connections.accept(Object.assign(asArrived(far), { close: () => undefined, destroy }));
  }
  expect(held.size).toBe(256);
  // Those that came last may still hear why.
  expect(held.has(999)).toBe(true);
});

it('who floods the room with records that say nothing does not come in again for some minutes', async () => {
  const { connections, clock, noted, arriveFrom } = openHouse();
  const place = { value: { address: '203.0.113.7', port: 5000 } };
  const [near, far] = createMemoryPair();
  let flooded: (() => void) | undefined;
  const inner = asArrived(Object.defineProperty(far, 'remote', place));
  const plain = inner.secured.bind(inner);
  inner.secured = (soFar, tls) => {
    ({ flooded } = tls);
    return plain(soFar, tls);
  };
  connections.accept(inner);
  const heard = hear(near);
  near.send(Buffer.from('\x16'));
  await nextTurn();
  flooded?.();
  heard.transport.destroy();
  const refusedFrom = async (address: string) => {
    const again = arriveFrom(address);
    await again.write('\x16');
    return again.heard.text() === accessDenied;
  };
  expect(await refusedFrom('203.0.113.7')).toBe(true);
  expect(await refusedFrom('203.0.113.8')).toBe(false);
  expect(noted).toContainEqual(
    expect.objectContaining({ event: 'refused', code: 'too-many-connections' }),
  );
  clock.advance(limits.connectionRefusalMs);
  expect(await refusedFrom('203.0.113.7')).toBe(false);
});
