import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { Person } from './testing/person.ts';

/** Everything that lies in the files of a folder. */
function bytesIn(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

const place = (room: RoomId) => ({ room, in: everyone });

async function startRoom() {
  const limits = { messageBurst: 1000, messagesPerSecond: 1000 };
  const ali = await Person.open({ limits });
  const view = await ali.host('ali');
  const veli = await Person.open();
  await veli.join('veli', view);
  const can = await Person.open();
  await can.join('can', view);
  return { ali, veli, can, room: view.room };
}

async function sayMany(ali: Person, room: RoomId): Promise<void> {
  await ali.say(room, 'marked-first');
  const others = Array.from({ length: 110 }, (_, index) => `message ${index + 1}`);
  await Promise.all(others.map((text) => ali.say(room, text)));
}

/** A person's own copy has let something go. */
const hasLetGo = (person: Person) => async (): Promise<boolean> =>
  person.of('timeline/expired').length > 0;

const holds = async (person: Person, room: RoomId, text: string): Promise<boolean> =>
  (await person.texts(room)).includes(text);

it('what the room lets go is in no copy any more: live, for who was away, in searches and in what was put aside', async () => {
  const { ali, veli, can, room } = await startRoom();
  await sayMany(ali, room);
  for (const person of [veli, can]) await person.until(() => holds(person, room, 'message 110'));
  const found = await veli.ask('search/find', { room, text: 'marked-first', limit: 5 });
  const { seq } = found.hits[0]?.message ?? { seq: 0 };
  await veli.ask('saved/change', { ...place(room), seq, isSaved: true });
  await can.close();
  expect(
    (await veli.request('retention/change', { ...place(room), keep: { messages: 100 } })).ok,
  ).toBe(false);
  const count = await ali.ask('retention/count', { ...place(room), keep: { messages: 100 } });
  expect(count.messages).toBeGreaterThan(5);
  await ali.ask('retention/change', { ...place(room), keep: { messages: 100 } });
  await ali.untilWithTime(hasLetGo(ali));
  await veli.until(hasLetGo(veli));
  expect(await ali.texts(room)).not.toContain('marked-first');
  expect(await ali.texts(room)).toEqual(await veli.texts(room));
  expect(await ali.texts(room)).toContain('message 110');
  expect(veli.of('timeline/expired')[0]).toMatchObject({ room, in: everyone });
  const { hits } = await veli.ask('search/find', { room, text: 'marked-first', limit: 5 });
  expect(hits).toEqual([]);
  expect(await veli.ask('saved/list', { room })).toEqual([]);
  expect((await veli.view(room)).settings.keep).toEqual({ messages: 100 });
  await can.start();
  await can.live(room);
  await can.until(hasLetGo(can));
  expect(await can.texts(room)).toEqual(await ali.texts(room));
  for (const person of [ali, veli, can]) {
    await person.close();
    expect(bytesIn(person.folder).includes('marked-first')).toBe(false);
  }
});

it('who held only what is gone begins with what is left', async () => {
  const { ali, can, room } = await startRoom();
  await ali.say(room, 'marked-first');
  await can.until(() => holds(can, room, 'marked-first'));
  await can.close();
  await sayMany(ali, room);
  await ali.ask('retention/change', { ...place(room), keep: { messages: 100 } });
  await ali.untilWithTime(hasLetGo(ali));
  await can.start();
  await can.live(room);
  await can.until(() => holds(can, room, 'message 110'));
  expect(await can.texts(room)).toEqual(await ali.texts(room));
  const page = await can.ask('timeline/page', { ...place(room), limit: 500 });
  expect(page.hasOlder).toBe(false);
});
