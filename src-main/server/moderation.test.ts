import { expect, it } from 'vitest';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { RoomServer } from './room-server.ts';
import {
  accountOf,
  connect,
  enter,
  enterByMemory,
  labPasswords,
  message,
  newLabStore,
  startLab,
} from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

/** Ayşe hosts; the others come over the network. `isTunnelled`: their address counts. */
async function startRoom(store = newLabStore(), isTunnelled = false) {
  const { server, clock } = await startLab({ store, isTunnelled });
  const ayse = await enterByMemory(server, 'ayse');
  return { server, clock, store, ayse };
}

const refusal = ({ type, code }: Frame): unknown => (type === 'ok' ? 'ok' : code);
const standing = (name: string, fits: (member: Frame) => boolean) => (frame: Frame) =>
  frame.type === 'member' && frame['name'] === name && fits(frame);
const recorded = (act: string) => (frame: Frame) =>
  frame.type === 'recorded' && frame['act'] === act;

async function roleOf(asker: WirePeer, name: string): Promise<unknown> {
  const { members } = await asker.ask('list-members');
  return (members as Frame[]).find((member) => member['name'] === name)?.['role'];
}

async function tryToEnter(server: RoomServer, name: string, more: object = {}): Promise<Frame> {
  const peer = await connect(server);
  return peer.enter(name, undefined, more);
}

it('who hosts owns the room, makes moderators and hands it over', async () => {
  const { server, ayse } = await startRoom();
  const [veli, ali] = [await enter(server, 'veli'), await enter(server, 'ali')];
  expect(await roleOf(veli, 'ayse')).toBe('owner');
  const account = await accountOf(ayse, 'veli');
  const given = { account, role: 'moderator' };
  expect(refusal(await ali.ask('set-role', given))).toBe('not-allowed');
  expect(refusal(await ayse.ask('set-role', given))).toBe('ok');
  await ali.first(standing('veli', ({ role }) => role === 'moderator'));
  expect(refusal(await veli.ask('hand-over', { account: await accountOf(ayse, 'ali') }))).toBe(
    'not-allowed',
  );
  expect(refusal(await ayse.ask('hand-over', { account }))).toBe('ok');
  expect([await roleOf(ali, 'ayse'), await roleOf(ali, 'veli')]).toEqual(['moderator', 'owner']);
});

it('moderators act on members and guests, never on the owner or each other', async () => {
  const { server, ayse } = await startRoom();
  const peers = { veli: await enter(server, 'veli'), ali: await enter(server, 'ali') };
  const of = (name: string) => accountOf(ayse, name);
  for (const name of ['veli', 'ali'])
    await ayse.ask('set-role', { account: await of(name), role: 'moderator' });
  for (const act of ['kick', 'ban', 'mute', 'unmute']) {
    for (const target of ['ali', 'ayse', 'veli']) {
      const asked = await peers.veli.ask(act, { account: await of(target) });
      expect(refusal(asked), `${act} ${target}`).toBe('not-allowed');
    }
  }
  expect(refusal(await ayse.ask('kick', { account: await of('ali') }))).toBe('ok');
  await peers.ali.first(({ type, code }) => type === 'closed' && code === 'kicked');
});

