import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { HandTransport } from '../net/testing/hand-transport.ts';
import { Connection } from '../server/connection.ts';
import { odaDialect } from '../server/oda-speaker.ts';
import type { SpokenDialect } from '../server/session-port.ts';
import { createIrcGateway } from './irc/connection/irc-gateway.ts';
import { createJsonGateway, createLinesGateway } from './create-gateways.ts';
import { ScriptedDirectory, ScriptedPort } from './testing/scripted-port.ts';

type Dialect = {
  create: () => SpokenDialect;
  enter: string;
  /** Something that is answered at once. */
  ask: string;
  /** One is in each answer. */
  answer: RegExp;
  goodbye: RegExp;
};

const hello = `{"type":"hello","rid":1,"protocol":1,"program":"test"}\n`;
const signIn = `${JSON.stringify({ type: 'sign-in', rid: 2, name: 'Ali', device: 'd'.repeat(16), deviceKey: 'k'.repeat(43) })}
`;

const dialects: Record<string, Dialect> = {
  oda: {
    create: () => odaDialect,
    enter: hello + signIn,
    ask: hello,
    answer: /"ok","rid":1,/g,
    goodbye: /\{"type":"closed","code":"room-closed"\}\n$/,
  },
  irc: {
    create: createIrcGateway,
    enter: 'NICK Ali\r\nUSER a\r\nJOIN #oda\r\n',
    ask: `PING ${'x'.repeat(400)}\r\n`,
    answer: /PONG/g,
    goodbye: /ERROR :Closing link: The host closed the room[^\n]*\r\n$/,
  },
  lines: {
    create: createLinesGateway,
    enter: 'Ali\n',
    ask: '/users\n',
    answer: /Here now/g,
    goodbye: /The host closed the room[^\n]*\r?\n$/,
  },
  json: {
    create: createJsonGateway,
    enter: '{"command":"add_client","message":"Ali"}',
    ask: '{"command":"users"}',
    answer: /"command":"users"/g,
    goodbye: /The host closed the room[^{]*\}$/,
  },
};

