import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { chat, expect, test } from './host-fixture.ts';
import { RawPeer } from '../harness/raw-peer.ts';

/** Says nothing, and reads nothing of what a silent peer is asked. */
async function silent(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // The room may end it to make place for another one.
  return socket.on('error', () => {});
}

test('500 connections that never sign in keep nobody out', async ({ host }) => {
  const idle = await Promise.all(Array.from({ length: 500 }, () => silent(host.port)));
  await chat(host.bystanders);
  const late = await RawPeer.signedIn(host.port, 'Geç');
  expect(await late.say('I still got in')).toMatchObject({ type: 'ok' });
  late.end();
  for (const socket of idle) socket.destroy();
});

test('a connection that never signs in is told so and ended', async ({ host }) => {
  const peer = await RawPeer.connect(host.port);
  await peer.ask({ type: 'hello', protocol: 1 });
  const told = await peer.next((frame) => frame.type === 'closed');
  expect(told).toMatchObject({ code: 'sign-in-deadline' });
  await peer.closed;
});

test('W12 a peer that never reads delays nobody, and is told what it missed', async ({ host }) => {
  const slow = await RawPeer.signedIn(host.port, 'Yavaş');
  slow.socket.pause();
  const writer = await RawPeer.signedIn(host.port, 'Yazan');
  const words = 'uzun '.repeat(1500);
  const rounds = 100;
  const atOnce = 20;
  for (let round = 0; round < rounds; round++) {
    const answers = await Promise.all(Array.from({ length: atOnce }, () => writer.say(words)));
    for (const answer of answers) expect(answer).toMatchObject({ type: 'ok' });
  }
  await chat(host.bystanders);
  slow.socket.resume();
  await writer.say('the last words');
  const told = await slow.next(
    ({ type, text }) => type === 'behind' || type === 'closed' || text === 'the last words',
  );
  if (told.type === 'closed') expect(told['code']).toBe('too-slow');
  else if (told.type === 'behind')
    expect(await slow.ask({ type: 'sync', after: 0 })).toMatchObject({ type: 'ok' });
  else {
    // The system itself held all of it, and nothing may be missing.
    const got = slow.frames.filter((frame) => frame['text'] === words);
    expect(got).toHaveLength(rounds * atOnce);
  }
  slow.end();
  writer.end();
});

test('W12 a peer that asks and never reads the answers is ended', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Soran');
  peer.socket.pause();
  const ask = (rid: number): string =>
    `${JSON.stringify({ type: 'read-history', rid, in: 'everyone', limit: 1000 })}\n`;
  // Not read from any more once its answers pile up: what it still writes stays with it.
  for (let rid = 1000; rid < 1200; rid++) peer.sendBytes(ask(rid));
  await chat(host.bystanders);
  peer.end();
  await peer.closed;
  await chat(host.bystanders);
});

test('R1.8 a connection that breaks is heard by the others', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Kopan');
  const [bystander] = host.bystanders;
  const joined = await bystander.next(
    (frame) => frame.type === 'joined' && frame['name'] === 'Kopan',
  );
  peer.break();
  const left = await bystander.next(
    (frame) => frame.type === 'left' && frame['account'] === joined['account'],
  );
  expect(left).toMatchObject({ in: 'everyone', reason: 'lost' });
});

test('R1.5 R1.6 who signs out says goodbye and is gone from the list', async ({ host }) => {
  const peer = await RawPeer.signedIn(host.port, 'Giden');
  const [bystander] = host.bystanders;
  const joined = await bystander.next(
    (frame) => frame.type === 'joined' && frame['name'] === 'Giden',
  );
  await peer.ask({ type: 'sign-out' });
  await peer.closed;
  const left = await bystander.next(
    (frame) => frame.type === 'left' && frame['account'] === joined['account'],
  );
  expect(left).toMatchObject({ reason: 'left' });
});