it('the owner keeps a moderator out by name; what was banned besides holds as soon as they are none', async () => {
  const { server, ayse } = await startRoom(newLabStore(), true);
  const [veli, ali] = [await enter(server, 'veli'), await enter(server, 'ali')];
  const of = (name: string) => accountOf(ayse, name);
  const makeOf = async (name: string, role: string) =>
    ayse.ask('set-role', { account: await of(name), role });
  await makeOf('veli', 'moderator');
  await makeOf('ali', 'moderator');
  // Veda comes from where Veli and Ali are.
  await enter(server, 'veda');
  await ayse.ask('ban', { account: await of('veda'), reach: ['address'], reason: 'spam' });
  expect(refusal(await tryToEnter(server, 'oya'))).toBe('banned');
  expect(refusal(await ali.say('I look after the room'))).toBe('ok');

  expect(refusal(await makeOf('ali', 'member'))).toBe('ok');
  await ali.first(
    ({ type, code, reason }) => type === 'closed' && code === 'banned' && reason === 'spam',
  );
  await ali.closed;
  expect(refusal(await veli.say('still here'))).toBe('ok');

  expect(refusal(await ayse.ask('ban', { account: await of('veli') }))).toBe('ok');
  await veli.first(({ type, code }) => type === 'closed' && code === 'banned');
  expect(refusal(await tryToEnter(server, 'veli'))).toBe('banned');
});

it('who is kicked is told why, and may come back', async () => {
  const { server, ayse } = await startRoom();
  const veli = await enter(server, 'veli');
  const kick = { account: await accountOf(ayse, 'veli'), reason: 'enough\nfor today' };
  expect(refusal(await ayse.ask('kick', kick))).toBe('ok');
  expect(await veli.first(({ type }) => type === 'closed')).toEqual({
    type: 'closed',
    code: 'kicked',
    reason: 'enough for today',
  });
  await veli.closed;
  expect(refusal(await tryToEnter(server, 'veli'))).toBe('ok');
});

it('a ban holds for the account, after a restart too, until it is lifted or over', async () => {
  const { server, ayse, store, clock } = await startRoom();
  const veli = await enter(server, 'veli');
  await enter(server, 'ali');
  const [account, other] = [await accountOf(ayse, 'veli'), await accountOf(ayse, 'ali')];
  expect(await ayse.ask('ban', { account, reason: 'spam' })).toMatchObject({ reach: [] });
  await ayse.ask('ban', { account: other, lastsMs: 60_000 });
  expect(await veli.first(({ type }) => type === 'closed')).toMatchObject({ code: 'banned' });
  expect(await tryToEnter(server, 'veli')).toMatchObject({ code: 'banned', reason: 'spam' });
  await server.stop();

  const again = await startLab({ store, clock });
  expect(refusal(await tryToEnter(again.server, 'veli'))).toBe('banned');
  expect(await tryToEnter(again.server, 'ali')).toMatchObject({ retryAfterMs: 60_000 });
  const owner = await enterByMemory(again.server, 'ayse');
  const { bans } = await owner.ask('list-bans');
  expect(bans).toMatchObject([{ account: other }, { account, reason: 'spam', reach: [] }]);
  const [, ban] = bans as { ban: number }[];
  expect(refusal(await owner.ask('unban', { ban: ban?.ban }))).toBe('ok');
  expect(refusal(await owner.ask('unban', { ban: ban?.ban }))).toBe('no-such-ban');
  clock.advance(60_000);
  expect(refusal(await tryToEnter(again.server, 'veli'))).toBe('ok');
  expect(refusal(await tryToEnter(again.server, 'ali'))).toBe('ok');
});

it('a ban may hold for device, address and invite, against signing up again', async () => {
  const { server, ayse } = await startRoom(newLabStore(), true);
  const made = await server.makeInvite({ role: 'member' });
  if (!made.ok) throw new Error(made.refusal.code);
  const invite = made.value;
  for (const name of ['veli', 'veda']) {
    const peer = await connect(server);
    expect(refusal(await peer.enter(name, undefined, { invite }))).toBe('ok');
  }
  const account = await accountOf(ayse, 'veli');
  const all = { account, reach: ['device', 'address', 'invite'] };
  const banned = await ayse.ask('ban', { ...all, lastsMs: 1000 });
  expect(banned['reach']).toEqual(['device', 'address', 'invite']);
  await ayse.first(standing('veda', ({ presence }) => presence === 'offline'));
  expect(refusal(await tryToEnter(server, 'veda'))).toBe('banned');
  expect(refusal(await tryToEnter(server, 'nobody before', { invite }))).toBe('banned');
  const { bans } = await ayse.ask('list-bans');
  await ayse.ask('unban', { ban: (bans as { ban: number }[])[0]?.ban });
  expect(refusal(await tryToEnter(server, 'nobody before', { invite }))).toBe('invite-unknown');
});

