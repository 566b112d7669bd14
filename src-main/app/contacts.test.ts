import { describe, expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { threePeople, twoPeople } from './testing/two-people.ts';

/** Waits until a message is on this person's timeline with all that was told because of it. */
async function hears(person: Person, text: string): Promise<void> {
  await person.until(() =>
    person
      .of('timeline/appended')
      .some(({ entries }) => entries.some((one) => one.type === 'message' && one.text === text)),
  );
}

async function unreadIn(person: Person, room: RoomId, id: ConversationId): Promise<unknown[]> {
  const { conversations, room: view } = await person.opened(room);
  return [conversations.find((one) => one.in === id)?.unread, view.asked];
}

describe('contacts', { timeout: 30_000 }, () => {
  it('a note and the marks of a person are told to windows and kept over a restart', async () => {
    const { ali, room } = await twoPeople();
    const account = await ali.accountOf(room, 'veli');
    await ali.ask('contact/change', { room, account, note: 'kuzenim \ud83d', favourite: true });
    const changed = await ali.ask('contact/change', { room, account, muted: true });
    expect(changed).toEqual({
      room,
      account,
      note: 'kuzenim \ufffd',
      favourite: true,
      blocked: false,
      muted: true,
    });
    expect(ali.of('contact/changed').at(-1)).toEqual(changed);
    await ali.close();
    await ali.start();
    expect((await ali.opened(room)).contacts).toEqual([changed]);
  });

  it('what two windows change of one person at once is kept, both of it', async () => {
    const { ali, room } = await twoPeople();
    const account = await ali.accountOf(room, 'veli');
    await Promise.all([
      ali.ask('contact/change', { room, account, note: 'kuzenim' }),
      ali.ask('contact/change', { room, account, muted: true }),
    ]);
    expect((await ali.opened(room)).contacts).toMatchObject([{ note: 'kuzenim', muted: true }]);
  });

  it('nothing is kept of oneself or of who was never met', async () => {
    const { ali, room } = await twoPeople();
    const own = await ali.accountOf(room, 'ali');
    for (const account of [own, 'nobody0000']) {
      expect(await ali.raw('contact/change', { room, account, note: 'x' })).toEqual({
        ok: false,
        refusal: { code: 'no-such-member' },
      });
    }
  });

  it('a blocked person’s messages call nobody, and none of them is unread', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    const account = await veli.accountOf(room, 'ali');
    await veli.ask('contact/change', { room, account, blocked: true });
    await ali.say(room, 'yalnız sana', direct);
    await ali.say(room, 'herkese');
    await hears(veli, 'yalnız sana');
    await hears(veli, 'herkese');
    expect(veli.of('message/arrived')).toEqual([]);
    expect(await unreadIn(veli, room, direct)).toEqual([0, 0]);
    const { conversations } = await veli.ask('room/open', { room });
    expect(
      conversations.map(({ in: id, unread, lastMessage }) => [id, unread, lastMessage]),
    ).toEqual([
      [everyone, 0, undefined],
      [direct, 0, undefined],
    ]);

    await veli.ask('contact/change', { room, account, blocked: false });
    await veli.until(() => veli.of('room/changed').at(-1)?.asked === 2);
    const told = veli.of('conversation/changed').flat();
    expect(told.findLast(({ in: id }) => id === direct)).toMatchObject({ unread: 1 });
    expect(told.findLast(({ in: id }) => id === everyone)).toMatchObject({
      unread: 1,
      lastMessage: { text: 'herkese' },
    });
    expect(await unreadIn(veli, room, direct)).toEqual([1, 2]);
    await veli.ask('contact/change', { room, account, blocked: true });
    await veli.until(() => veli.of('room/changed').at(-1)?.asked === 0);
  });

  it('a muted person’s messages are unread and call nobody, those of others still do', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    const account = await veli.accountOf(room, 'ali');
    await veli.ask('contact/change', { room, account, muted: true });
    await ali.say(room, 'sessizce', direct);
    await hears(veli, 'sessizce');
    expect(veli.of('message/arrived')).toEqual([]);
    expect(await unreadIn(veli, room, direct)).toEqual([1, 1]);
    await veli.say(room, 'duyan var mı', direct);
    await ali.until(() => ali.of('message/arrived').length === 1);
  });

  it('who is blocked has left a private chat by that, and nobody else has', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    await ali.ask('settings/change', { privateChats: 2 });
    for (const person of [veli, can]) {
      await person.ask('private/ask', { room, account: accounts.ali });
      await ali.until(async () => (await ali.opened(room)).privates.at(-1)?.state.is === 'asked');
      const asked = (await ali.opened(room)).privates.at(-1);
      if (!asked) throw new Error('nobody asks');
      await ali.ask('private/answer', { room, private: asked.private, accept: true });
      await ali.until(async () => (await ali.opened(room)).privates.at(-1)?.state.is === 'open');
    }
    await ali.ask('contact/change', { room, account: accounts.veli, blocked: true });
    expect((await ali.opened(room)).privates).toMatchObject([
      { partner: accounts.can, state: { is: 'open' } },
    ]);
  });
});
