import { describe, expect, it } from 'vitest';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { threePeople } from './testing/two-people.ts';

async function make(ali: Person, room: RoomId, members: AccountId[]): Promise<ConversationId> {
  const group = await ali.ask('group/make', { room, name: ' Mutfak ', members });
  expect(group).toMatchObject({ room, name: 'Mutfak', standing: 'member' });
  return group.in;
}

async function groupOf(person: Person, room: RoomId, id: ConversationId) {
  return (await person.opened(room)).groups.find((group) => group.in === id);
}

async function kinds(person: Person, room: RoomId, id: ConversationId): Promise<string[]> {
  const page = await person.ask('timeline/page', { room, in: id, limit: 500 });
  return page.entries.map(({ type }) => type);
}

describe('group conversations', { timeout: 30_000 }, () => {
  it('a group has one timeline for all its members, and windows are told of it before what is said', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const id = await make(ali, room, [accounts.veli]);
    await veli.until(async () => (await groupOf(veli, room, id)) !== undefined);
    expect(await groupOf(veli, room, id)).toMatchObject({
      name: 'Mutfak',
      owner: accounts.ali,
      members: [accounts.ali, accounts.veli],
      standing: 'member',
    });
    await ali.say(room, 'yemek hazır', id);
    await veli.say(room, 'geliyorum', id);
    for (const person of [ali, veli]) {
      await person.until(async () => (await person.texts(room, id)).length === 2);
    }
    const messages = ['message', 'message'];
    // For all who were in it from the beginning it begins with how it was made.
    for (const person of [ali, veli])
      expect(await kinds(person, room, id)).toEqual(['added', 'renamed', 'added', ...messages]);
    const told = veli.pushes.findIndex(
      ({ name, push }) => name === 'group/changed' && push.some((group) => group.in === id),
    );
    const said = veli.pushes.findIndex(
      ({ name, push }) => name === 'timeline/appended' && push.in === id,
    );
    expect([told >= 0, told < said]).toEqual([true, true]);
    expect(await groupOf(can, room, id)).toBeUndefined();
    expect(await can.request('message/send', { room, in: id, text: 'ben de' })).toEqual({
      ok: false,
      refusal: { code: 'no-such-conversation' },
    });
  });

  it('who is taken out keeps what they saw and gets no more; taken in again they see what was between', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const id = await make(ali, room, [accounts.veli, accounts.can]);
    await ali.say(room, 'önce', id);
    await can.until(async () => (await can.texts(room, id)).length === 1);
    await ali.ask('group/remove', { room, in: id, account: accounts.can });
    await can.until(async () => (await groupOf(can, room, id))?.standing === 'left');
    await ali.say(room, 'sensiz', id);
    await veli.until(async () => (await veli.texts(room, id)).length === 2);
    await ali.say(room, 'herkese');
    await can.until(async () => (await can.texts(room)).length === 1);
    expect(await can.texts(room, id)).toEqual(['önce']);
    expect(await can.request('message/send', { room, in: id, text: 'bir şey daha' })).toEqual({
      ok: false,
      refusal: { code: 'not-in-group' },
    });
    expect(await can.request('draft/save', { room, in: id, text: 'yarım' })).toMatchObject({
      refusal: { code: 'not-in-group' },
    });
    await can.close();
    await can.start();
    await can.live(room);
    expect(await can.texts(room, id)).toEqual(['önce']);
    expect(await groupOf(can, room, id)).toMatchObject({ name: 'Mutfak', standing: 'left' });

    await ali.ask('group/add', { room, in: id, account: accounts.can });
    await can.until(async () => (await can.texts(room, id)).includes('sensiz'));
    expect(await groupOf(can, room, id)).toMatchObject({ standing: 'member' });
    expect(await can.texts(room, id)).toEqual(['önce', 'sensiz']);
  });

  it('only the owner adds, removes and names; who leaves leaves it to the one who is in it longest', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const id = await make(ali, room, [accounts.veli]);
    await veli.until(async () => (await groupOf(veli, room, id)) !== undefined);
    const place = { room, in: id };
    const refused = [
      await veli.request('group/add', { ...place, account: accounts.can }),
      await veli.request('group/remove', { ...place, account: accounts.ali }),
      await veli.request('group/rename', { ...place, name: 'Salon' }),
    ];
    expect(refused.map((answer) => !answer.ok && answer.refusal.code)).toEqual([
      'not-the-owner',
      'not-the-owner',
      'not-the-owner',
    ]);
    await ali.ask('group/rename', { ...place, name: 'Salon' });
    await veli.until(async () => (await groupOf(veli, room, id))?.name === 'Salon');
    await ali.ask('group/leave', place);
    await veli.until(async () => (await groupOf(veli, room, id))?.owner === accounts.veli);
    await ali.until(async () => (await groupOf(ali, room, id))?.standing === 'left');
    await veli.ask('group/add', { ...place, account: accounts.can });
    await can.until(async () => (await groupOf(can, room, id))?.standing === 'member');
    expect(await groupOf(can, room, id)).toMatchObject({ members: [accounts.veli, accounts.can] });
  });

  it('a message of a group counts as unread and calls, with the sender’s name', async () => {
    const { ali, veli, room, accounts } = await threePeople();
    const id = await make(ali, room, [accounts.veli]);
    await veli.until(async () => (await groupOf(veli, room, id)) !== undefined);
    await ali.say(room, 'yemek hazır', id);
    await veli.until(() => veli.of('message/arrived').length === 1);
    expect(veli.of('message/arrived')).toMatchObject([
      { in: id, groupName: 'Mutfak', from: 'ali' },
    ]);
    expect((await veli.view(room)).asked).toBe(1);
    const { hits } = await veli.ask('search/find', { text: 'yemek', limit: 10 });
    expect(hits).toMatchObject([{ names: { group: 'Mutfak', from: 'ali' } }]);
  });

  it('no name, a strange one and a member that is nobody are refused', async () => {
    const { ali, room } = await threePeople();
    const ask = async (name: string, members: string[]) => {
      const answer = await ali.raw('group/make', { room, name, members });
      return answer.ok ? 'made' : answer.refusal.code;
    };
    expect(await ask(' ', [])).toBe('group-name-empty');
    expect(await ask('a'.repeat(65), [])).toBe('group-name-too-long');
    expect(await ask('a\u202eb', [])).toBe('name-not-allowed');
    expect(await ask('Mutfak', ['nobody0000'])).toBe('no-such-member');
    expect((await ali.opened(room)).groups).toEqual([]);
  });
});