it('a ban of a device holds for whatever account comes from it', async () => {
  const { server, ayse } = await startRoom();
  await enter(server, 'veli');
  const account = await accountOf(ayse, 'veli');
  await ayse.ask('ban', { account, reach: ['device', 'address', 'invite'] });
  // An address of the host's own computer is never banned.
  const { bans } = await ayse.ask('list-bans');
  expect(bans).toMatchObject([{ reach: ['device'] }]);
  const device = 'veli____________';
  expect(refusal(await tryToEnter(server, 'vedat', { device }))).toBe('banned');
  expect(refusal(await tryToEnter(server, 'vedat'))).toBe('ok');
});

it('who is muted writes to nobody, and is heard again when the time is over', async () => {
  const { server, ayse, clock } = await startRoom();
  const veli = await enter(server, 'veli');
  const account = await accountOf(ayse, 'veli');
  await ayse.ask('mute', { account, lastsMs: 5000, reason: 'shouting' });
  await veli.first(standing('veli', ({ muted }) => muted !== undefined));
  expect(await veli.first(recorded('muted'))).toMatchObject({ account, reason: 'shouting' });
  expect(await veli.say('hear me')).toMatchObject({ code: 'muted', retryAfterMs: 5000 });
  const group = { in: 'group:0123456789abcdef', name: 'x', members: [] };
  expect(refusal(await veli.ask('make-group', group))).toBe('muted');
  clock.advance(5000);
  expect(refusal(await veli.say('hear me again'))).toBe('ok');
  await ayse.ask('mute', { account });
  expect(refusal(await veli.say('and now'))).toBe('muted');
  await ayse.ask('unmute', { account });
  expect(refusal(await veli.say('and now then'))).toBe('ok');
});

it('moderators set what holds for members: read-only, slow, forbidden; all are told at once', async () => {
  const { server, ayse, clock } = await startRoom();
  const [veli, ali] = [await enter(server, 'veli'), await enter(server, 'ali')];
  const [toVeli, toAyse] = await Promise.all([accountOf(ayse, 'veli'), accountOf(ayse, 'ayse')]);
  const own = await accountOf(ayse, 'ali');
  const direct = (other: AccountId) => `direct:${[own, other].toSorted().join(':')}`;
  const settings = async (change: object) => {
    expect(refusal(await ayse.ask('change-room', change))).toBe('ok');
  };
  expect(refusal(await ali.ask('change-room', { readOnly: true }))).toBe('not-allowed');

  await settings({ readOnly: true });
  await ali.first(
    ({ type, settings: set }) => type === 'room' && (set as Frame)['readOnly'] === true,
  );
  expect(refusal(await ali.say('may I'))).toBe('read-only');
  expect(refusal(await ayse.say('I may'))).toBe('ok');
  await settings({ readOnly: false, slowModeSeconds: 5 });
  expect(refusal(await ali.say('one'))).toBe('ok');
  expect(await ali.say('two')).toMatchObject({ code: 'slow-mode', retryAfterMs: 5000 });
  expect(refusal(await ali.say('beside', { in: direct(toVeli) }))).toBe('ok');
  clock.advance(5000);
  expect(refusal(await ali.say('two'))).toBe('ok');

  await settings({ slowModeSeconds: 0, forbidden: ['groups', 'directs', 'privates', 'guests'] });
  const group = { in: 'group:0123456789abcdef', name: 'x', members: [] };
  expect(refusal(await ali.ask('make-group', group))).toBe('groups-forbidden');
  expect(refusal(await ayse.ask('make-group', group))).toBe('ok');
  expect(refusal(await ali.say('psst', { in: direct(toVeli) }))).toBe('directs-forbidden');
  expect(refusal(await ali.say('help', { in: direct(toAyse) }))).toBe('ok');
  const asking = { account: toVeli, commitment: 'c'.repeat(43) };
  expect(refusal(await ali.ask('ask-private', asking))).toBe('privates-forbidden');
  expect(refusal(await ali.ask('ask-private', { ...asking, account: toAyse }))).toBe('ok');
  expect(refusal(await veli.say('all may write'))).toBe('ok');
  await ali.first(message('all may write'));
});