/** One peer, held by the hand, at a scripted room of forty others. */
function open({ create }: Dialect) {
  const transport = new HandTransport();
  const room = new ScriptedDirectory();
  const veli = room.put('Veli');
  for (let place = 0; place < 40; place += 1) room.put(`${'x'.repeat(20)}${place}`);
  const clock = new ManualClock();
  const noted: string[] = [];
  const ports: ScriptedPort[] = [];
  const openSession: ConstructorParameters<typeof Connection>[0]['openSession'] = (peer) => {
    const port = new ScriptedPort(peer, room);
    ports.push(port);
    return port;
  };
  const onAdmitted = () => noted.push('admitted');
  const onClosed = () => noted.push('closed');
  const random = seededRandom(1);
  const parts = { transport, clock, random, openSession, onAdmitted, onClosed };
  const connection = new Connection(parts, create());
  const [port] = ports;
  if (!port) throw new Error('no session was opened');
  const give = async (text: string) => {
    transport.give(text);
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  const tell = (seq: number, text: string) => {
    const place = { in: everyone, seq, id: seq, at: 1 };
    const cid = String(seq).padStart(22, '0') as Cid;
    port.deliver({ type: 'message', ...place, from: veli.account, cid, text });
  };
  return { transport, room, clock, port, connection, noted, give, tell };
}

const names = Object.keys(dialects);
const dialectOf = (name: string): Dialect => dialects[name] ?? expect.fail(name);

test.each(names)('%s: whoever comes in is a member, once', async (name) => {
  const dialect = dialectOf(name);
  const { connection, noted, give } = open(dialect);
  expect([connection.isStranger, connection.memberName]).toEqual([true, undefined]);
  await give(dialect.enter);
  expect([connection.isStranger, connection.memberName, noted]).toEqual([
    false,
    'Ali',
    ['admitted'],
  ]);
});

test.each(names)(
  '%s: an end is told behind all that waits, and to the room at once and once',
  async (name) => {
    const dialect = dialectOf(name);
    const { transport, clock, port, connection, noted, give, tell } = open(dialect);
    await give(dialect.enter);
    for (let seq = 1; seq <= 3; seq += 1) tell(seq, `text ${seq}`);
    connection.end({ code: 'room-closed' });
    expect(transport.isClosed).toBe(true);
    expect(transport.text).toMatch(/text 1[^]*text 2[^]*text 3/);
    expect(transport.text).toMatch(dialect.goodbye);
    expect([port.closedWith, clock.pendingTimers]).toEqual([['room-closed'], 0]);
    const said = transport.text;
    connection.end({ code: 'silent' });
    connection.tellPrivate({ bytes: Buffer.from('late') } as never);
    connection.refuse(1, { code: 'too-fast' });
    tell(4, 'late');
    transport.break();
    transport.drain();
    expect([transport.text, port.closedWith]).toEqual([said, ['room-closed']]);
    expect([noted, clock.pendingTimers]).toEqual([['admitted', 'closed'], 0]);
  },
);

test('W17 after 16 KiB of answers others have their turn, and then it goes on', async () => {
  const dialect = dialectOf('oda');
  const { transport, give } = open(dialect);
  await give(dialect.enter);
  transport.drain();
  transport.give(dialect.ask.repeat(60));
  const first = transport.queuedBytes;
  expect(first).toBeGreaterThan(16 * 1024);
  const [last = ''] = transport.text.trimEnd().split('\n').slice(-1);
  expect(first).toBeLessThanOrEqual(16 * 1024 + Buffer.byteLength(`${last}\n`));
  await nextTurn();
  expect(transport.queuedBytes).toBeGreaterThan(first);
});

test.each(names)('%s: a transport that ends first is a loss', async (name) => {
  const dialect = dialectOf(name);
  const { transport, clock, port, connection, noted, give, tell } = open(dialect);
  await give(dialect.enter);
  for (let seq = 1; seq <= 3; seq += 1) tell(seq, 'unread');
  transport.break();
  connection.end({ code: 'room-closed' });
  expect([port.closedWith, noted, clock.pendingTimers]).toEqual([
    [undefined],
    ['admitted', 'closed'],
    0,
  ]);
});

test.each(names)(
  '%s: W17 above the soft limit nothing is done, and then all of it',
  async (name) => {
    const dialect = dialectOf(name);
    const { transport, clock, port, give } = open(dialect);
    await give(dialect.enter);
    const before = transport.text.match(dialect.answer)?.length ?? 0;
    const answered = () => (transport.text.match(dialect.answer)?.length ?? 0) - before;
    transport.give(dialect.ask.repeat(1000));
    for (let seen = -1; seen !== answered(); await nextTurn()) {
      seen = answered();
      await nextTurn();
    }
    expect([transport.isClosed, port.closedWith]).toEqual([false, []]);
    expect(transport.queuedBytes).toBeLessThan(limits.sendQueueSoftBytes + 16 * 1024);
    expect(answered()).toBeLessThan(900);
    const heard = port.heardCount;
    for (let turn = 0; turn < 3000 && answered() < 1000; turn += 1) {
      transport.drain();
      clock.advance(150);
      await nextTurn();
    }
    expect(answered()).toBe(1000);
    expect(port.heardCount).toBeGreaterThan(heard);
  },
);

test.each(names.filter((name) => name !== 'oda'))(
  '%s: W12 who reads nothing is closed past the hard limit, in words',
  async (name) => {
    const dialect = dialectOf(name);
    const { transport, port, give, tell } = open(dialect);
    await give(dialect.enter);
    for (let seq = 1; !transport.isClosed && seq < 2000; seq += 1) tell(seq, 'x'.repeat(8000));
    expect(port.closedWith).toEqual(['too-slow']);
    expect(transport.queuedBytes).toBeGreaterThan(limits.sendQueueHardBytes);
    expect(transport.queuedBytes).toBeLessThan(limits.sendQueueHardBytes + 16 * 1024);
    expect(transport.text.slice(-200)).toContain('This connection was too slow');
  },
);

test.each(names.filter((name) => name !== 'oda'))(
  '%s: R4.7 who says nothing more is heard to the end, and then gone',
  async (name) => {
    const dialect = dialectOf(name);
    const { transport, port, connection, give } = open(dialect);
    await give(dialect.enter);
    port.unanswered.add('sign-out');
    transport.sayAll();
    await nextTurn();
    const leaving = () => port.commands.filter(({ type }) => type === 'sign-out');
    const [asked] = leaving();
    if (asked) port.answer(asked.rid, {});
    expect(leaving()).toHaveLength(name === 'irc' ? 0 : 1);
    if (asked) connection.end({ code: 'signed-out' });
    expect(transport.isClosed).toBe(true);
    transport.break();
    expect(port.closedWith).toEqual([name === 'irc' ? undefined : 'signed-out']);
  },
);
