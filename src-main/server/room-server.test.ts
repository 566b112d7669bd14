import { describe, expect, it } from 'vitest';
import { dialRoom } from '../net/dial-room.ts';
import { dialTcp } from '../net/dial-tcp.ts';
import { hear } from '../net/testing/heard.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  accountOf,
  connect,
  enter,
  enterByMemory,
  message,
  newLabStore,
  startLab,
} from './testing/lab.ts';
import type { Frame } from './testing/wire-peer.ts';
import { WirePeer } from './testing/wire-peer.ts';

describe('people in a room over TCP', () => {
  it('R0.3 everyone hears who came, and the list of who is online has them at once', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    await enter(server, 'veli');
    await ali.first((frame) => frame.type === 'joined' && frame['name'] === 'veli');
    const { members } = await ali.ask('list-members');
    expect(members).toMatchObject([
      { name: 'ali', presence: 'online' },
      { name: 'veli', presence: 'online' },
    ]);
  });

  it('R1.4 W5 W6 a message is acknowledged with its number and reaches everyone with its writer', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    const answer = await ali.say('merhaba');
    const heard = await veli.first(message('merhaba'));
    const own = await ali.first(message('merhaba'));
    expect(answer).toMatchObject({
      type: 'ok',
      in: 'everyone',
      seq: heard['seq'],
      id: heard['id'],
    });
    expect({ ...own, cid: undefined }).toEqual(heard);
  });

  it('R0.4 a direct message reaches its two and nobody else', async () => {
    const { server } = await startLab();
    const peers = await Promise.all(['ali', 'veli', 'can'].map((name) => enter(server, name)));
    const [ali, veli, can] = peers as [WirePeer, WirePeer, WirePeer];
    const pair = [await accountOf(ali, 'ali'), await accountOf(ali, 'veli')] as const;
    await ali.say('gizli', { in: directConversation(...pair) });
    await veli.first(message('gizli'));
    await can.ask('ping');
    expect(can.texts()).toEqual([]);
  });

  it('R0.10 R1.5 R1.8 a connection that breaks is told to everyone as lost, a sign-out as left', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    const can = await enter(server, 'can');
    veli.destroy();
    await ali.first((frame) => frame.type === 'left' && frame['reason'] === 'lost');
    await can.ask('sign-out');
    await can.closed;
    await ali.first((frame) => frame.type === 'left' && frame['reason'] === 'left');
    expect(can.frames.at(-1)).toEqual({ type: 'closed', code: 'signed-out' });
  });

  it('R1.3 a taken name is refused and another try on the same connection is free', async () => {
    const { server } = await startLab();
    await enter(server, 'ali');
    const other = await connect(server);
    await other.hello();
    const secrets = { device: 'other-device-001', deviceKey: 'o'.repeat(43) };
    expect(await other.ask('sign-in', { name: 'ALİ', ...secrets })).toMatchObject({
      code: 'name-taken',
    });
    expect(await other.ask('sign-in', { name: 'ayşe', ...secrets })).toMatchObject({ type: 'ok' });
  });

  it('R3.1 R3.9 signs up, asks again for a wrong password, and knows the account after a restart', async () => {
    const first = await startLab();
    const ali = await connect(first.server);
    expect(await ali.enter('ali', 'uzun bir parola')).toMatchObject({ created: true });
    await first.server.stop();

    const { server, clock } = await startLab({ store: first.store });
    const again = await connect(server);
    await again.hello();
    const claim = { name: 'ali', device: 'other-device-001', deviceKey: 'o'.repeat(43) };
    expect(await again.ask('sign-in', claim)).toMatchObject({ code: 'password-needed' });
    expect(await again.ask('sign-in', { ...claim, password: 'yanlış parola' })).toMatchObject({
      code: 'wrong-password',
      retryAfterMs: 1000,
    });
    expect(await again.ask('sign-in', { ...claim, password: 'uzun bir parola' })).toMatchObject({
      code: 'try-later',
    });
    clock.advance(1000);
    expect(await again.ask('sign-in', { ...claim, password: 'uzun bir parola' })).toMatchObject({
      type: 'ok',
      created: false,
    });
  });

  it('R2.4 many are in the room at once, and it stays up when the first one leaves', async () => {
    const { server } = await startLab();
    const peers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => enter(server, `member ${i}`)),
    );
    peers[0]?.close();
    await peers[1]?.first((frame) => frame.type === 'left');
    await peers[1]?.say('herkese');
    await Promise.all(peers.slice(1).map((peer) => peer.first(message('herkese'))));
  });
});

