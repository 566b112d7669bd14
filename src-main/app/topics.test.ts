import { describe, expect, it } from 'vitest';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { threePeople } from './testing/two-people.ts';

async function make(person: Person, room: RoomId, name: string): Promise<ConversationId> {
  const topic = await person.ask('topic/make', { room, name, about: 'Sheet 4' });
  expect(topic).toMatchObject({ room, standing: 'member', topic: { about: 'Sheet 4' } });
  return topic.in;
}

async function topicOf(person: Person, room: RoomId, id: ConversationId) {
  return (await person.opened(room)).groups.find((group) => group.in === id);
}

describe('topics', { timeout: 30_000 }, () => {
  it('one that somebody made is found by everybody, with its last words, and joined with all that was said', async () => {
    const { ali, veli, can, room, accounts } = await threePeople();
    const id = await make(ali, room, '#Ev ödevi');
    await ali.say(room, 'ilk', id);
    const find = async () => (await veli.ask('topic/list', { room }))[0];
    await veli.until(async () => (await find())?.last !== undefined);
    const found = await find();
    expect(found).toMatchObject({ in: id, name: 'Ev-ödevi', about: 'Sheet 4', people: 1 });
    expect(found?.last).toMatchObject({ from: accounts.ali, text: 'ilk' });
    expect(await topicOf(veli, room, id)).toBeUndefined();
    expect(await veli.request('message/send', { room, in: id, text: 'ben de' })).toEqual({
      ok: false,
      refusal: { code: 'no-such-conversation' },
    });
    await veli.ask('topic/join', { room, in: id });
    await veli.until(async () => (await veli.texts(room, id)).length === 1);
    await veli.say(room, 'buldum', id);
    await ali.until(async () => (await ali.texts(room, id)).includes('buldum'));
    expect(await ali.ask('topic/members', { room, in: id })).toEqual(
      [accounts.ali, accounts.veli].toSorted(),
    );
    expect(await can.texts(room, id)).toEqual([]);
    // Joined twice is joined once.
    await veli.ask('topic/join', { room, in: id });
    expect((await topicOf(ali, room, id))?.topic).toMatchObject({ people: 2 });
  });

  it('who leaves keeps what they saw, and reads what was said meanwhile after joining again', async () => {
    const { ali, veli, room } = await threePeople();
    const id = await make(ali, room, 'ödev');
    await veli.ask('topic/join', { room, in: id });
    await ali.say(room, 'önce', id);
    await veli.until(async () => (await veli.texts(room, id)).length === 1);
    await veli.ask('group/leave', { room, in: id });
    await veli.until(async () => (await topicOf(veli, room, id))?.standing === 'left');
    await ali.say(room, 'sensiz', id);
    await ali.say(room, 'herkese');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    expect(await veli.texts(room, id)).toEqual(['önce']);
    await veli.ask('topic/join', { room, in: id });
    await veli.until(async () => (await veli.texts(room, id)).length === 2);
  });

  it('is renamed, described and archived by its owner, and everybody in it knows; a name stays one’s', async () => {
    const { ali, veli, room } = await threePeople();
    const id = await make(ali, room, 'ödev');
    await veli.ask('topic/join', { room, in: id });
    for (const [name, params] of [
      ['group/rename', { name: 'sınav' }],
      ['topic/describe', { about: 'x' }],
      ['topic/archive', { archived: true }],
    ] as const) {
      const asked = { room, in: id, ...params } as never;
      expect(await veli.request(name, asked)).toMatchObject({
        refusal: { code: 'topic-owner-only' },
      });
      await ali.ask(name, asked);
    }
    await veli.until(async () => (await topicOf(veli, room, id))?.topic?.archived === true);
    expect(await topicOf(veli, room, id)).toMatchObject({ name: 'sınav', topic: { about: 'x' } });
    const sent = await veli.request('message/send', { room, in: id, text: 'geç kaldım' });
    expect(sent).toMatchObject({ refusal: { code: 'topic-archived' } });
    expect(await veli.request('topic/make', { room, name: 'SINAV', about: '' })).toMatchObject({
      refusal: { code: 'topic-exists' },
    });
    await ali.ask('topic/archive', { room, in: id, archived: false });
    await veli.until(async () => (await topicOf(veli, room, id))?.topic?.archived === undefined);
    await veli.say(room, 'yine', id);
  });
});