it('members pin what stands there, unless that is for moderators; between two both do', async () => {
  const { server, ayse } = await startRoom();
  const ali = await enter(server, 'ali');
  const between = `direct:${(await Promise.all(['ali', 'ayse'].map((name) => accountOf(ayse, name)))).toSorted().join(':')}`;
  const [all, two] = [await ali.say('to all'), await ali.say('to one', { in: between })];
  let number = 0;
  const pin = async (peer: WirePeer, { in: place, seq }: Frame, type = 'pin-message') => {
    number += 1;
    const cid = `pin${String(number).padStart(13, '0')}`;
    return refusal(await peer.ask(type, { in: place, cid, target: seq }));
  };
  expect(await pin(ali, all)).toBe('ok');
  await ayse.ask('change-room', { forbidden: ['pins'] });
  expect(await pin(ali, all, 'unpin-message')).toBe('pins-forbidden');
  expect(await pin(ali, all)).toBe('pins-forbidden');
  expect(await pin(ayse, all, 'unpin-message')).toBe('ok');
  expect(await pin(ali, two)).toBe('ok');
  await ayse.ask('change-room', { forbidden: [] });
  await ayse.ask('set-role', { account: await accountOf(ayse, 'ali'), role: 'guest' });
  expect(await pin(ali, all)).toBe('not-allowed');
  expect(await pin(ali, two, 'unpin-message')).toBe('ok');
});

it('nobody forwards what they may not read', async () => {
  const { server, ayse } = await startRoom();
  const [ali, veli] = [await enter(server, 'ali'), await enter(server, 'veli')];
  const [one, two] = [await accountOf(ayse, 'ali'), await accountOf(ayse, 'ayse')];
  const between = `direct:${[one, two].toSorted().join(':')}`;
  const { seq } = await ali.say('for one', { in: between });
  const forward = { in: between, seq, from: one };
  expect(refusal(await veli.say('for one', { forward }))).toBe('no-such-message');
  expect(refusal(await ayse.say('for one', { forward }))).toBe('ok');
  expect(await veli.first(message('for one'))).toMatchObject({ from: two, forwarded: one });
});

it('members change what they wrote for as long as the room says, and delete it at any time', async () => {
  const { server, ayse, clock } = await startRoom();
  const ali = await enter(server, 'ali');
  const { seq } = await ali.say('one');
  const own = await ayse.say('mine');
  await ayse.ask('change-room', { editSeconds: 10 });
  let number = 0;
  const edit = async (peer: WirePeer, target: unknown, type = 'edit-message') => {
    number += 1;
    const cid = `edit${String(number).padStart(12, '0')}`;
    const text = type === 'edit-message' ? { text: `text ${number}` } : {};
    return refusal(await peer.ask(type, { in: 'everyone', cid, target, ...text }));
  };
  clock.advance(8000);
  expect(await edit(ali, seq)).toBe('ok');
  // An edit does not make it younger.
  clock.advance(4000);
  expect(await edit(ali, seq)).toBe('too-late-to-edit');
  expect(await edit(ayse, own['seq'])).toBe('ok');
  expect(await edit(ali, seq, 'delete-message')).toBe('ok');
});

