import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { twoPeople } from './testing/two-people.ts';

it('R0.6 what was found comes page by page, each hit once, with the names of those in it', async () => {
  const { ali, veli, room, direct } = await twoPeople();
  for (const text of ['selam bir', 'selam iki', 'selam üç']) await ali.say(room, text);
  await ali.say(room, 'selam sana', direct);
  await veli.until(async () => (await veli.texts(room)).length === 3);
  await veli.until(async () => (await veli.texts(room, direct)).length === 1);
  const found: string[] = [];
  let next: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const answer = await veli.ask('search/find', { text: 'selam', limit: 2, next });
    found.push(...answer.hits.map(({ message }) => message.text));
    next = answer.next;
    if (next === undefined) break;
  }
  // Newest first; what goes to everyone and what goes to one do not wait for each other.
  expect(found.toSorted()).toEqual(['selam bir', 'selam iki', 'selam sana', 'selam üç']);
  const toAll = ['selam üç', 'selam iki', 'selam bir'];
  expect(found.filter((text) => text !== 'selam sana')).toEqual(toAll);
  const { hits } = await veli.ask('search/find', { text: 'selam', limit: 9, room });
  const view = await veli.view(room);
  const namesOf = (wanted: string) => hits.find(({ message }) => message.text === wanted)?.names;
  const from = { room: view.name, isOwn: false, from: 'ali' };
  expect(namesOf('selam sana')).toEqual({ ...from, partner: 'ali', group: undefined });
  expect(namesOf('selam üç')).toEqual({ ...from, partner: undefined, group: undefined });
  const own = await ali.ask('search/find', { text: 'selam', limit: 1, room, in: everyone });
  expect(own.hits[0]?.names).toMatchObject({ isOwn: true, from: 'ali' });
});

it('a room that one is not in is not searched', async () => {
  const { veli } = await twoPeople();
  const room = 'nowhere000000000' as RoomId;
  expect(await veli.request('search/find', { text: 'x', limit: 9, room })).toEqual({
    ok: false,
    refusal: { code: 'no-such-room' },
  });
});
