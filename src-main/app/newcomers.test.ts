import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { Person } from './testing/person.ts';
import { filesWith } from './testing/files-with.ts';
import { twoPeople } from './testing/two-people.ts';

/** Finds, counts and writes out all that somebody has of a room. */
async function ownOf(person: Person, room: RoomId) {
  const { hits } = await person.ask('search/find', { text: 'marked', limit: 9, room });
  const { conversations } = await person.opened(room);
  const { export: number } = await person.ask('export/start', { format: 'json' });
  const done = () =>
    person
      .of('export/changed')
      .find((view) => view.export === number && (view.is === 'done' || view.is === 'failed'));
  await person.until(() => done() !== undefined);
  const view = done();
  return {
    found: hits.map(({ message }) => message.text).toSorted(),
    unread: conversations.find((each) => each.in === everyone)?.unread,
    written: view?.is === 'done' ? readFileSync(view.path, 'utf8') : '',
  };
}

it('what newcomers do not read they do not find, have not to read, and cannot write out', async () => {
  const { ali, veli, view, room } = await twoPeople();
  for (const text of ['marked-one', 'marked-two']) await ali.say(room, text);
  await veli.until(async () => (await veli.texts(room)).length === 2);
  await ali.ask('room/change-settings', { room, newcomersRead: 0 });
  const can = await Person.open();
  await can.join('can', view);
  await ali.say(room, 'marked-since');
  for (const person of [veli, can])
    await person.until(async () => (await person.texts(room)).includes('marked-since'));

  const own = await ownOf(can, room);
  expect(own).toMatchObject({ found: ['marked-since'], unread: 1 });
  expect(own.written).toContain('marked-since');
  expect(own.written).not.toMatch(/marked-(one|two)/);
  for (const hidden of ['marked-one', 'marked-two'])
    expect(filesWith(can.folder, hidden)).toEqual([]);
  // Who was there before has all of it.
  const all = await ownOf(veli, room);
  expect(all).toMatchObject({ found: ['marked-one', 'marked-since', 'marked-two'], unread: 3 });
  expect(all.written).toMatch(/marked-one[^]*marked-two/);
});
