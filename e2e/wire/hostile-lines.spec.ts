import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { chat, expect, test } from './host-fixture.ts';
import { RawPeer } from '../harness/raw-peer.ts';

const hello = '{"type":"hello","rid":1,"protocol":1}\n';

test('W1 W15 random bytes are answered with a sentence, and the room goes on', async ({ host }) => {
  for (let round = 0; round < 20; round++) {
    // 0xff could begin what telnet says to itself, which is no text and has no end in a line.
    const noise = randomBytes(500).filter((byte) => byte !== 0xff);
    const bytes = Buffer.concat([Buffer.from([0x80]), noise, Buffer.from('\n')]);
    expect(await firstLineTo(host.port, bytes)).toContain('could not be read as text');
  }
  const peer = await RawPeer.signedIn(host.port, 'Hâlâ');
  peer.end();
});

test('W1 random bytes after the handshake end only that connection', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Gürültü');
  peer.sendBytes(Buffer.concat([Buffer.from([0xff]), randomBytes(2000), Buffer.from('\n')]));
  const last = await peer.next((frame) => frame.type === 'closed');
  expect(['bad-utf8', 'bad-json']).toContain(last['code']);
  await peer.closed;
});

test('W1 a frame in pieces is read when it is whole', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  for (const byte of Buffer.from(hello)) peer.sendBytes(Buffer.from([byte]));
  expect(await peer.next((frame) => frame['rid'] === 1)).toMatchObject({
    type: 'ok',
    room: { name: 'Lab' },
  });
  peer.end();
});

test('W1 many frames in one write are answered one by one, in order', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Toplu');
  const pings = Array.from({ length: 50 }, (_, index) => ({ type: 'ping', rid: 100 + index }));
  peer.sendBytes(pings.map((ping) => `${JSON.stringify(ping)}\n`).join(''));
  await peer.next((frame) => frame['rid'] === 149);
  const rids = peer.frames.map((frame) => Number(frame['rid'])).filter((rid) => rid >= 100);
  expect(rids).toEqual(pings.map(({ rid }) => rid));
  peer.end();
});

test('W1 a connection that ends within a frame does nothing', async ({ host }) => {
  for (const part of [
    '{',
    '{"type":"hello","rid":1',
    hello.slice(0, -1),
    hello + '{"type":"sign',
  ]) {
    const peer = await RawPeer.connect(host.port);
    peer.socket.end(part);
    await peer.closed;
  }
});

test('W1 100 MB without a newline are refused after 4 KiB', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  const megabyte = Buffer.alloc(1024 * 1024, 'a');
  peer.sendBytes('{"');
  for (let sent = 0; sent < 100 && !peer.socket.destroyed; sent++) {
    // Waits for the system to take it: a room that has closed takes no more.
    if (!peer.socket.write(megabyte))
      await Promise.race([
        new Promise((resolve) => peer.socket.once('drain', resolve)),
        peer.closed,
      ]);
  }
  await peer.closed;
  const reasons = peer.frames.map((frame) => frame['code']);
  expect([[], ['line-too-long']]).toContainEqual(reasons);
});

test('W1 a line just too long is refused with the limit named', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  peer.sendBytes(`{"type":"hello","rid":1,"program":"${'a'.repeat(4096)}"}\n`);
  expect(await peer.next((frame) => frame.type === 'closed')).toMatchObject({
    code: 'line-too-long',
    limit: 4096,
  });
  await peer.closed;
});

test('W1 bytes that are not UTF-8 are refused', async ({ host }) => {
  for (const bytes of [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8], [0xc3]]) {
    const peer = await RawPeer.connect(host.port);
    const [head, tail] = ['{"type":"hello","rid":1,"protocol":1,"program":"', '"}\n'];
    peer.sendBytes(Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]));
    expect(await peer.next((frame) => frame.type === 'closed')).toMatchObject({ code: 'bad-utf8' });
    await peer.closed;
  }
});

test('W1 nesting of 10,000 is refused and not followed', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Derin');
  peer.sendBytes(`{"type":"ping","rid":9,"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}\n`);
  expect(await peer.next((frame) => frame.type === 'closed')).toMatchObject({ code: 'too-deep' });
  await peer.closed;
});

test('W1 wrong types are refused with the field named, and the connection goes on', async ({
  host,
}) => {
  const peer = await RawPeer.signedIn(host.port, 'Yanlış');
  const message = { type: 'send-message', in: 'everyone', cid: 'c'.repeat(22), text: 'x' };
  const wrong: [object, string][] = [
    [{ ...message, text: 5 }, 'text'],
    [{ ...message, text: null }, 'text'],
    [{ ...message, text: ['x'] }, 'text'],
    [{ ...message, in: {} }, 'in'],
    [{ ...message, in: 'somewhere' }, 'in'],
    [{ ...message, cid: 'short' }, 'cid'],
    [{ type: 'sync', after: -1 }, 'after'],
    [{ type: 'read-history', in: 'everyone', limit: 1e9 }, 'limit'],
  ];
  for (const [request, field] of wrong)
    expect(await peer.ask({ ...request }), field).toMatchObject({
      type: 'fail',
      code: 'bad-field',
      field,
    });
  expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'ok' });
  peer.end();
});

