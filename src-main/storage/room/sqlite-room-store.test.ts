import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  countMembersSql,
  findGroupSql,
  groupMembersSql,
  lastWordsSql,
  longestMemberSql,
  memberSql,
  topicByNameSql,
} from './group-table.ts';
import { changesOfSql, countPinsSql, emptyEditsSql, messageOfSql } from './change-table.ts';
import { invitedNamesSql } from './invite-table.ts';
import { conversationsAfterSql, editSql, followSql, newerSql, olderSql } from './log-table.ts';
import { dueSql, waitsSql } from './later-table.ts';
import { receiptsSql } from './receipt-table.ts';
import { goneCidsSql, goneEditsSql, removeGoneSql } from './retention-table.ts';
import { somethingToGoSql } from './retention-rules.ts';
import { createRoomStore, openRoomStore } from './testing/room-stores.ts';
import {
  ali,
  identity,
  newRoom,
  message,
  messages,
  nudged,
  polled,
  withVeli,
} from './testing/room-samples.ts';
import { change } from './testing/change-store-contract.ts';
import { peopleOf } from './testing/people-of.ts';
import { roomStoreContract } from './testing/room-store-contract.ts';
import { readPage } from './testing/read-page.ts';

describe('a room store on SQLite', () => {
  roomStoreContract({
    open: async () => createRoomStore({ folder: temporaryFolder(), ...newRoom }),
    openOnFullDisk: async () =>
      createRoomStore(
        { folder: temporaryFolder(), ...newRoom },
        { freeBytes: () => limits.freeDiskBytes - 1 },
      ),
  });

  test('what was stored is there after opening again, and numbers go on', async () => {
    const folder = join(temporaryFolder(), 'rooms', 'kitchen');
    const first = createRoomStore({ folder, ...newRoom });
    await first.log.append(messages(3));
    await peopleOf(first).create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    await first.file.close();
    const second = openRoomStore({ folder });
    onTestFinished(() => second.file.close());
    expect(second.identity).toEqual(identity);
    expect(await second.log.append([message(3), message(4)])).toEqual([
      { is: 'repeated', id: 3, seq: 3, at: 1003 },
      { is: 'stored', id: 5, seq: 4 },
    ]);
    expect(await peopleOf(second).list()).toHaveLength(1);
  });

  test('entries of kinds that the log does not know are there after opening again', async () => {
    const folder = temporaryFolder();
    const first = createRoomStore({ folder, ...newRoom });
    await first.log.append([nudged(), polled()]);
    await first.file.close();
    const second = openRoomStore({ folder });
    onTestFinished(() => second.file.close());
    expect((await readPage(second.log, { in: everyone, limit: 9 })).entries).toEqual([
      { ...nudged(), id: 1, seq: 1 },
    ]);
    expect(await second.log.append([polled(), nudged({ by: ali }), message(1)])).toEqual([
      { is: 'repeated', id: 2, seq: 1, at: 6000 },
      { is: 'stored', id: 3, seq: 2 },
      { is: 'stored', id: 4, seq: 3 },
    ]);
    expect((await readPage(second.log, { in: withVeli, limit: 9 })).entries).toHaveLength(1);
  });

  test('a kind that came with what did not fit is known again when it comes again', async () => {
    const store = createRoomStore({ folder: temporaryFolder(), ...newRoom, maxPages: 63 });
    onTestFinished(() => store.file.close());
    const large = nudged({ words: 'x'.repeat(500_000) });
    expect(await store.log.append([large])).toEqual([{ is: 'refused', code: 'store-full' }]);
    await store.log.append([polled(), nudged()]);
    const pages = [everyone, withVeli].map((id) => readPage(store.log, { in: id, limit: 9 }));
    expect((await Promise.all(pages)).map(({ entries }) => entries)).toEqual([
      [{ ...nudged(), id: 2, seq: 1 }],
      [{ ...polled(), id: 1, seq: 1 }],
    ]);
  });

  test('a change that came with what did not fit was never done', async () => {
    const store = createRoomStore({ folder: temporaryFolder(), ...newRoom, maxPages: 63 });
    onTestFinished(() => store.file.close());
    const react = (place: number) =>
      change('reaction-added', { target: 1, emoji: String.fromCodePoint(0x1f600 + place) });
    await store.log.append([message(1), react(1)]);
    const kinds = Array.from({ length: limits.reactionKinds - 2 }, (_, place) => react(place + 2));
    expect((await store.log.append(kinds)).every(({ is }) => is === 'stored')).toBe(true);
    const large = nudged({ words: 'x'.repeat(500_000) });
    const refused = { is: 'refused', code: 'store-full' };
    const both = [store.log.append([react(40), large]), store.log.append([react(50)])];
    expect(await Promise.all(both)).toMatchObject([[refused, refused], [{ is: 'stored' }]]);
  });

  test('the size is that of the files', async () => {
    const store = createRoomStore({ folder: temporaryFolder(), ...newRoom });
    onTestFinished(() => store.file.close());
    const before = await store.file.size();
    // The first of it goes where space is kept for a full disk.
    await store.log.append(messages(500, { text: 'x'.repeat(2000) }));
    expect(await store.file.size()).toBeGreaterThan(before + 200_000);
  });

  test('closing waits for what was asked for, and leaves the database and the space that its next start needs', async () => {
    const folder = temporaryFolder();
    const store = createRoomStore({ folder, ...newRoom });
    const appended = store.log.append([message(1)]);
    await store.file.close();
    expect(await appended).toEqual([{ is: 'stored', id: 1, seq: 1 }]);
    expect(readdirSync(folder)).toEqual(['room.db', 'room.db-space']);
    await store.file.close();
  });

  test('W6 a full disk refuses the message, and the store goes on', async () => {
    const store = createRoomStore({ folder: temporaryFolder(), ...newRoom, maxPages: 63 });
    onTestFinished(() => store.file.close());
    const big = { text: 'x'.repeat(8000) };
    const stored = await store.log.append(messages(10, big));
    expect(stored.every(({ is }) => is === 'stored')).toBe(true);
    const refused = await store.log.append(messages(200, big).slice(10));
    expect(refused).toEqual(refused.map(() => ({ is: 'refused', code: 'store-full' })));
    // The small one still fits, and its numbers follow the last one that was stored.
    expect(await store.log.append([message(201)])).toEqual([{ is: 'stored', id: 11, seq: 11 }]);
    expect((await readPage(store.log, { in: everyone, limit: 1 })).entries[0]?.seq).toBe(11);
  });

  test('W4 a message that was stored is still answered when the disk is nearly full', async () => {
    let free = Number.MAX_SAFE_INTEGER;
    const folder = temporaryFolder();
    const store = createRoomStore({ folder, ...newRoom }, { freeBytes: () => free });
    onTestFinished(() => store.file.close());
    await store.log.append([message(1)]);
    free = 0;
    expect(await store.log.append([message(1), message(2), message(1, { text: 'x' })])).toEqual([
      { is: 'repeated', id: 1, seq: 1, at: 1001 },
      { is: 'refused', code: 'store-full' },
      { is: 'refused', code: 'cid-used' },
    ]);
    free = limits.freeDiskBytes;
    expect(await store.log.append([message(2)])).toEqual([{ is: 'stored', id: 2, seq: 2 }]);
  });

  test('a full disk refuses only those of the turn that do not fit', async () => {
    const store = createRoomStore({ folder: temporaryFolder(), ...newRoom, maxPages: 63 });
    onTestFinished(() => store.file.close());
    const [small, large, created] = await Promise.all([
      store.log.append([message(1)]),
      store.log.append(messages(200, { text: 'x'.repeat(8000) }).slice(1)),
      peopleOf(store).create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false }),
    ]);
    expect(small).toEqual([{ is: 'stored', id: 1, seq: 1 }]);
    expect(large[0]).toEqual({ is: 'refused', code: 'store-full' });
    expect(created).toBe('created');
  });

  test('a full disk refuses new accounts with a reason', async () => {
    const folder = temporaryFolder();
    const store = createRoomStore({ folder, ...newRoom, maxPages: 43 });
    onTestFinished(() => store.file.close());
    const nameKey = 'x'.repeat(100_000);
    expect(
      await peopleOf(store).create({ account: ali, name: 'Ali', nameKey, isGuest: false }),
    ).toBe('store-full');
    const proof = { account: ali, device: 'laptop', keyHash: nameKey };
    await expect(
      store.accounts.saveDevice({ ...proof, device: 'x' as never, at: 1 }),
    ).rejects.toThrow(
      expect.objectContaining({ refusal: { code: 'data-full', subject: join(folder, 'room.db') } }),
    );
  });

  test('a text that was deleted is in none of the files any more', async () => {
    const folder = temporaryFolder();
    const store = createRoomStore({ folder, ...newRoom });
    onTestFinished(() => store.file.close());
    await store.log.append([message(1, { text: 'qxjwvkz' })]);
    await store.log.append([change('message-edited', { target: 1, text: 'zkvwjxq' })]);
    const isThere = (word: string) =>
      ['room.db', 'room.db-wal'].some((file) => readFileSync(join(folder, file)).includes(word));
    expect(['qxjwvkz', 'zkvwjxq'].map(isThere)).toEqual([true, true]);
    await store.log.append([change('message-deleted', { target: 1 })]);
    expect(['qxjwvkz', 'zkvwjxq'].map(isThere)).toEqual([false, false]);
    // What a full disk still lets us write is kept again.
    expect(statSync(join(folder, 'room.db-wal')).size).toBeGreaterThan(256 * 1024);
  });

  test('every reading of the log goes through an index', () => {
    const folder = temporaryFolder();
    void createRoomStore({ folder, ...newRoom }).file.close();
    const database = new DatabaseSync(join(folder, 'room.db'));
    onTestFinished(() => database.close());
    const plan = (sql: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: sql.split('?').length - 1 }, () => 1))
        .map((row) => String(row['detail']));
    for (const sql of [newerSql, olderSql])
      expect(plan(sql)).toEqual([
        'SEARCH entry USING INDEX sqlite_autoindex_entry_1 (conversation=? AND seq>? AND seq<?)',
      ]);
    expect(plan(conversationsAfterSql)).toEqual([
      'SEARCH m USING PRIMARY KEY (account=? AND name>?)',
      'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
    expect(plan(followSql)).toEqual([
      'SEARCH e USING INTEGER PRIMARY KEY (rowid>?)',
      'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
    expect(plan(findGroupSql)).toEqual([
      'SEARCH c USING COVERING INDEX sqlite_autoindex_conversation_1 (name=?)',
      'SEARCH g USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
    expect(plan(memberSql)).toEqual([
      'SEARCH conversation_member USING PRIMARY KEY (account=? AND name=?)',
    ]);
    for (const sql of [groupMembersSql, longestMemberSql, countMembersSql])
      expect(plan(sql)).toEqual([
        'SEARCH conversation_member USING INDEX group_member (conversation=?)',
      ]);
    for (const [sql, columns] of [
      [messageOfSql, 'sqlite_autoindex_entry_1 (conversation=? AND seq=?)'],
      [changesOfSql, 'entry_by_target (conversation=? AND target=?)'],
    ] as const)
      expect(plan(sql)).toEqual([
        'SEARCH c USING COVERING INDEX sqlite_autoindex_conversation_1 (name=?)',
        `SEARCH e USING INDEX ${columns}`,
      ]);
    const range = '(conversation=? AND seq>? AND seq<?)';
    for (const sql of [somethingToGoSql, goneCidsSql, removeGoneSql])
      expect(plan(sql)[0]).toContain(`INDEX sqlite_autoindex_entry_1 ${range}`);
    expect(plan(goneEditsSql)).toEqual([
      'SEARCH entry USING INDEX entry_by_target (conversation=? AND target>? AND target<?)',
    ]);
    expect(plan(countPinsSql)).toEqual([
      'SEARCH c USING COVERING INDEX sqlite_autoindex_conversation_1 (name=?)',
      'SEARCH p USING PRIMARY KEY (conversation=?)',
    ]);
    expect(plan(topicByNameSql)).toEqual([
      'SEARCH group_conversation USING COVERING INDEX topic_by_name (name_key=?)',
    ]);
    expect(plan(lastWordsSql)).toEqual([
      'SEARCH c USING COVERING INDEX sqlite_autoindex_conversation_1 (name=?)',
      'SEARCH g USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH e USING INDEX sqlite_autoindex_entry_1 (conversation=? AND seq=? AND rowid>?)',
      'CORRELATED SCALAR SUBQUERY 1',
      'SEARCH entry USING INDEX entry_by_target (conversation=? AND target=?)',
    ]);
    for (const sql of [emptyEditsSql, editSql])
      expect(plan(sql)).toEqual([
        'SEARCH entry USING INDEX entry_by_target (conversation=? AND target=?)',
      ]);
    expect(plan(invitedNamesSql)).toEqual([
      'SEARCH account USING INDEX account_by_invite (invite=?)',
    ]);
    expect(plan(dueSql)).toEqual(['SEARCH later USING INDEX later_by_time (at<?)']);
    expect(plan(waitsSql)).toEqual(['SEARCH later USING PRIMARY KEY (account=? AND cid=?)']);
    expect(plan(receiptsSql)).toEqual([
      'SEARCH m USING PRIMARY KEY (account=? AND name>? AND name<?)',
      'SEARCH r USING PRIMARY KEY (conversation=?)',
    ]);
  });
});
