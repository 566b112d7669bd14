import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import { connect, enter, labPasswords, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { WirePeer } from './testing/wire-peer.ts';

const old = 'uzun bir parola';
const next = 'bambaşka bir parola';
const deviceKey = 'a'.repeat(43);

/** From a device that nobody knows. */
async function elsewhere({ server }: Lab, password?: string) {
  const peer = await connect(server);
  await peer.hello();
  const device = 'other-device-001';
  const claim = { name: 'ali', password, device, deviceKey: 'o'.repeat(43) };
  return { peer, answer: await peer.ask('sign-in', claim) };
}

async function comesBack({ server }: Lab, device: string, token: unknown) {
  const peer = await connect(server);
  await peer.hello();
  return peer.ask('resume', { device, token });
}

const events = ({ server }: Lab): string[] => server.readLog().map(({ event }) => event);

describe('R3.12 a password can be', () => {
  it('R3.12 set later: from then on it opens the name from any device, and the log says that, not what', async () => {
    const lab = await startLab();
    const ali = await connect(lab.server);
    expect(await ali.enter('ali')).toMatchObject({ type: 'ok', hasPassword: false });
    expect((await elsewhere(lab)).answer).toMatchObject({ code: 'name-taken' });
    const set = await ali.ask('set-password', { password: old, deviceKey });
    expect(set).toMatchObject({ type: 'ok', hasPassword: true });
    expect((await elsewhere(lab)).answer).toMatchObject({ code: 'password-needed' });
    expect((await elsewhere(lab, old)).answer).toMatchObject({ type: 'ok', hasPassword: true });
    expect(events(lab)).toContain('password-set');
    expect(JSON.stringify(lab.server.readLog())).not.toContain('parola');
    // It outlives the room that runs now (R3.9).
    expect((await lab.store.log.snapshot()).accounts).toMatchObject([
      { name: 'ali', hasPassword: true },
    ]);
  });

  it('R3.12 changed, with the old one: every other device is out, by its token too, until it knows the new one', async () => {
    const lab = await startLab();
    const ali = await connect(lab.server);
    const own = await ali.enter('ali', old);
    const other = await elsewhere(lab, old);
    expect(await ali.ask('set-password', { password: next, deviceKey })).toMatchObject({
      code: 'password-needed',
    });
    const changed = await ali.ask('set-password', { current: old, password: next, deviceKey });
    expect(changed).toMatchObject({ type: 'ok', hasPassword: true });
    await other.peer.closed;
    expect(other.peer.frames.at(-1)).toMatchObject({ type: 'closed', code: 'password-changed' });
    const { token } = other.answer;
    expect(await comesBack(lab, 'other-device-001', token)).toMatchObject({
      code: 'token-invalid',
    });
    expect((await elsewhere(lab, old)).answer).toMatchObject({ code: 'wrong-password' });
    lab.clock.advance(1000);
    expect((await elsewhere(lab, next)).answer).toMatchObject({ type: 'ok' });
    // Who changed it goes on, and comes back without being asked.
    expect(await ali.say('hâlâ buradayım')).toMatchObject({ type: 'ok' });
    expect(await comesBack(lab, 'ali_____________', own['token'])).toMatchObject({ type: 'ok' });
  });

  it('R3.12 removed: the name belongs to this device alone again', async () => {
    const lab = await startLab();
    const ali = await connect(lab.server);
    await ali.enter('ali', old);
    const other = await elsewhere(lab, old);
    const removed = await ali.ask('set-password', { current: old, deviceKey });
    expect(removed).toMatchObject({ type: 'ok', hasPassword: false });
    await other.peer.closed;
    expect((await elsewhere(lab, old)).answer).toMatchObject({ code: 'name-taken' });
    expect(events(lab)).toContain('password-removed');
    ali.close();
    await ali.closed;
    await enter(lab.server, 'ali');
  });

  it('R3.12 chosen neither too short nor too long, nor by a guest', async () => {
    const lab = await startLab();
    const ali = await enter(lab.server, 'ali');
    const ask = (password: string) => ali.ask('set-password', { password, deviceKey });
    expect(await ask('kısa')).toMatchObject({ code: 'password-too-short', limit: 8 });
    expect(await ask('p'.repeat(129))).toMatchObject({ code: 'password-too-long', limit: 128 });
    expect((await elsewhere(lab)).answer).toMatchObject({ code: 'name-taken' });
  });
});

describe('R3.12 who guesses the current password', () => {
  const guess = (peer: WirePeer, current: string) =>
    peer.ask('set-password', { current, password: next, deviceKey });

  it('R3.12 waits longer and longer, as at the door, and gets one answer for many guesses at once', async () => {
    const lab = await startLab();
    const ali = await connect(lab.server);
    await ali.enter('ali', old);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) => guess(ali, `tahmin numara ${number}`)),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'wrong-password')).toHaveLength(1);
    expect(codes.filter((code) => code === 'try-later')).toHaveLength(39);
    expect(await guess(ali, old)).toMatchObject({ code: 'try-later' });
    lab.clock.advance(1000);
    expect(await guess(ali, 'yine yanlış')).toMatchObject({
      code: 'wrong-password',
      retryAfterMs: 2000,
    });
    lab.clock.advance(2000);
    expect(await guess(ali, old)).toMatchObject({ type: 'ok' });
  });

  it('R3.12 a sign-in whose old password was being checked meanwhile does not come in after the change', async () => {
    const held = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let isHeld = false;
    const passwords = {
      ...labPasswords,
      verify: async (password: string, stored: string) => {
        const isRight = await labPasswords.verify(password, stored);
        if (!isHeld) return isRight;
        reached.resolve();
        await held.promise;
        return isRight;
      },
    };
    const lab = await startLab({ passwords });
    const ali = await connect(lab.server);
    await ali.enter('ali', old);
    const thief = await connect(lab.server);
    await thief.hello();
    isHeld = true;
    const device = 'other-device-001';
    const claim = { name: 'ali', password: old, device, deviceKey: 'o'.repeat(43) };
    const coming = thief.ask('sign-in', claim);
    await reached.promise;
    isHeld = false;
    const change = { current: old, password: next, deviceKey };
    expect(await ali.ask('set-password', change)).toMatchObject({ type: 'ok' });
    held.resolve();
    expect(await coming).toMatchObject({ code: 'token-invalid' });
    expect(await thief.ask('list-members')).toMatchObject({ code: 'sign-in-first' });
    const { members } = await ali.ask('list-members');
    const { account } = (members as { account: AccountId }[])[0] ?? { account: '' as AccountId };
    const proof = { account, device: device as DeviceId, keyHash: sha256('o'.repeat(43)) };
    expect(await lab.store.accounts.hasDevice(proof)).toBe(false);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
