import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../../net/memory-transport.ts';
import { hear } from '../../net/testing/heard.ts';
import { Connection } from '../../server/connection.ts';
import { createJsonGateway, createLinesGateway } from '../create-gateways.ts';
import { ScriptedDirectory, ScriptedPort } from '../testing/scripted-port.ts';

/** One program at a scripted room, and what the room and whoever runs it are told of it. */
function connect(gateway = createLinesGateway()) {
  const room = new ScriptedDirectory();
  const [peer, transport] = createMemoryPair();
  const clock = new ManualClock();
  const noted: string[] = [];
  for (const flow of ['pause', 'resume'] as const) {
    const { [flow]: change } = transport;
    transport[flow] = () => {
      noted.push(flow);
      change.call(transport);
    };
  }
  let opened: ScriptedPort | undefined;
  const connection = new Connection(
    {
      transport,
      openSession: (session) => (opened = new ScriptedPort(session, room)),
      onAdmitted: () => noted.push('admitted'),
      onClosed: () => noted.push('closed'),
      clock,
      random: seededRandom(1),
    },
    gateway,
  );
  if (!opened) throw new Error('no session was opened');
  const port = opened;
  const heard = hear(peer);
  const write = async (text: string | Uint8Array) => {
    peer.send(Buffer.from(text as string));
    for (let turn = 0; turn < 4; turn += 1) await nextTurn();
  };
  const sent = () => port.commands.filter(({ type }) => type === 'send-message').length;
  return { room, port, connection, clock, heard, noted, write, sent };
}

function entryFrom(from: AccountId, where: ConversationId, seq: number) {
  const place = { in: where, seq, id: seq, at: 1 };
  return { type: 'message' as const, ...place, from, cid: 'c'.repeat(22) as Cid, text: 'selam' };
}

test('W11 what one person said to it has reached it; what it said itself, or heard of all, is not reported', async () => {
  const { room, port, write } = connect();
  await write('ali\n');
  const own = port.self()?.account as AccountId;
  const { account } = room.put('Veli');
  const direct = directConversation(own, account);
  const { length } = port.commands;
  port.deliver(entryFrom(account, everyone, 3));
  port.deliver(entryFrom(own, direct, 4));
  expect(port.commands).toHaveLength(length);
  port.deliver(entryFrom(account, direct, 5));
  expect(port.commands.slice(length)).toMatchObject([
    { type: 'mark-delivered', in: direct, seq: 5 },
  ]);
});

test('W17 64 messages are under way; past 64 pieces that wait a program is not read from, until they have gone', async () => {
  const { port, noted, write, sent } = connect();
  await write('ali\n');
  port.unanswered.add('send-message');
  const all = Array.from({ length: 129 }, (_, number) => `${number}\n`);
  await write(all.slice(0, 64).join(''));
  await write(all.slice(64, 128).join(''));
  expect([sent(), noted]).toEqual([limits.maxUnacknowledged, ['admitted']]);
  await write(all.slice(128).join(''));
  expect(noted).toEqual(['admitted', 'pause']);
  port.unanswered.clear();
  for (const { rid } of port.commands.slice()) port.answer(rid, {});
  await expect.poll(sent).toBe(129);
  expect(noted).toEqual(['admitted', 'pause', 'resume']);
  const texts = port.commands.flatMap((command) =>
    command.type === 'send-message' ? [command.text] : [],
  );
  expect(texts).toEqual(all.map((line) => line.trim()));
});

test('what the room does not take yet is overtaken by nothing, also when others are under way before it', async () => {
  const { port, clock, write } = connect();
  await write('ali\n');
  port.unanswered.add('send-message');
  await write('one\ntwo\n');
  port.unanswered.clear();
  port.refuseNext.push({
    type: 'send-message',
    refusal: { code: 'too-fast', retryAfterMs: 900 },
  });
  await write('three\nfour\n');
  const texts = () =>
    port.commands.flatMap((command) => (command.type === 'send-message' ? [command.text] : []));
  expect(texts()).toEqual(['one', 'two', 'three']);
  for (const { rid } of port.commands.slice(0, 2)) port.answer(rid, {});
  await nextTurn();
  expect(texts()).toEqual(['one', 'two', 'three']);
  clock.advance(900);
  await expect.poll(texts).toEqual(['one', 'two', 'three', 'three', 'four']);
});

test('whatever is no message waits for those under way', async () => {
  const { port, heard, write, sent } = connect();
  await write('ali\n');
  port.unanswered.add('send-message');
  await write('one\ntwo\n/users\nthree\n');
  expect(sent()).toBe(2);
  expect(heard.text()).not.toContain('Here now:');
  port.unanswered.clear();
  for (const { rid } of port.commands.slice()) port.answer(rid, {});
  await expect.poll(sent).toBe(3);
  await expect.poll(() => heard.text()).toContain('Here now: ali');
});

test('an answer to something else lets nothing more through', async () => {
  const { room, port, write } = connect();
  await write('ali\n');
  const own = port.self()?.account as AccountId;
  const { account } = room.put('Veli');
  port.unanswered.add('send-message');
  await write('one\n/leave\n');
  port.deliver(entryFrom(account, directConversation(own, account), 1));
  port.answer(999, {});
  await nextTurn();
  expect(port.commands.some(({ type }) => type === 'sign-out')).toBe(false);
});

test('what telnet asks for is answered', async () => {
  const { heard, write } = connect();
  await write(Uint8Array.from([0xff, 0xfd, 0x18]));
  const replies: number[] = [];
  heard.transport.listen({ bytes: (chunk) => replies.push(...chunk), closed: () => undefined });
  await write(Uint8Array.from([0xff, 0xfd, 0x03, 0xff, 0xfb, 0x01]));
  expect(replies).toEqual([0xff, 0xfc, 0x03, 0xff, 0xfe, 0x01]);
});

