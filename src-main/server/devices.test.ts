import { describe, expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { accountOf, connect, enterByMemory, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const password = 'uzun bir parola';
const next = 'bambaşka bir parola';
const phone = { device: 'phone-phone-pho1', deviceKey: 'p'.repeat(43), computer: 'Telefon' };
const laptop = { device: 'ali_____________', deviceKey: 'a'.repeat(43) };

async function signsIn({ server }: Lab, claim: object): Promise<{ peer: WirePeer; answer: Frame }> {
  const peer = await connect(server);
  await peer.hello();
  return { peer, answer: await peer.ask('sign-in', { name: 'ali', ...claim }) };
}

async function comesBack({ server }: Lab, device: string, token: unknown): Promise<Frame> {
  const peer = await connect(server);
  await peer.hello();
  return peer.ask('resume', { device, token });
}

/** Ali at two computers. */
async function atTwo() {
  const lab = await startLab();
  const ali = await connect(lab.server);
  await ali.enter('ali', password, { computer: 'Dizüstü' });
  lab.clock.advance(1000);
  const other = await signsIn(lab, { password, ...phone });
  return { ...lab, ali, other };
}

describe('one’s computers', () => {
  it('are listed with name, since and last seen, and which of them asks', async () => {
    const { ali, other, clock } = await atTwo();
    const { devices } = await ali.ask('list-devices');
    const [first, second] = devices as { since: number; lastSeenAt: number }[];
    expect([first, second]).toMatchObject([
      { device: phone.device, computer: 'Telefon', isIn: true, isOwn: false },
      { device: laptop.device, computer: 'Dizüstü', isIn: true, isOwn: true },
    ]);
    expect((first?.since ?? 0) - (second?.since ?? 0)).toBe(1000);
    clock.advance(5000);
    await other.peer.ask('sign-out');
    await other.peer.closed;
    const after = (await ali.ask('list-devices'))['devices'];
    expect(after).toMatchObject([{ isIn: false, isOwn: false }, { isOwn: true }]);
    expect((after as { lastSeenAt: number }[])[0]?.lastSeenAt).toBe((first?.since ?? 0) + 5000);
  });

  it('can be signed out from another one: with a sentence, token and key worth nothing', async () => {
    const lab = await atTwo();
    const { ali, other } = lab;
    expect(await ali.ask('end-device', { device: phone.device })).toMatchObject({ type: 'ok' });
    await other.peer.closed;
    expect(other.peer.frames.at(-1)).toMatchObject({
      type: 'closed',
      code: 'signed-out-elsewhere',
    });
    const { token } = other.answer;
    expect(await comesBack(lab, phone.device, token)).toMatchObject({ code: 'token-invalid' });
    expect((await signsIn(lab, phone)).answer).toMatchObject({ code: 'password-needed' });
    expect((await ali.ask('list-devices'))['devices']).toMatchObject([{ isOwn: true }]);
    // With the password it is a computer like any.
    expect((await signsIn(lab, { password, ...phone })).answer).toMatchObject({ type: 'ok' });
    expect(await ali.say('hâlâ buradayım')).toMatchObject({ type: 'ok' });
  });

  it('are nobody else’s business, and the one that asks is none of them', async () => {
    const lab = await atTwo();
    const veli = await connect(lab.server);
    await veli.enter('veli');
    for (const device of [phone.device, 'veli____________', 'nobody-nobody-00']) {
      expect(await veli.ask('end-device', { device })).toMatchObject({ code: 'no-such-device' });
    }
    expect((await veli.ask('list-devices'))['devices']).toHaveLength(1);
    expect((await signsIn(lab, { password, ...phone })).answer).toMatchObject({ type: 'ok' });
  });

  it('that is signed out while it comes in is out', async () => {
    const lab = await atTwo();
    const { ali, other } = lab;
    other.peer.close();
    const peer = await connect(lab.server);
    await peer.hello();
    const [coming] = await Promise.all([
      peer.ask('sign-in', { name: 'ali', password, ...phone }),
      ali.ask('end-device', { device: phone.device }),
    ]);
    if (coming.type === 'ok') await peer.closed;
    else expect(coming).toMatchObject({ code: 'token-invalid' });
  });
});

/** A host, and Ali with a password. */
async function withHost() {
  const lab = await startLab();
  const host = await enterByMemory(lab.server, 'host');
  const ali = await connect(lab.server);
  const { token } = await ali.enter('ali', password);
  const account = await accountOf(host, 'ali');
  const made = await host.ask('make-reset-code', { account });
  const code = String(made['resetCode']);
  return { ...lab, host, ali, token, account, made, code };
}

describe('a code for a new password', () => {
  it('is made by the host alone, says how long it counts, and is in no log', async () => {
    const { made, code, clock, ali, account, server, store } = await withHost();
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(made).toMatchObject({ type: 'ok', expiresAt: clock.wallMs() + limits.resetCodeMs });
    expect(await ali.ask('make-reset-code', { account })).toMatchObject({ code: 'not-allowed' });
    expect(server.readLog().map(({ event }) => event)).toContain('reset-code-made');
    const kept = JSON.stringify([server.readLog(), await store.log.snapshot()]);
    expect(kept).not.toContain(code.replaceAll('-', ''));
    expect(kept).not.toContain(code);
  });

  it('stands in the place of the password once, sets a new one, and puts the other computers out', async () => {
    const lab = await withHost();
    const { code, ali, token } = lab;
    const typed = code.toLowerCase().replaceAll('-', ' ');
    expect((await signsIn(lab, { password: typed, ...phone })).answer).toMatchObject({
      code: 'new-password-needed',
    });
    const short = { password: typed, newPassword: 'short', ...phone };
    expect((await signsIn(lab, short)).answer).toMatchObject({ code: 'password-too-short' });
    const set = { password: typed, newPassword: next, ...phone };
    const back = await signsIn(lab, set);
    expect(back.answer).toMatchObject({ type: 'ok', name: 'ali', hasPassword: true });
    await ali.closed;
    expect(ali.frames.at(-1)).toMatchObject({ code: 'password-changed' });
    expect(await comesBack(lab, laptop.device, token)).toMatchObject({ code: 'token-invalid' });
    expect((await back.peer.ask('list-devices'))['devices']).toMatchObject([
      { device: phone.device, computer: 'Telefon' },
    ]);
    expect((await signsIn(lab, { ...set, ...laptop })).answer).toMatchObject({
      code: 'reset-code-wrong',
    });
    lab.clock.advance(1000);
    expect((await signsIn(lab, { password: next, ...laptop })).answer).toMatchObject({
      type: 'ok',
    });
  });

  it('opens a name that has no password, for who has lost the computer', async () => {
    const lab = await withHost();
    const veli = await connect(lab.server);
    await veli.enter('veli');
    const account = await accountOf(lab.host, 'veli');
    const { resetCode: code } = await lab.host.ask('make-reset-code', { account });
    const lost = { name: 'veli', ...phone };
    expect((await signsIn(lab, lost)).answer).toMatchObject({ code: 'name-taken' });
    const set = { ...lost, password: code, newPassword: next };
    expect((await signsIn(lab, set)).answer).toMatchObject({ type: 'ok', hasPassword: true });
    await veli.closed;
  });

  it('ends after its time, and with the next one, and is that of one account', async () => {
    const lab = await withHost();
    const { code, host, account, clock } = lab;
    const second = await host.ask('make-reset-code', { account });
    const set = (typed: unknown) => ({ password: typed, newPassword: next, ...phone });
    expect((await signsIn(lab, set(code))).answer).toMatchObject({ code: 'reset-code-wrong' });
    expect(await host.ask('make-reset-code', { account: 'nobodynobo' })).toMatchObject({
      code: 'no-such-member',
    });
    clock.advance(limits.resetCodeMs);
    expect((await signsIn(lab, set(second['resetCode']))).answer).toMatchObject({
      code: 'reset-code-wrong',
    });
  });

  it('is guessed as slowly as a password', async () => {
    const lab = await withHost();
    const wrong = { password: '0000-0000-0000-0000', newPassword: next, ...phone };
    expect((await signsIn(lab, wrong)).answer).toMatchObject({
      code: 'reset-code-wrong',
      retryAfterMs: limits.wrongPasswordFirstWaitMs,
    });
    const right = { password: lab.code, newPassword: next, ...phone };
    expect((await signsIn(lab, right)).answer).toMatchObject({ code: 'try-later' });
    lab.clock.advance(limits.wrongPasswordFirstWaitMs);
    expect((await signsIn(lab, right)).answer).toMatchObject({ type: 'ok' });
  });

  it('is used by one of two at once', async () => {
    const lab = await withHost();
    const set = (claim: object) =>
      signsIn(lab, { password: lab.code, newPassword: next, ...claim });
    const answers = await Promise.all([set(phone), set({ ...laptop, device: 'other-device-001' })]);
    const oks = answers.filter(({ answer }) => answer.type === 'ok');
    expect(oks).toHaveLength(1);
  });
});
