import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { Command, CommandName } from '../../src-shared/protocol/protocol.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { groupConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import { hear } from '../net/testing/heard.ts';
import type { Transport } from '../net/transport.ts';
import { Connection } from './connection.ts';
import { odaDialect } from './oda-speaker.ts';
import type { SessionPort } from './session-port.ts';

/** A connection whose room answers as it is told to, or later by hand. */
function openConnection(
  handle: (command: Command, connection: Connection) => void = () => undefined,
  { isAdmitted = true } = {},
) {
  const [peer, transport] = createMemoryPair();
  const asked: Command[] = [];
  const noted: string[] = [];
  const port: Pick<SessionPort, 'handle' | 'heard' | 'closed'> = {
    handle: (command) => {
      asked.push(command);
      handle(command, connection);
    },
    heard: () => noted.push('heard'),
    closed: (reason) => noted.push(`session closed: ${reason}`),
  };
  const connection: Connection = new Connection(
    {
      transport,
      clock: new ManualClock(),
      random: seededRandom(1),
      openSession: () => port as SessionPort,
      onAdmitted: () => noted.push('admitted'),
      onClosed: () => noted.push('closed'),
    },
    odaDialect,
  );
  if (isAdmitted) connection.admitted();
  return { peer, asked, connection, noted };
}

/** Requests of one type, numbered from `from` up to and including `to`. */
const lines = (type: string, [from, to]: [number, number]): string =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `${JSON.stringify({ type, rid: from + i, in: 'everyone' })}\n`,
  ).join('');

/** Everything that can be handed over has been. */
async function settled(peer: Transport): Promise<void> {
  for (let left = peer.queuedBytes; ; left = peer.queuedBytes) {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    if (peer.queuedBytes === left) return;
  }
}

it('W17 requests beyond 64 are not looked at before others have been answered', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('ping', [1, 200])));
  await settled(peer);
  expect(asked).toHaveLength(limits.maxRequestsInFlight);
  connection.answer(7, {});
  connection.answer(3, {});
  expect(asked).toHaveLength(limits.maxRequestsInFlight + 2);
});

it('W17 what is answered at once is shared out over turns too, in order and to the last one', async () => {
  const { peer, asked } = openConnection((command, connection) =>
    connection.answer(command.rid, {}),
  );
  peer.send(Buffer.from(lines('ping', [1, 1000])));
  let [before, most] = [0, 0];
  while (asked.length < 1000) {
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, asked.length - before);
    before = asked.length;
  }
  expect(most).toBeLessThanOrEqual(limits.maxRequestsInFlight);
  expect(asked.map(({ rid }) => rid)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
});

it('W17 of what the store answers one request is in flight, and those after it wait in order', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 2]) + lines('ping', [3, 3])));
  await settled(peer);
  expect(asked.map(({ rid }) => rid)).toEqual([1]);
  connection.answer(1, {});
  expect(asked.map(({ rid }) => rid)).toEqual([1, 2]);
  connection.refuse(2, { code: 'store-failed' });
  expect(asked.map(({ rid }) => rid)).toEqual([1, 2, 3]);
});

it('W17 nothing runs while the send queue is above the soft limit', async () => {
  const { peer, asked, connection } = openConnection();
  peer.listen({ bytes: () => undefined, closed: () => undefined });
  peer.pause();
  peer.send(Buffer.from(lines('ping', [1, 2])));
  await settled(peer);
  const name = 'x'.repeat(limits.sendQueueSoftBytes);
  connection.answer(1, { account: 'account001' as AccountId, name, created: false });
  connection.answer(2, {});
  peer.send(Buffer.from(lines('ping', [3, 3])));
  await settled(peer);
  expect(asked).toHaveLength(2);
  peer.resume();
  await settled(peer);
  await expect.poll(() => asked.length).toBe(3);
});

