import { expect, it } from 'vitest';
import type { PasswordHasher } from './password-hasher.ts';
import type { RoomServer } from './room-server.ts';
import { connect, enter, labPasswords, startLab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const right = 'uzun bir parola';
const deviceOf = (letter: string) => ({ device: letter.repeat(16), deviceKey: letter.repeat(43) });

async function signIn(
  server: RoomServer,
  password: string,
  { device, name = 'ali' }: { device: string; name?: string },
): Promise<{ peer: WirePeer; answer: Frame }> {
  const peer = await connect(server);
  await peer.hello();
  return { peer, answer: await peer.ask('sign-in', { name, password, ...deviceOf(device) }) };
}

it('a hundred guesses at once get what one gets, and a device that was in before is not locked out', async () => {
  let checked = 0;
  const verify: PasswordHasher['verify'] = (...asked) => {
    checked += 1;
    return labPasswords.verify(...asked);
  };
  const { server } = await startLab({ passwords: { ...labPasswords, verify } });
  expect((await signIn(server, right, { device: 'A' })).answer.type).toBe('ok');
  const guesses = await Promise.all(
    Array.from({ length: 100 }, () => signIn(server, 'yanlış parola', { device: 'G' })),
  );
  const codes = guesses.map(({ answer }) => answer['code']);
  expect(codes.filter((code) => code === 'wrong-password')).toHaveLength(1);
  expect(codes.filter((code) => code === 'try-later')).toHaveLength(99);
  expect(checked).toBe(1);
  // Not even the right one passes from there, but for the device that is known.
  expect((await signIn(server, right, { device: 'B' })).answer).toMatchObject({
    code: 'try-later',
  });
  expect((await signIn(server, right, { device: 'A' })).answer).toMatchObject({ type: 'ok' });
});

it('a known device waits for its own wrong guesses alone', async () => {
  const { server, clock } = await startLab();
  await signIn(server, right, { device: 'A' });
  await signIn(server, 'yanlış parola', { device: 'G' });
  clock.advance(1000);
  const second = await signIn(server, 'yanlış parola', { device: 'G' });
  expect(second.answer).toMatchObject({ code: 'wrong-password', retryAfterMs: 2000 });
  const own = await signIn(server, 'yanlış parola', { device: 'A' });
  expect(own.answer).toMatchObject({ code: 'wrong-password', retryAfterMs: 1000 });
  expect((await signIn(server, right, { device: 'A' })).answer).toMatchObject({
    code: 'try-later',
  });
  // The device's id without its key is no known device.
  const peer = await connect(server);
  await peer.hello();
  const forged = { device: 'A'.repeat(16), deviceKey: 'X'.repeat(43) };
  const answer = await peer.ask('sign-in', { name: 'ali', password: right, ...forged });
  expect(answer).toMatchObject({ code: 'try-later', retryAfterMs: 2000 });
});

it('a password is not looked at for a session that has ended, and its guess does not count', async () => {
  const asked: (() => boolean)[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const verify: PasswordHasher['verify'] = async (password, stored, isWanted = () => true) => {
    asked.push(isWanted);
    if (asked.length === 1) await held;
    return isWanted() ? labPasswords.verify(password, stored) : undefined;
  };
  const { server } = await startLab({ passwords: { ...labPasswords, verify } });
  const owner = await signIn(server, right, { device: 'A' });
  const gone = await connect(server);
  await gone.hello();
  void gone.ask('sign-in', { name: 'ali', password: 'yanlış parola', ...deviceOf('G') });
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]?.()).toBe(true);
  gone.destroy();
  await expect.poll(() => asked[0]?.()).toBe(false);
  release();
  await owner.peer.ask('ping');
  expect((await signIn(server, right, { device: 'B' })).answer).toMatchObject({ type: 'ok' });
});

it('W8 a sign-out ends the token, and only that of its own device', async () => {
  const { server } = await startLab();
  const here = await signIn(server, right, { device: 'A' });
  const there = await signIn(server, right, { device: 'B' });
  await here.peer.ask('sign-out');
  await here.peer.closed;
  const again = await connect(server);
  await again.hello();
  const ended = { device: 'A'.repeat(16), token: here.answer['token'] };
  expect(await again.ask('resume', ended)).toMatchObject({ code: 'token-invalid' });
  const good = { device: 'B'.repeat(16), token: there.answer['token'] };
  expect(await again.ask('resume', good)).toMatchObject({ type: 'ok', name: 'ali' });
});

it('W8 a token that is used many times at once has one winner, whose next token is good', async () => {
  const { server } = await startLab();
  const { answer } = await signIn(server, right, { device: 'A' });
  const used = { device: 'A'.repeat(16), token: answer['token'] };
  const peers = await Promise.all(Array.from({ length: 10 }, () => connect(server)));
  await Promise.all(peers.map((peer) => peer.hello()));
  for (const peer of peers) void peer.ask('resume', used);
  const isReplaced = (peer: WirePeer) => peer.frames.some(({ code }) => code === 'replaced');
  await expect.poll(() => peers.filter(isReplaced).length).toBe(9);
  const winner = peers.find((peer) => !isReplaced(peer));
  const won = await winner?.first(({ rid }) => rid === 2);
  expect(won).toMatchObject({ type: 'ok' });
  const next = await connect(server);
  await next.hello();
  const resumed = await next.ask('resume', { ...used, token: won?.['token'] });
  expect(resumed).toMatchObject({ type: 'ok' });
});

it('W8 another account that signs in with the same device id ends nobody else’s token', async () => {
  const { server } = await startLab();
  const { answer } = await signIn(server, right, { device: 'A' });
  await signIn(server, right, { device: 'A', name: 'veli' });
  const again = await connect(server);
  await again.hello();
  const used = { device: 'A'.repeat(16), token: answer['token'] };
  expect(await again.ask('resume', used)).toMatchObject({ type: 'ok', name: 'ali' });
});

it('W11 mark-delivered cannot pass the end of the conversation', async () => {
  const { server } = await startLab();
  const ali = await enter(server, 'ali');
  const veli = await enter(server, 'veli');
  const { members } = await ali.ask('list-members');
  const ids = (members as { account: string }[]).map(({ account }) => account).sort();
  const direct = `direct:${ids.join(':')}`;
  const { seq } = await ali.say('geldi mi', { in: direct });
  const past = await veli.ask('mark-delivered', { in: direct, seq: Number(seq) + 1 });
  expect(past).toMatchObject({ type: 'fail', code: 'cursor-ahead' });
  expect(await veli.ask('mark-delivered', { in: direct, seq })).toMatchObject({ type: 'ok' });
  await ali.first(({ type }) => type === 'receipt');
  const told = ali.frames.filter(({ type }) => type === 'receipt');
  expect(told.map(({ delivered }) => delivered)).toEqual([seq]);
});