it('whoever is new needs the room’s password, and nobody who has an account or an invite', async () => {
  const { server, ayse } = await startRoom();
  const veli = await enter(server, 'veli');
  expect(refusal(await ayse.ask('change-room', { password: 'short' }))).toBe('password-too-short');
  expect(refusal(await ayse.ask('change-room', { password: 'kitchen sink' }))).toBe('ok');
  expect(await veli.first(({ type }) => type === 'room')).toMatchObject({
    settings: { hasPassword: true },
  });
  expect(refusal(await tryToEnter(server, 'ali'))).toBe('room-password-needed');
  expect(await tryToEnter(server, 'ali', { roomPassword: 'wrong' })).toMatchObject({
    code: 'wrong-room-password',
    retryAfterMs: 1000,
  });
  expect(refusal(await tryToEnter(server, 'veli'))).toBe('ok');
  const made = await server.makeInvite({ role: 'moderator' });
  if (!made.ok) throw new Error(made.refusal.code);
  expect(refusal(await tryToEnter(server, 'can', { invite: made.value }))).toBe('ok');
  expect(await roleOf(ayse, 'can')).toBe('moderator');
  await ayse.ask('change-room', { password: '' });
  expect(refusal(await tryToEnter(server, 'ali'))).toBe('ok');
});

it('the right password of the room lets in who is new', async () => {
  const { server, ayse, clock } = await startRoom();
  await ayse.ask('change-room', { password: 'kitchen sink' });
  expect(refusal(await tryToEnter(server, 'ali', { roomPassword: 'no' }))).toBe(
    'wrong-room-password',
  );
  expect(refusal(await tryToEnter(server, 'ali', { roomPassword: 'kitchen sink' }))).toBe(
    'try-later',
  );
  clock.advance(1000);
  expect(refusal(await tryToEnter(server, 'ali', { roomPassword: 'kitchen sink' }))).toBe('ok');
  expect(await labPasswords.hash('x')).toBe('plain:x');
});

it('a renamed room is called so at once and after a restart', async () => {
  const { server, ayse, store, clock } = await startRoom();
  const veli = await enter(server, 'veli');
  expect(refusal(await ayse.ask('change-room', { name: ' ' }))).toBe('room-name-empty');
  expect(refusal(await ayse.ask('change-room', { name: 'Our kitchen' }))).toBe('ok');
  await veli.first(({ type, name }) => type === 'room' && name === 'Our kitchen');
  await server.stop();
  const again = await startLab({ store, clock });
  const peer = await connect(again.server);
  expect(await peer.hello()).toMatchObject({ room: { name: 'Our kitchen' } });
});

it('the record says who did what to whom and why, in pages, and no address', async () => {
  const { server, ayse } = await startRoom(newLabStore(), true);
  const [veli, ali] = [await enter(server, 'veli'), await enter(server, 'ali')];
  const [account, by] = [await accountOf(ayse, 'veli'), await accountOf(ayse, 'ayse')];
  await ayse.ask('mute', { account, reason: 'loud' });
  await ayse.ask('change-room', { readOnly: true, password: 'kitchen sink' });
  await ayse.ask('ban', { account, reach: ['device'], reason: 'spam' });
  await veli.closed;
  await ayse.ask('ban', { account: by, reach: ['address'] });
  const { entries, next } = await ali.ask('read-record');
  expect(next).toBeUndefined();
  expect(entries).toMatchObject([
    { act: 'banned', by, account, reason: 'spam', reach: ['device'] },
    { act: 'room-changed', by, changes: { readOnly: true, hasPassword: true } },
    { act: 'muted', by, account, reason: 'loud' },
  ]);
  const told = JSON.stringify([entries, ali.frames]);
  for (const secret of ['127.0.0.1', 'veli____', 'plain:']) expect(told).not.toContain(secret);
  const { id } = (entries as { id: number }[])[1] ?? { id: 0 };
  const older = await ali.ask('read-record', { from: id });
  expect(older['entries']).toMatchObject([{ act: 'muted' }]);
});
