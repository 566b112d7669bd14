import { describe, expect, it } from 'vitest';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { filesWith } from './testing/files-with.ts';
import { threePeople, twoPeople } from './testing/two-people.ts';

/** The one private chat of this person. */
async function privateOf(person: Person, room: RoomId): Promise<PrivateView | undefined> {
  return (await person.opened(room)).privates.at(-1);
}

async function untilIs(
  person: Person,
  room: RoomId,
  is: PrivateView['state']['is'],
): Promise<PrivateView> {
  await person.until(async () => (await privateOf(person, room))?.state.is === is);
  const found = await privateOf(person, room);
  if (!found) throw new Error('no private chat');
  return found;
}

async function openBetween(
  ali: Person,
  veli: Person,
  { room, to }: { room: RoomId; to: AccountId },
) {
  const asked = await ali.ask('private/ask', { room, account: to });
  expect(asked.state).toEqual({ is: 'asking' });
  const { private: id } = await untilIs(veli, room, 'asked');
  await veli.ask('private/answer', { room, private: id, accept: true });
  await untilIs(ali, room, 'open');
  await untilIs(veli, room, 'open');
  return id;
}

async function saidIn(person: Person, room: RoomId): Promise<string[]> {
  return (await privateOf(person, room))?.messages.map(({ text }) => text) ?? [];
}