describe('coming back', () => {
  it('W8 a token resumes without a password, brings the next one, and ends the older session', async () => {
    const { server } = await startLab();
    const ali = await connect(server);
    const signedIn = await ali.enter('ali', 'uzun bir parola');
    const again = await connect(server);
    await again.hello();
    const device = 'ali_____________';
    const resumed = await again.ask('resume', { device, token: signedIn['token'] });
    expect(resumed).toMatchObject({ type: 'ok', name: 'ali' });
    expect(resumed['token']).not.toBe(signedIn['token']);
    await ali.closed;
    expect(ali.frames.at(-1)).toMatchObject({ type: 'closed', code: 'replaced' });

    expect(server.readLog().map((line) => line.event)).toContain('resumed');
    await again.ask('ping');
    const third = await connect(server);
    await third.hello();
    const used = { device, token: signedIn['token'] };
    expect(await third.ask('resume', used)).toMatchObject({ code: 'token-invalid' });
    const elsewhere = { device: 'other-device-001', token: resumed['token'] };
    expect(await third.ask('resume', elsewhere)).toMatchObject({ code: 'token-invalid' });
  });

  it('W8 a token whose answer was lost on the way is good once more', async () => {
    const { server } = await startLab();
    const ali = await connect(server);
    const { token } = await ali.enter('ali', 'uzun bir parola');
    const device = 'ali_____________';
    for (let lost = 0; lost < 2; lost += 1) {
      const attempt = await connect(server);
      await attempt.hello();
      await attempt.ask('resume', { device, token });
      attempt.destroy();
    }
    const again = await connect(server);
    await again.hello();
    expect(await again.ask('resume', { device, token })).toMatchObject({ type: 'ok', name: 'ali' });
  });

  it('W7 what was missed is read from the log by number, and sync says where there is more', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    for (const text of ['bir', 'iki', 'üç']) await ali.say(text);
    const veli = await enter(server, 'veli');
    const sync = await veli.ask('sync', { after: 0 });
    expect(sync).toMatchObject({ conversations: [{ in: 'everyone' }] });
    const page = await veli.ask('read-history', { in: 'everyone', after: 1, limit: 2 });
    expect(page).toMatchObject({
      entries: [
        { text: 'bir', seq: 2 },
        { text: 'iki', seq: 3 },
      ],
      more: true,
    });
  });

  it('W9 a position that the log has not reached is refused', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const { id } = await ali.say('bir');
    expect(await ali.ask('sync', { after: id })).toMatchObject({ type: 'ok', head: id });
    const ahead = Number(id) + 1;
    expect(await ali.ask('sync', { after: ahead })).toMatchObject({ code: 'cursor-ahead' });
  });

  it('W4 the same cid gets the same answer and is delivered once; other content is refused', async () => {
    const { server, clock } = await startLab();
    const ali = await enter(server, 'ali');
    const cid = 'the-same-cid-0001';
    const first = await ali.say('bir kere', { cid });
    clock.advance(1000);
    const second = await ali.say('bir kere', { cid });
    expect({ ...second, rid: 0 }).toEqual({ ...first, rid: 0 });
    expect(await ali.say('başka', { cid })).toMatchObject({ type: 'fail', code: 'cid-used' });
    await ali.ask('ping');
    expect(ali.texts()).toEqual(['bir kere']);
  });

  it('says that the room closes, and what it acknowledged is there when it opens again', async () => {
    const first = await startLab();
    const ali = await enter(first.server, 'ali');
    await ali.say('kalıcı');
    await first.server.stop();
    await ali.closed;
    expect(ali.frames.at(-1)).toMatchObject({ type: 'closed', code: 'room-closed' });

    const { server } = await startLab({ store: first.store });
    const again = await enter(server, 'ali');
    const page = await again.ask('read-history', { in: 'everyone' });
    expect(page).toMatchObject({ entries: [{}, { text: 'kalıcı' }, { type: 'joined' }] });
  });
});