it('W17 what waited is dropped at the close', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 50])));
  await settled(peer);
  connection.end({ code: 'room-closed' });
  connection.answer(1, {});
  await settled(peer);
  expect(asked).toHaveLength(1);
});

it('W17 a peer is not read from past the receive buffer', async () => {
  const { peer, asked } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 1])));
  const chunk = Buffer.from(lines('ping', [2, 2000]));
  for (let i = 0; i < 20; i += 1) peer.send(chunk);
  await settled(peer);
  expect(asked).toHaveLength(1);
  expect(20 * chunk.length - peer.queuedBytes).toBeLessThanOrEqual(limits.receiveBufferBytes);
});

const device = 'd'.repeat(16);
const secret = 's'.repeat(43);
const aloneOnes: [CommandName, object][] = [
  ['sign-in', { name: 'ali', device, deviceKey: secret }],
  ['resume', { device, token: secret }],
  ['sign-out', {}],
  ['set-password', { deviceKey: secret }],
  ['make-group', { in: groupConversation('group-group-gr-1'), name: 'x', members: [] }],
  ['sync', { after: 0 }],
  ['read-history', { in: 'everyone' }],
  ['list-receipts', {}],
  ['list-later', {}],
  ['list-topics', {}],
  ['read-record', {}],
];

it.each(aloneOnes)('W17 nothing is looked at before %s is answered', async (type, fields) => {
  const { peer, asked, connection } = openConnection();
  peer.send(
    Buffer.from(`${JSON.stringify({ type, rid: 1, ...fields })}\n${lines('ping', [2, 2])}`),
  );
  await settled(peer);
  expect(asked.map(({ rid }) => rid)).toEqual([1]);
  connection.refuse(1, { code: 'store-failed' });
  expect(asked.map(({ rid }) => rid)).toEqual([1, 2]);
});

it('who is let in is told of once, and what is not taken for a request waits for no answer', async () => {
  const { peer, asked, connection, noted } = openConnection(undefined, { isAdmitted: false });
  expect(connection.isStranger).toBe(true);
  connection.admitted();
  connection.admitted();
  expect([noted, connection.isStranger]).toEqual([['admitted'], false]);
  const heard = hear(peer);
  const bad = '{"type":"fly","rid":5}\n'.repeat(limits.maxRequestsInFlight + 1);
  peer.send(Buffer.from(bad + lines('ping', [6, 6])));
  await settled(peer);
  await expect.poll(() => asked.map(({ rid }) => rid)).toEqual([6]);
  expect(JSON.parse(heard.text().split('\n')[0] ?? '')).toEqual({
    type: 'fail',
    rid: 5,
    code: 'unknown-command',
  });
  expect(noted).toContain('heard');
});

it('the last line says why, how much and how long; after it nothing is said, and the room knows at once', async () => {
  const { peer, connection, noted } = openConnection();
  const heard = hear(peer);
  connection.end({ code: 'too-many-lines', limit: 16, retryAfterMs: 5 });
  expect(noted.slice(1)).toEqual(['session closed: too-many-lines']);
  connection.end({ code: 'room-closed' });
  connection.answer(1, {});
  connection.tellPrivate({ bytes: Buffer.from('late\n') } as never);
  await heard.untilClosed();
  await settled(peer);
  expect(heard.text()).toBe(
    '{"type":"closed","code":"too-many-lines","limit":16,"retryAfterMs":5}\n',
  );
  expect(noted.at(-2)).toBe('session closed: too-many-lines');
  expect(noted.filter((each) => each === 'closed')).toHaveLength(1);
});

it('a connection that ends by itself has no reason', async () => {
  const { peer, noted } = openConnection();
  peer.listen({ bytes: () => undefined, closed: () => undefined });
  peer.close();
  await expect.poll(() => noted.slice(-2)).toEqual(['session closed: undefined', 'closed']);
});

