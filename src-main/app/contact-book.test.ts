import { expect, it } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import { newReplica, record } from '../client/testing/membership.ts';
import { ContactGroupBook, maxContactGroups } from './contact-book.ts';

const ayse = 'ayse000000' as AccountId;
const bora = 'bora000000' as AccountId;
const stranger = 'stranger00' as AccountId;
const room: RoomId = record.room;

async function openBook(replica = newReplica(), known: AccountId[] = [ayse, bora]) {
  if ((await replica.rooms.list()).length === 0) await replica.rooms.save(record);
  const book = new ContactGroupBook({
    replica,
    room,
    random: seededRandom(5),
    isKnown: (account) => known.includes(account),
  });
  await book.load();
  return { book, replica, known };
}

it('R0.8 a group is made, renamed, filled, emptied and removed, and is on disk each time', async () => {
  const { book, replica } = await openBook();
  const made = await book.save({ name: ' Ekip ', members: [ayse, ayse, stranger] });
  if (!made.ok) throw new Error(made.refusal.code);
  expect(made.value).toEqual({ group: made.value.group, name: 'Ekip', members: [ayse] });
  const { group } = made.value;
  await book.save({ group, name: 'Takım', members: [bora, ayse] });
  expect((await openBook(replica)).book.list()).toEqual([
    { group, name: 'Takım', members: [bora, ayse] },
  ]);
  await book.save({ group, name: 'Takım', members: [] });
  expect(await book.remove(group)).toEqual({ group, name: 'Takım', members: [] });
  expect(await book.remove(group)).toBeUndefined();
  expect((await openBook(replica)).book.list()).toEqual([]);
});

it('a removal is undone under the same id', async () => {
  const { book } = await openBook();
  const made = await book.save({ name: 'Ekip', members: [ayse] });
  if (!made.ok) throw new Error(made.refusal.code);
  await book.remove(made.value.group);
  expect(await book.save(made.value)).toEqual(made);
});

it('names that differ only in case or accents are one', async () => {
  const { book } = await openBook();
  const first = await book.save({ name: 'Işıklar', members: [] });
  expect(await book.save({ name: 'isiklar', members: [] })).toMatchObject({
    refusal: { code: 'contact-group-taken', field: 'name' },
  });
  if (!first.ok) throw new Error(first.refusal.code);
  expect(await book.save({ ...first.value, name: 'IŞIKLAR' })).toMatchObject({ ok: true });
  const both = ['Aile', 'AİLE'].map((name) => book.save({ name, members: [] }));
  expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, false]);
});

it('a name that is none is refused with the field', async () => {
  const { book } = await openBook();
  for (const [name, code] of [
    ['  ', 'group-name-empty'],
    ['a'.repeat(65), 'group-name-too-long'],
    ['a\u202eb', 'name-not-allowed'],
  ] as const) {
    expect(await book.save({ name, members: [] })).toEqual({
      ok: false,
      refusal: { code, field: 'name' },
    });
  }
});

it('there are no more than 200, and those can still be changed', async () => {
  const { book } = await openBook();
  for (let n = 0; n < maxContactGroups; n += 1) await book.save({ name: `g${n}`, members: [] });
  expect(await book.save({ name: 'one more', members: [] })).toEqual({
    ok: false,
    refusal: { code: 'too-many-contact-groups', limit: maxContactGroups },
  });
  const [first] = book.list();
  expect(await book.save({ ...first, name: 'renamed', members: [ayse] })).toMatchObject({
    ok: true,
  });
});

it('who was in it stays while the room’s list is fetched anew', async () => {
  const { book, known } = await openBook();
  const made = await book.save({ name: 'Ekip', members: [ayse, bora] });
  if (!made.ok) throw new Error(made.refusal.code);
  known.length = 0;
  const renamed = await book.save({ ...made.value, name: 'Takım', members: [bora, stranger] });
  expect(renamed).toMatchObject({ value: { members: [bora] } });
});