describe('peers that misbehave lose their own connection and nothing else', () => {
  it('W3 every request has exactly one answer, whatever is wrong with it', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    expect(await ali.ask('send-message', { in: 'everyone' })).toMatchObject({
      code: 'bad-field',
      field: 'cid',
    });
    expect(await ali.ask('fly')).toMatchObject({ code: 'unknown-command' });
    expect(await ali.ask('__proto__')).toMatchObject({ code: 'unknown-command' });
    await ali.ask('ping');
    const answers = ali.frames.filter((frame) => frame.type === 'ok' || frame.type === 'fail');
    expect(new Set(answers.map((frame) => frame.rid)).size).toBe(answers.length);
  });

  it.each([
    ['random bytes', Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x0a]), 'bad-utf8'],
    ['half JSON', '{"type":"ping",\n', 'bad-json'],
    ['deep JSON', `${'['.repeat(10_000).slice(0, 3000)}\n`, 'too-deep'],
    ['an array', '[1,2]\n', 'not-an-object'],
    ['a long line', 'x'.repeat(limits.maxLineBytesBeforeSignIn + 1), 'line-too-long'],
  ])('W1 %s: told why and closed', async (_what, bytes, code) => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const rogue = await connect(server);
    rogue.write(bytes);
    await rogue.closed;
    expect(rogue.frames).toMatchObject([{ type: 'closed', code }]);
    expect(await ali.say('hâlâ burada')).toMatchObject({ type: 'ok' });
  });

  it('a stranger may send sixteen lines and no more', async () => {
    const { server } = await startLab();
    const rogue = await connect(server);
    rogue.write('{"type":"ping","rid":1}\n'.repeat(limits.maxLinesBeforeSignIn + 1));
    await rogue.closed;
    expect(rogue.frames.at(-1)).toMatchObject({ type: 'closed', code: 'too-many-lines' });
  });

  it('500 connections that never sign in do not keep anybody out', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    // Who is pushed out in the middle of its handshake has no connection.
    const idle = await Promise.allSettled(Array.from({ length: 500 }, () => connect(server)));
    const veli = await enter(server, 'veli');
    await veli.say('girdim');
    await ali.first(message('girdim'));
    expect(server.status().connections.length).toBeLessThan(300);
    for (const each of idle) if (each.status === 'fulfilled') each.value.destroy();
  });

  it('W12 a reader that never reads gets no more live events, and catches up when it drains', async () => {
    const { server } = await startLab({ limits: { messageBurst: 1e6 } });
    const ali = await enter(server, 'ali');
    const slow = await enterByMemory(server, 'slow');
    slow.pause();
    const text = 'x'.repeat(8000);
    const count = 200;
    let newest: unknown;
    for (let i = 0; i < count; i += 10) {
      const said = await Promise.all(
        Array.from({ length: 10 }, (_, j) => ali.say(`${i + j} ${text}`.slice(0, 8000))),
      );
      newest = said.at(-1)?.['id'];
    }
    expect(await ali.ask('ping')).toMatchObject({ type: 'ok' });
    slow.resume();
    await slow.first((frame) => frame.type === 'behind');
    expect(slow.texts().length).toBeLessThan(count);
    expect(await slow.ask('sync', { after: 0 })).toMatchObject({ type: 'ok', head: newest });
  });

  it('W17 a reader that asks and never reads is answered no further, ends as silent, and nobody else notices', async () => {
    const { server, clock } = await startLab({ limits: { messageBurst: 1e6 } });
    const ali = await enter(server, 'ali');
    await fillWithPages(ali);
    const slow = await enterByMemory(server, 'slow');
    slow.pause();
    slow.write(pages(300).join(''));
    for (let i = 0; i < 4; i += 1) {
      expect(await ali.say(`sürer ${i}`)).toMatchObject({ type: 'ok' });
      clock.advance(limits.heartbeatMs);
    }
    await ali.first((frame) => frame.type === 'left' && frame['reason'] === 'lost');
    slow.resume();
    await slow.closed;
    const answers = slow.frames.filter((frame) => frame.type === 'ok' && 'entries' in frame);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThan(8);
  });

  it('W17 an honest reader with 64 pages in flight gets them all, in order, though it pauses in the middle', async () => {
    const { server } = await startLab({ limits: { messageBurst: 1e6 } });
    const ali = await enter(server, 'ali');
    await fillWithPages(ali);
    const reader = await enterByMemory(server, 'reader');
    reader.write(pages(limits.maxRequestsInFlight).join(''));
    const isPage = (rid: number) => (frame: Frame) => frame.type === 'ok' && frame.rid === rid;
    await reader.first(isPage(1020));
    reader.pause();
    await ali.say('meanwhile');
    reader.resume();
    await reader.first(isPage(999 + limits.maxRequestsInFlight));
    const answers = reader.frames.filter(({ rid }) => typeof rid === 'number' && rid >= 1000);
    expect(answers.map(({ rid }) => rid)).toEqual(
      Array.from({ length: limits.maxRequestsInFlight }, (_, i) => 1000 + i),
    );
    expect(answers.every((answer) => JSON.stringify(answer).length > 50_000)).toBe(true);
  });

  it('W17 one page at once for all sessions, none for one that has ended, and nothing else waits', async () => {
    const kept = newLabStore();
    const begun: (() => void)[] = [];
    let reads = 0;
    const readHistory = kept.log.readHistory.bind(kept.log);
    kept.log.readHistory = async (query) => {
      reads += 1;
      await new Promise<void>((resolve) => begun.push(resolve));
      return readHistory(query);
    };
    const { server } = await startLab({ store: kept });
    const peers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => enter(server, name)));
    for (const peer of peers) void peer.ask('read-history', { in: 'everyone' });
    await expect.poll(() => begun.length).toBe(1);
    const other = await enter(server, 'e');
    expect(await other.ask('sync', { after: 0 })).toMatchObject({ type: 'ok' });
    expect(begun).toHaveLength(1);
    const [, , third] = peers;
    third?.destroy();
    await expect.poll(() => server.status().connections.length).toBe(4);
    for (let next = begun.shift(); next; next = begun.shift()) {
      next();
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answered = ({ frames }: WirePeer) => frames.some((frame) => 'entries' in frame);
    await expect.poll(() => peers.map(answered)).toEqual([true, true, false, true]);
    expect(reads).toBe(3);
  });

  it('W3 what is asked right behind a sign-in in one write is answered as one who is in', async () => {
    const { server } = await startLab();
    const ali = await connect(server);
    const device = { device: 'd'.repeat(16), deviceKey: 'k'.repeat(43) };
    const asked = [
      { type: 'hello', rid: 1, protocol: 1 },
      { type: 'sign-in', rid: 2, name: 'ali', password: 'correct horse', ...device },
      // Longer than a line of a stranger may be.
      { type: 'send-message', rid: 3, in: 'everyone', cid: 'c'.repeat(22), text: 'x'.repeat(7000) },
      { type: 'ping', rid: 4 },
    ];
    ali.write(asked.map((request) => `${JSON.stringify(request)}\n`).join(''));
    await ali.first(({ rid, type }) => rid === 3 && type === 'ok');
    expect(ali.frames.every(({ type }) => type !== 'fail')).toBe(true);
  });
});

