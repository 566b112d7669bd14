import { describe, expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { InviteSecret } from '../../src-shared/protocol/ids.ts';
import type { RoomServer } from './room-server.ts';
import { connect, enterByMemory, startLab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const letIn = (frame: Frame): boolean => frame.type === 'let-in';
const closed = (frame: Frame): boolean => frame.type === 'closed';

async function started() {
  const lab = await startLab();
  const host = await enterByMemory(lab.server, 'host');
  await lab.server.changeOptions({ access: 'approval' });
  return { ...lab, host };
}

async function knocks(server: RoomServer, name: string, more: object = {}): Promise<WirePeer> {
  const peer = await connect(server);
  expect(await peer.enter(name, undefined, more)).toMatchObject({ code: 'approval-asked' });
  return peer;
}

const listed = async (host: WirePeer) =>
  (await host.ask('list-knocks'))['knocks'] as { knock: number; name: string; address: string }[];

async function answer(host: WirePeer, name: string, yes: boolean): Promise<Frame> {
  const { knock } = (await listed(host)).find((one) => one.name === name) ?? { knock: 99 };
  return host.ask('answer-knock', { knock, letIn: yes });
}

describe('a room that asks first', () => {
  it('tells the host who waits, lets in by a yes, and makes the account', async () => {
    const { server, host } = await started();
    const veli = await knocks(server, 'veli');
    const told = await host.first((frame) => frame.type === 'knocks');
    expect(told['knocks']).toMatchObject([{ name: 'veli', address: '127.0.0.1' }]);
    expect(await veli.ask('send-message', {})).toMatchObject({ type: 'fail' });
    expect(await answer(host, 'veli', true)).toMatchObject({ type: 'ok' });
    await veli.first(letIn);
    expect(await veli.enter('veli')).toMatchObject({ type: 'ok', created: true });
    expect(await listed(host)).toEqual([]);
    expect(await veli.say('merhaba')).toMatchObject({ type: 'ok' });
    // Who has been in needs nobody any more.
    veli.close();
    const again = await connect(server);
    expect(await again.enter('veli')).toMatchObject({ type: 'ok', created: false });
  });

  it('lets in nobody under another name than the one that was said yes to', async () => {
    const { server, host } = await started();
    const veli = await knocks(server, 'veli');
    await answer(host, 'veli', true);
    await veli.first(letIn);
    expect(await veli.enter('cem')).toMatchObject({ code: 'approval-asked' });
    expect(await listed(host)).toMatchObject([{ name: 'cem' }]);
  });

  it('says no in words, and cannot be asked again at once by that device or name', async () => {
    const { server, host, clock } = await started();
    const veli = await knocks(server, 'veli');
    await answer(host, 'veli', false);
    const said = await veli.first(closed);
    expect(said).toMatchObject({ code: 'turned-away', retryAfterMs: limits.turnedAwayMs });
    await veli.closed;
    for (const more of [{}, { device: 'x'.repeat(16) }]) {
      const again = await connect(server);
      expect(await again.enter('veli', undefined, more)).toMatchObject({ code: 'turned-away' });
    }
    const renamed = await connect(server);
    const sameDevice = { device: 'veli____________' };
    expect(await renamed.enter('cem', undefined, sameDevice)).toMatchObject({
      code: 'turned-away',
    });
    clock.advance(limits.turnedAwayMs);
    await knocks(server, 'veli');
  });

  it('forgets who goes, and ends who is not answered, and nobody before who gives signs of life', async () => {
    const { server, host, clock } = await started();
    const veli = await knocks(server, 'veli');
    const cem = await knocks(server, 'cem');
    veli.close();
    await host.first((frame) => {
      const names = frame.type === 'knocks' && (frame['knocks'] as { name: string }[]);
      return names !== false && names.length === 1 && names[0]?.name === 'cem';
    });
    for (let waited = 0; waited < limits.knockMs; waited += limits.heartbeatMs) {
      expect(cem.frames.filter(closed)).toEqual([]);
      expect(await cem.ask('ping')).toMatchObject({ type: 'ok' });
      expect(await host.ask('ping')).toMatchObject({ type: 'ok' });
      clock.advance(limits.heartbeatMs);
    }
    clock.advance(limits.heartbeatMs);
    expect(await cem.first(closed)).toMatchObject({ code: 'knock-unanswered' });
    await cem.closed;
    expect(await listed(host)).toEqual([]);
  });

  it('takes somebody silent for gone', async () => {
    const { server, clock, host } = await started();
    const veli = await knocks(server, 'veli');
    for (let waited = 0; waited <= limits.silenceMs; waited += limits.heartbeatMs) {
      await host.ask('ping');
      clock.advance(limits.heartbeatMs);
    }
    expect(await veli.first(closed)).toMatchObject({ code: 'silent' });
  });

  it('needs nobody’s yes for an invite, and has none for a plain program', async () => {
    const { server } = await started();
    const made = await server.makeInvite({ role: 'member' });
    const invite = (made.ok ? made.value : '') as InviteSecret;
    const peer = await connect(server);
    expect(await peer.enter('veli', undefined, { invite })).toMatchObject({ created: true });
  });

  it('lets as many wait as it may, and one more when one has gone', async () => {
    const { server, host } = await started();
    const waiting: WirePeer[] = [];
    for (let n = 0; n < limits.knocksPerRoom; n += 1) waiting.push(await knocks(server, `p${n}`));
    const one = await connect(server);
    expect(await one.enter('one')).toMatchObject({ code: 'too-many-knocks' });
    expect(await answer(host, 'p0', true)).toMatchObject({ type: 'ok' });
    await knocks(server, 'one');
    for (const peer of waiting) peer.close();
  });

  it('is answered by the host alone', async () => {
    const { server } = await started();
    await server.changeOptions({ access: 'open' });
    const member = await connect(server);
    await member.enter('member');
    await server.changeOptions({ access: 'approval' });
    const veli = await knocks(server, 'veli');
    expect(await member.ask('list-knocks')).toMatchObject({ code: 'not-allowed' });
    expect(await member.ask('answer-knock', { knock: 1, letIn: true })).toMatchObject({
      code: 'not-allowed',
    });
    expect(member.frames.some(({ type }) => type === 'knocks')).toBe(false);
    veli.close();
  });

  it('that is opened to all lets in who waits, and for the invited alone sends them away', async () => {
    const { server, host } = await started();
    const veli = await knocks(server, 'veli');
    await server.changeOptions({ access: 'open' });
    await veli.first(letIn);
    expect(await veli.enter('veli')).toMatchObject({ created: true });
    await server.changeOptions({ access: 'approval' });
    const cem = await knocks(server, 'cem');
    await server.changeOptions({ access: 'invited' });
    expect(await cem.first(closed)).toMatchObject({ code: 'invite-needed' });
    expect(await listed(host)).toEqual([]);
  });
});

describe('of one address that is not the host’s own', () => {
  it('only so many wait, and after so many noes nobody asks', async () => {
    const { server } = await startLab({
      isTunnelled: true,
      limits: { sessionsPerAddress: 100 },
    });
    const host = await enterByMemory(server, 'host');
    await server.changeOptions({ access: 'approval' });
    for (let n = 0; n < limits.turnedAwayPerAddress; n += 1) {
      const peer = await knocks(server, `p${n}`);
      await answer(host, `p${n}`, false);
      await peer.closed;
    }
    const another = await connect(server);
    expect(await another.enter('another')).toMatchObject({ code: 'turned-away' });
  });
});