test('W1 what is no request is refused', async ({ host }) => {
  for (const line of ['[]', '"hello"', '5', 'null', 'true']) {
    const peer = await RawPeer.connect(host.port);
    // A space first: a bare text could be of a plain dialect.
    peer.sendBytes(`{"type":"hello","rid":1,"protocol":1}\n${line}\n`);
    expect(await peer.next((frame) => frame.type === 'closed'), line).toMatchObject({
      code: 'not-an-object',
    });
    await peer.closed;
  }
});

test('W3 an unknown command is refused and the connection goes on', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Bilinmeyen');
  for (const type of ['make-coffee', '', 'constructor', '__proto__', 'toString'])
    expect(await peer.ask({ type }), type).toMatchObject({ type: 'fail', code: 'unknown-command' });
  expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'ok' });
  peer.end();
});

test('W1 __proto__ in a request is harmless', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Proto');
  peer.sendBytes(
    '{"type":"ping","rid":900,"__proto__":{"type":"sign-out"},"constructor":{"prototype":{"x":1}}}\n',
  );
  expect(await peer.next((frame) => frame['rid'] === 900)).toMatchObject({ type: 'ok' });
  const answer = await peer.ask({ type: 'ping' });
  expect(Object.keys(answer).toSorted()).toEqual(['rid', 'type']);
  peer.end();
});

test('W2 nothing goes before hello, and little before signing in', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  expect(await peer.signIn('Erken')).toMatchObject({ type: 'fail', code: 'hello-first' });
  expect(await peer.ask({ type: 'hello', protocol: 1 })).toMatchObject({ type: 'ok' });
  for (const request of [
    { type: 'sync', after: 0 },
    { type: 'list-members' },
    { type: 'read-history', in: 'everyone' },
    { type: 'send-message', in: 'everyone', cid: 'c'.repeat(22), text: 'x' },
  ])
    expect(await peer.ask(request)).toMatchObject({ type: 'fail', code: 'sign-in-first' });
  peer.end();
});

test('W2 a peer of another time is told which versions the room speaks', async ({ host }) => {
  const supported = { oldest: 1, newest: 1 };
  for (const [protocol, code] of [
    [0, 'peer-too-old'],
    [99, 'peer-too-new'],
  ] as const) {
    const peer = await RawPeer.connect(host.port);
    const told = await peer.ask({ type: 'hello', protocol });
    expect(told).toMatchObject({ code, supported });
    await peer.closed;
  }
});

test('W1 a peer that has not signed in is heard sixteen times', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  peer.sendBytes('{"type":"ping","rid":1}\n'.repeat(17));
  expect(await peer.next((frame) => frame.type === 'closed')).toMatchObject({
    code: 'too-many-lines',
  });
  await peer.closed;
});

test('R1.3 names that look empty, hide or turn text are refused, and another try is free', async ({
  host,
}) => {
  const peer = await RawPeer.connect(host.port);
  await peer.ask({ type: 'hello', protocol: 1 });
  const names: [string, string][] = [
    ['', 'name-empty'],
    ['   ', 'name-empty'],
    ['a'.repeat(33), 'name-too-long'],
    ['Ali\u0000', 'name-not-allowed'],
    ['Ali\nVeli', 'name-not-allowed'],
    ['\u202eilA', 'name-not-allowed'],
    ['A\u200bli', 'name-not-allowed'],
    ['Ali\u2066', 'name-not-allowed'],
    ['\u001b[31mAli', 'name-not-allowed'],
    ['AYŞE', 'name-taken'],
  ];
  for (const [name, code] of names)
    expect(await peer.signIn(name), JSON.stringify(name)).toMatchObject({ type: 'fail', code });
  expect(await peer.signIn('Sonunda')).toMatchObject({ type: 'ok', name: 'Sonunda' });
  peer.end();
});

test('R1.7 an empty message is refused', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Boş');
  for (const words of ['', '  ', '\n\t '])
    expect(await peer.say(words)).toMatchObject({ type: 'fail', code: 'text-empty' });
  expect(await peer.say('a'.repeat(8001))).toMatchObject({ type: 'fail', code: 'text-too-long' });
  expect(await peer.say('😀'.repeat(8000))).toMatchObject({ type: 'ok' });
  peer.end();
});

test('W4 the same cid gets the same answer, and with other words a refusal', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Tekrar');
  const message = {
    type: 'send-message',
    in: 'everyone',
    cid: 'tekrar'.repeat(4),
    text: 'said once',
  };
  const { rid: _first, ...once } = await peer.ask(message);
  const { rid: _second, ...again } = await peer.ask(message);
  expect(again).toEqual(once);
  expect(await peer.ask({ ...message, text: 'twice' })).toMatchObject({ code: 'cid-used' });
  await chat(host.bystanders);
  const [bystander] = host.bystanders;
  const copies = bystander.frames.filter((frame) => frame['text'] === message.text);
  expect(copies).toHaveLength(1);
  peer.end();
});

/** What a room says to a peer that says this, up to its first line feed. */
async function firstLineTo(port: number, bytes: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let heard = '';
  for await (const chunk of socket) {
    heard += String(chunk);
    if (heard.includes('\n')) break;
  }
  socket.destroy();
  return heard;
}