test('R2.5 a line without an end ends 400 ms after its last letter, not after its first', async () => {
  const { port, clock, write } = connect();
  await write('al');
  clock.advance(limits.quietLineMs - 1);
  await write('ii');
  clock.advance(limits.quietLineMs - 1);
  expect(port.self()).toBeUndefined();
  clock.advance(1);
  expect(port.self()?.name).toBe('alii');
});

test('nobody speaks to oneself, and before coming in nobody to anybody', async () => {
  const guest = connect();
  await guest.write('ali\nali~me\n');
  expect(guest.sent()).toBe(0);
  const stranger = connect(createJsonGateway());
  await stranger.write('{"command":"users"}');
  expect(await stranger.heard.untilLength(20)).toContain('SERVER~');
  await stranger.write('{"command":"message","message":"hi"}');
  expect(stranger.sent()).toBe(0);
});

test('who is in stays in under the one name', async () => {
  const { room, port, write, noted } = connect(createJsonGateway());
  for (const name of ['ali', 'veli']) await write(`{"command":"add_client","message":"${name}"}`);
  expect([port.self()?.name, [...room.standings()].length, noted]).toEqual([
    'ali',
    1,
    ['admitted'],
  ]);
});

test('that the log keeps words is said when it changes, and not again', async () => {
  const { port, heard, write } = connect();
  await write('ali\n');
  const facts = {
    plain: true,
    access: 'open',
    files: usualFileTerms,
    settings: usualRoomSettings,
  } as const;
  for (const logsTexts of [false, true, true])
    port.notice({ type: 'room', name: 'M', logsTexts, ...facts });
  await nextTurn();
  await nextTurn();
  expect(heard.text().match(/The host’s log/g)).toHaveLength(1);
});

test('R0.12 of what several said at once one’s own is not told, and the rest in its order', async () => {
  const { room, port, heard, write } = connect();
  await write('ali\n');
  const own = port.self()?.account as AccountId;
  const { account } = room.put('Veli');
  const said = [account, own, account, own].map((from, place) => {
    return { ...entryFrom(from, everyone, place + 1), text: `${place + 1}` };
  });
  const [first, ...others] = said;
  if (first) port.deliver(first, ...others);
  await expect.poll(() => heard.text()).toMatch(/1\n[^\n]*3\n$/);
  expect(heard.text().match(/Veli/g)).toHaveLength(2);
  expect(heard.text()).not.toMatch(/[24]\n/);
});

test('no name of others moves a cursor', async () => {
  const { room, port, heard, write } = connect();
  room.put('Se\u001bl');
  await write('ali\n');
  const { account } = room.put('Ve\u001bli');
  port.deliver(entryFrom(account, everyone, 1));
  port.deliver({ type: 'joined', in: everyone, seq: 2, id: 2, at: 1, account, name: 'Ve\u001bli' });
  port.deliver({ type: 'left', in: everyone, seq: 3, id: 3, at: 1, account, reason: 'left' });
  await write('/users\n');
  await expect.poll(() => heard.text()).toContain('Here now: Se\ufffdl, ali, Ve\ufffdli\n');
  expect(heard.text()).not.toContain('\u001b');
});

test.each([createLinesGateway, createJsonGateway])(
  'an end is told once, at once and with its reason, and no timer stays',
  async (gateway) => {
    const { port, connection, clock, heard, noted, write } = connect(gateway());
    await write(
      gateway === createLinesGateway ? 'ali\n' : '{"command":"add_client","message":"ali"}',
    );
    port.refuseNext.push({
      type: 'send-message',
      refusal: { code: 'too-fast', retryAfterMs: 9000 },
    });
    await write(gateway === createLinesGateway ? 'hi\n' : '{"command":"message","message":"hi"}');
    expect(port.heardCount).toBe(2);
    connection.end({ code: 'room-closed' });
    connection.end({ code: 'silent' });
    expect(port.closedWith).toEqual(['room-closed']);
    expect(clock.pendingTimers).toBe(0);
    await heard.untilClosed();
    await nextTurn();
    expect(heard.text()).toContain('The host closed the room.');
    expect(heard.text().match(/closed the room/g)).toHaveLength(1);
    expect([noted.filter((each) => each !== 'resume'), port.closedWith]).toEqual([
      ['admitted', 'closed'],
      ['room-closed'],
    ]);
    expect(clock.pendingTimers).toBe(0);
  },
);

test.each(['too-fast', 'try-later'] as const)(
  'what is refused with %s is said again a moment later, and in its order',
  async (code) => {
    const { port, clock, heard, write } = connect();
    await write('ali\n');
    port.refuseNext.push({ type: 'send-message', refusal: { code, retryAfterMs: 500 } });
    await write('one\ntwo\n');
    clock.advance(500);
    await expect.poll(() => port.entries).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(heard.text()).not.toMatch(/later|fast/i);
  },
);

test('what a program said before its connection broke is not said after it', async () => {
  const { port, clock, heard, write, sent } = connect();
  await write('ali\n');
  port.refuseNext.push({ type: 'send-message', refusal: { code: 'too-fast', retryAfterMs: 500 } });
  await write('one\ntwo\n');
  heard.transport.destroy();
  await heard.untilClosed();
  await nextTurn();
  clock.advance(1000);
  expect([sent(), port.closedWith, clock.pendingTimers]).toEqual([1, [undefined], 0]);
});