it.each([
  [false, lines('ping', [1, limits.maxLinesBeforeSignIn + 1]), 'too-many-lines', 16],
  [false, `${'x'.repeat(limits.maxLineBytesBeforeSignIn + 1)}\n`, 'line-too-long', 4096],
  [true, `${'x'.repeat(limits.maxLineBytes + 1)}\n`, 'line-too-long', 65_536],
  [true, `{"a":${'['.repeat(16)}${']'.repeat(16)}}\n`, 'too-deep', 16],
])(
  'W17 who passes a limit is told which (let in: %s, %#)',
  async (...[isAdmitted, text, code, limit]) => {
    const { peer } = openConnection((command, connection) => connection.answer(command.rid, {}), {
      isAdmitted,
    });
    const heard = hear(peer);
    peer.send(Buffer.from(text));
    await heard.untilClosed();
    expect(heard.text().trim().split('\n').at(-1)).toBe(
      JSON.stringify({ type: 'closed', code, limit }),
    );
  },
);

it('W17 a stranger’s sixteenth line is looked at, and in the room lines are not counted', async () => {
  for (const [isAdmitted, count] of [
    [false, limits.maxLinesBeforeSignIn],
    [true, limits.maxLinesBeforeSignIn * 3],
  ] as const) {
    const { peer, asked } = openConnection(
      (command, connection) => connection.answer(command.rid, {}),
      { isAdmitted },
    );
    peer.send(Buffer.from(lines('ping', [1, count])));
    await expect.poll(() => asked.length).toBe(count);
  }
});

it('W10 who takes what it was held back for gives a sign of life, and what is live is for who is in', async () => {
  const { peer, connection, noted } = openConnection(undefined, { isAdmitted: false });
  connection.deliver({ bytes: Buffer.from('early\n') } as never);
  connection.admitted();
  peer.pause();
  const live = `${'x'.repeat(limits.sendQueueSoftBytes)}\n`;
  connection.deliver({ bytes: Buffer.from(live) } as never);
  connection.deliver({ bytes: Buffer.from('left out\n') } as never);
  const heard = hear(peer);
  peer.resume();
  expect(await heard.untilLength(live.length)).toContain(live);
  await expect.poll(() => noted).toEqual(['admitted', 'heard']);
});

it('R3.8 W10 what the system takes is no sign of life: it does so for who has gone, too', async () => {
  const { peer, connection, noted } = openConnection();
  const heard = hear(peer);
  connection.deliver({ bytes: Buffer.from('live\n') } as never);
  expect(await heard.untilLength(5)).toBe('live\n');
  await settled(peer);
  expect(noted).toEqual(['admitted']);
});

it('W12 who was behind is told so once, and hears what is live again', async () => {
  const { peer, connection } = openConnection();
  const heard = hear(peer);
  peer.pause();
  const deliver = (text: string) =>
    connection.deliver({ bytes: Buffer.from(`${text}\n`) } as never);
  deliver('x'.repeat(limits.sendQueueSoftBytes));
  deliver('left out');
  deliver('this too');
  peer.resume();
  await expect.poll(() => heard.text()).toContain('{"type":"behind"}\n');
  deliver('live again');
  await expect.poll(() => heard.text()).toMatch(/^x+\n\{"type":"behind"\}\nlive again\n$/);
});

it('W12 a peer that never reads is closed past the hard limit, not before', async () => {
  const { peer, connection, noted } = openConnection();
  const half = Buffer.alloc(limits.sendQueueHardBytes / 2, 'x');
  const tell = (bytes: Uint8Array) => connection.tellPrivate({ bytes } as never);
  tell(half);
  tell(half);
  tell(Buffer.from('x'));
  expect(noted).toEqual(['admitted']);
  tell(Buffer.from('x'));
  expect(noted).toEqual(['admitted', 'session closed: too-slow']);
  peer.destroy();
});

it('W10 any byte is a sign of life, half a line too', async () => {
  const { peer, noted } = openConnection();
  peer.send(Buffer.from('{"ty'));
  await expect.poll(() => noted).toEqual(['admitted', 'heard']);
});
