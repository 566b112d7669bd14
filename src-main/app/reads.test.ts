import { expect, test } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { threePeople } from './testing/two-people.ts';

type Talk = Awaited<ReturnType<typeof threePeople>>;

/** As who shows the conversation at its end. */
async function read(person: Person, room: Talk['room'], [id, text]: [ConversationId, string]) {
  await person.until(async () => (await person.texts(room, id)).includes(text));
  const { entries } = await person.ask('timeline/page', { room, in: id, limit: 500 });
  const seq = entries.at(-1)?.seq ?? 0;
  await person.ask('conversation/mark-read', { room, in: id, seq });
  return seq;
}

const told = (person: Person, id: ConversationId) =>
  person.of('reads/changed').findLast((view) => view.in === id)?.reads;

test('who has read what is told to who wrote it, in direct conversations and in small groups', async () => {
  const { ali, veli, can, room, direct, accounts } = await threePeople();
  const { in: trip } = await ali.ask('group/make', {
    room,
    name: 'Trip',
    members: [accounts.veli, accounts.can],
  });
  await ali.say(room, 'one', direct);
  const seq = await read(veli, room, [direct, 'one']);
  await ali.untilWithTime(() => {
    veli.clock.advance(10);
    return told(ali, direct) !== undefined;
  });
  expect(told(ali, direct)).toEqual([{ account: accounts.veli, seq }]);
  await ali.say(room, 'two', trip);
  const places = [await read(veli, room, [trip, 'two']), await read(can, room, [trip, 'two'])];
  await ali.until(() => {
    veli.clock.advance(10);
    can.clock.advance(10);
    return told(ali, trip)?.length === 2;
  });
  expect(told(ali, trip)).toEqual(
    expect.arrayContaining([
      { account: accounts.veli, seq: places[0] },
      { account: accounts.can, seq: places[1] },
    ]),
  );
  expect(limits.smallGroupMembers).toBeGreaterThan(3);
});

test('whoever switches it off is not shown any more, with what was shown before, at once and after a restart', async () => {
  const { ali, veli, room, direct, accounts } = await threePeople();
  await ali.say(room, 'one', direct);
  const seq = await read(veli, room, [direct, 'one']);
  const shown = (reads: { account: string; seq: number }[]) =>
    ali.until(() => {
      veli.clock.advance(10);
      return JSON.stringify(told(ali, direct)) === JSON.stringify(reads);
    });
  await shown([{ account: accounts.veli, seq }]);
  await veli.ask('settings/change', { reads: false });
  await shown([]);
  await ali.say(room, 'two', direct);
  await read(veli, room, [direct, 'two']);
  await ali.close();
  await ali.start();
  await ali.opened(room);
  await ali.live(room);
  expect((await ali.opened(room)).reads).toEqual([]);
});

test('who switched it off without a connection is not shown any more with the next one', async () => {
  const { ali, veli, room, direct, accounts } = await threePeople();
  await ali.say(room, 'one', direct);
  const seq = await read(veli, room, [direct, 'one']);
  await ali.until(() => {
    veli.clock.advance(10);
    return told(ali, direct)?.[0]?.seq === seq;
  });
  expect(told(ali, direct)).toEqual([{ account: accounts.veli, seq }]);
  await veli.ask('room/disconnect', { room });
  await veli.ask('settings/change', { reads: false });
  await veli.close();
  await veli.start();
  await veli.opened(room);
  await ali.until(() => {
    veli.clock.advance(10);
    return told(ali, direct)?.length === 0;
  });
  expect(told(ali, direct)).toEqual([]);
});