describe('private chats', { timeout: 30_000 }, () => {
  it('R3.3 R3.4 R3.5 asked, accepted, talked in by two alone, left, and gone', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const id = await openBetween(ali, veli, { room, to: accounts.veli });
    expect(await privateOf(veli, room)).toMatchObject({
      room,
      partner: accounts.ali,
      partnerName: 'ali',
    });
    await ali.ask('private/send', { room, private: id, text: 'sır' });
    await veli.until(async () => (await saidIn(veli, room)).length === 1);
    expect(await privateOf(veli, room)).toMatchObject({ unread: 1 });
    await veli.ask('private/mark-read', { room, private: id });
    expect(veli.of('private/changed').length).toBeGreaterThan(0);
    await veli.ask('private/send', { room, private: id, text: 'sus' });
    await ali.until(async () => (await saidIn(ali, room)).length === 2);
    expect(await saidIn(veli, room)).toEqual(['sır', 'sus']);

    await can.say(room, 'kimse var mı');
    for (const person of [ali, veli]) {
      await person.until(async () => (await person.texts(room)).includes('kimse var mı'));
    }
    const heard = JSON.stringify(can.pushes);
    expect(heard).not.toContain('sır');
    expect(heard).not.toContain(id);
    for (const person of [ali, veli, can]) {
      const { hits } = await person.ask('search/find', { text: 'sır', limit: 50 });
      expect(hits).toEqual([]);
    }
    const log = JSON.stringify(await ali.ask('host/log', { room }));
    expect(log).not.toContain('sır');

    await veli.ask('private/close', { room, private: id });
    expect(veli.of('private/removed')).toEqual([]);
    await veli.until(() => veli.of('private/removed').length === 1);
    const ended = await untilIs(ali, room, 'ended');
    expect(ended.state).toEqual({ is: 'ended', reason: 'left', by: 'partner' });
    await ali.ask('private/close', { room, private: id });
    expect((await ali.opened(room)).privates).toEqual([]);
    expect(await ali.request('private/send', { room, private: id, text: 'x' })).toMatchObject({
      refusal: { code: 'no-such-private' },
    });
  });

  it('R3.5 W14 nothing of two hundred texts is on any disk, of who hosts neither', async () => {
    const { ali, veli, room } = await twoPeople();
    const to = await ali.accountOf(room, 'veli');
    const id = await openBetween(ali, veli, { room, to });
    const { compare } = (await privateOf(ali, room)) ?? {};
    await veli.until(async () => (await privateOf(veli, room))?.compare !== undefined);
    expect((await privateOf(veli, room))?.compare).toEqual(compare);
    await ali.ask('private/compared', { room, private: id });
    expect((await privateOf(ali, room))?.compare).toEqual({ ...compare, isDone: true });
    for (let n = 0; n < 100; n += 1) {
      await ali.ask('private/send', { room, private: id, text: `işaretli-${n}` });
      await veli.ask('private/send', { room, private: id, text: `işaretli-${n}` });
    }
    await ali.say(room, 'bulunur');
    await veli.until(async () => (await saidIn(veli, room)).includes('işaretli-0'));
    for (const person of [ali, veli]) {
      await person.until(async () => (await person.texts(room)).includes('bulunur'));
      await person.close();
    }
    const found = [ali, veli].flatMap(({ folder }) => filesWith(folder, 'işaretli'));
    expect(found).toEqual([]);
    expect([ali, veli].map(({ folder }) => filesWith(folder, 'bulunur').length > 0)).toEqual([
      true,
      true,
    ]);
  });

  it('R3.3 a no is told to the one who asked', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    await ali.ask('private/ask', { room, account: accounts.veli });
    const { private: id } = await untilIs(veli, room, 'asked');
    await veli.ask('private/answer', { room, private: id, accept: false });
    const { state } = await untilIs(ali, room, 'ended');
    expect(state).toMatchObject({ reason: 'declined', by: 'partner' });
    expect((await veli.opened(room)).privates).toEqual([]);
  });

  it('R3.3 who is in one is busy, as many as the settings say, and cannot ask for one more', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    await openBetween(ali, veli, { room, to: accounts.veli });
    await can.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(can, room, 'ended')).state).toMatchObject({ reason: 'busy' });
    expect((await veli.opened(room)).privates).toHaveLength(1);
    expect(await veli.request('private/ask', { room, account: accounts.can })).toEqual({
      ok: false,
      refusal: { code: 'too-many-privates', limit: 1 },
    });
    await veli.ask('settings/change', { privateChats: 2 });
    const asked = await can.ask('private/ask', { room, account: accounts.veli });
    await veli.until(async () => (await veli.opened(room)).privates.length === 2);
    await veli.ask('private/answer', { room, private: asked.private, accept: true });
    await untilIs(can, room, 'open');
  });

  it('R3.3 who is in one in another room is busy here too, until it is over', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const elsewhere = (await can.host('can')).room;
    await veli.join('veli', await can.view(elsewhere));
    const to = await can.accountOf(elsewhere, 'veli');
    const asked = await can.ask('private/ask', { room: elsewhere, account: to });
    const { private: id } = await untilIs(veli, elsewhere, 'asked');
    await veli.ask('private/answer', { room: elsewhere, private: id, accept: true });
    await untilIs(veli, elsewhere, 'open');
    // What the room knows of veli it knew before this.
    await veli.say(room, 'birazdan');
    await ali.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(ali, room, 'ended')).state).toMatchObject({ reason: 'busy' });
    expect((await veli.opened(room)).privates).toEqual([]);
    await can.ask('private/close', { room: elsewhere, private: asked.private });
    await untilIs(veli, elsewhere, 'ended');
    await veli.say(room, 'geldim');
    await ali.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(veli, room, 'asked')).partnerName).toBe('ali');
  });

  it('R3.3 who is in one is busy in a room that is joined after that, too', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    await openBetween(ali, veli, { room, to: accounts.veli });
    const elsewhere = (await can.host('can')).room;
    await veli.join('veli', await can.view(elsewhere));
    // What the room knows of veli it knew before this.
    await veli.say(elsewhere, 'birazdan');
    await can.until(async () => (await can.texts(elsewhere)).includes('birazdan'));
    const to = await can.accountOf(elsewhere, 'veli');
    await can.ask('private/ask', { room: elsewhere, account: to });
    expect((await untilIs(can, elsewhere, 'ended')).state).toMatchObject({ reason: 'busy' });
    expect((await veli.opened(elsewhere)).privates).toEqual([]);
  });

  it('R3.3 who leaves one in another room is busy here no longer', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const elsewhere = (await can.host('can')).room;
    await veli.join('veli', await can.view(elsewhere));
    const to = await can.accountOf(elsewhere, 'veli');
    const id = await openBetween(can, veli, { room: elsewhere, to });
    await veli.ask('private/close', { room: elsewhere, private: id });
    // What the room knows of veli it knew before this.
    await veli.say(room, 'geldim');
    await ali.until(async () => (await ali.texts(room)).includes('geldim'));
    await ali.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(veli, room, 'asked')).partnerName).toBe('ali');
  });

  it('R3.3 who wants fewer than there are in another room is busy here', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    for (const person of [ali, veli]) await person.ask('settings/change', { privateChats: 3 });
    const elsewhere = await can.host('can');
    await ali.join('ali', elsewhere);
    await veli.join('veli', elsewhere);
    for (const person of [ali, can]) {
      const account = await person.accountOf(elsewhere.room, 'veli');
      await person.ask('private/ask', { room: elsewhere.room, account });
      const { private: id } = await untilIs(veli, elsewhere.room, 'asked');
      await veli.ask('private/answer', { room: elsewhere.room, private: id, accept: true });
      await untilIs(person, elsewhere.room, 'open');
    }
    await veli.ask('settings/change', { privateChats: 1 });
    // What the room knows of veli it knew before this.
    await veli.say(room, 'birazdan');
    await ali.until(async () => (await ali.texts(room)).includes('birazdan'));
    await ali.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(ali, room, 'ended')).state).toMatchObject({ reason: 'busy' });
  });

  it('R3.3 two asks wait, and with one accepted the other one is one too many', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const first = await ali.ask('private/ask', { room, account: accounts.veli });
    const second = await can.ask('private/ask', { room, account: accounts.veli });
    await veli.until(async () => (await veli.opened(room)).privates.length === 2);
    await veli.ask('private/answer', { room, private: first.private, accept: true });
    await untilIs(ali, room, 'open');
    const answer = { room, private: second.private, accept: true };
    expect(await veli.request('private/answer', answer)).toMatchObject({
      refusal: { code: 'too-many-privates' },
    });
    await veli.ask('private/answer', { ...answer, accept: false });
    expect((await untilIs(can, room, 'ended')).state).toMatchObject({ reason: 'declined' });
  });

  it('R3.3 two who ask each other at once meet in one', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    await Promise.all([
      ali.ask('private/ask', { room, account: accounts.veli }),
      veli.ask('private/ask', { room, account: accounts.ali }),
    ]);
    const [one, other] = [await untilIs(ali, room, 'open'), await untilIs(veli, room, 'open')];
    expect(one.private).toBe(other.private);
    expect((await ali.opened(room)).privates).toHaveLength(1);
    expect((await veli.opened(room)).privates).toHaveLength(1);
  });

  it('R3.3 oneself, nobody and who is offline are said to be so', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    const ask = async (account: string) => {
      const answer = await ali.raw('private/ask', { room, account });
      return answer.ok ? 'asked' : answer.refusal.code;
    };
    expect(await ask(accounts.ali)).toBe('private-with-self');
    expect(await ask('nobody0000')).toBe('no-such-member');
    await veli.close();
    await ali.until(async () => !(await ali.online(room)).includes('veli'));
    expect(await ask(accounts.veli)).toBe('member-offline');
    expect((await ali.opened(room)).privates).toEqual([]);
  });

  it('a blocked person is declined without a word here, and an ask that waits is declined by the block', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    await ali.ask('private/ask', { room, account: accounts.veli });
    await untilIs(veli, room, 'asked');
    await veli.ask('contact/change', { room, account: accounts.ali, blocked: true });
    expect((await untilIs(ali, room, 'ended')).state).toMatchObject({ reason: 'declined' });
    const [first] = (await ali.opened(room)).privates;
    if (first) await ali.ask('private/close', { room, private: first.private });
    veli.pushes.length = 0;
    await ali.ask('private/ask', { room, account: accounts.veli });
    expect((await untilIs(ali, room, 'ended')).state).toMatchObject({ reason: 'declined' });
    expect((await veli.opened(room)).privates).toEqual([]);
    expect(veli.of('private/changed')).toEqual([]);
  });

  it('an empty text, and one too long, are refused', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    const id = await openBetween(ali, veli, { room, to: accounts.veli });
    const send = (text: string) => ali.request('private/send', { room, private: id, text });
    expect(await send(' ')).toEqual({ ok: false, refusal: { code: 'text-empty' } });
    expect(await send('ğ'.repeat(8001))).toMatchObject({
      refusal: { code: 'text-too-long', limit: 8000 },
    });
    expect(await saidIn(ali, room)).toEqual([]);
  });
});