it('W10 twenty seconds without a sign of life end a session, told as lost', async () => {
  const { server, clock } = await startLab();
  const ali = await enter(server, 'ali');
  const silent = await enter(server, 'silent');
  for (let i = 0; i < 4; i += 1) {
    await ali.ask('ping');
    clock.advance(limits.heartbeatMs);
  }
  await silent.closed;
  expect(silent.frames.at(-1)).toMatchObject({ type: 'closed', code: 'silent' });
  await ali.first((frame) => frame.type === 'left' && frame['reason'] === 'lost');
});

it('a full room turns the next one away with a reason', async () => {
  const { server } = await startLab({ limits: { sessionsPerRoom: 1 } });
  await enter(server, 'ali');
  const { port } = server;
  await expect(dialRoom({ host: '127.0.0.1', port, timeoutMs: 5000 })).rejects.toMatchObject({
    refusal: { code: 'room-full', subject: `127.0.0.1:${port}` },
  });
  const plain = await dialTcp({ host: '127.0.0.1', port, timeoutMs: 5000 });
  const heard = hear(plain);
  plain.send(Buffer.from('ali\n'));
  await heard.untilClosed();
  expect(heard.text()).toBe('{"type":"closed","code":"room-full","limit":1}\n');
});

it('R0.1 R1.9 the host sees each connection, and its log says everything but what was said', async () => {
  const lines: HostLogLine[] = [];
  const { server } = await startLab({
    listener: { changed: () => undefined, logged: (more) => lines.push(...more) },
  });
  const ali = await enter(server, 'ali');
  await ali.say('gizli söz');
  const [connection] = server.status().connections;
  expect(connection).toMatchObject({ address: '127.0.0.1', name: 'ali' });
  expect(connection?.port).toBeGreaterThan(0);
  ali.close();
  await ali.closed;
  await server.stop();
  const events = server.readLog().map((line) => line.event);
  expect(events).toEqual([
    'socket-created',
    'bound',
    'datagrams-ready',
    'ready',
    'connected',
    'registered',
    'message',
    'lost',
    'disconnected',
    'closed',
  ]);
  expect(JSON.stringify(server.readLog())).not.toContain('gizli');
  expect(lines.map((line) => line.event)).toEqual(events.slice(-lines.length));
});

it("the host's own person joins over memory by the same path", async () => {
  const { server } = await startLab();
  const host = new WirePeer(server.connectLocally());
  expect(await host.enter('host')).toMatchObject({ type: 'ok', created: true });
  const ali = await enter(server, 'ali');
  await ali.say('selam');
  await host.first(message('selam'));
});

/** Enough for a page of `historyPageBytes`. */
async function fillWithPages(writer: WirePeer): Promise<void> {
  for (let i = 0; i < 40; i += 10) {
    const texts = Array.from({ length: 10 }, (_, j) => `${i + j} ${'x'.repeat(7900)}`);
    await Promise.all(texts.map((text) => writer.say(text)));
  }
}

function pages(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `{"type":"read-history","rid":${1000 + i},"in":"everyone"}\n`,
  );
}
