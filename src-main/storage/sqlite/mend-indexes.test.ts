import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { createRoomStore, openRoomStore } from '../room/sqlite-room-store.ts';
import { identity, messages } from '../room/testing/room-samples.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

async function storedRoom(): Promise<{ folder: string; path: string }> {
  const folder = temporaryFolder();
  const store = createRoomStore({ folder, identity });
  await store.log.append(messages(500));
  await store.close();
  return { folder, path: join(folder, 'room.db') };
}

/** Writes nonsense over the first page of a tree. */
function damage(path: string, name: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const page = number(`SELECT rootpage FROM sqlite_schema WHERE name = '${name}'`);
  const size = number('PRAGMA page_size');
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xaa, (page - 1) * size, page * size);
  writeFileSync(path, bytes);
}

test.each(['entry_by_cid', 'sqlite_autoindex_entry_1', 'sqlite_autoindex_account_2'])(
  'a room whose index %s is damaged opens with all its rows and an index made anew',
  async (index) => {
    const { folder, path } = await storedRoom();
    damage(path, index);
    const store = openRoomStore({ folder });
    expect(store.isMended).toBe(true);
    const page = await store.log.readHistory({ in: everyone, limit: 1000 });
    expect(page.entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 500 }, (_, place) => place + 1),
    );
    // What the indexes are for: the cid of one that is stored is known, a new one is numbered on.
    expect((await store.log.append(messages(500)))[3]).toMatchObject({ kind: 'repeated', seq: 4 });
    await store.close();
    const again = openRoomStore({ folder });
    expect(again.isMended).toBe(false);
    await again.close();
  },
);

test.each(['entry', 'account', 'token'])(
  'damage in the rows of %s is said, and nothing is changed',
  async (table) => {
    const { folder, path } = await storedRoom();
    damage(path, table);
    damage(path, 'entry_by_cid');
    const before = readFileSync(path);
    expect(() => openRoomStore({ folder })).toThrow(
      expect.objectContaining({ refusal: { code: 'data-corrupt', subject: path } }),
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  },
);
