import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { Replica } from '../../client/replica/replica.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { entriesSql } from './entry-table.ts';
import { timelineSql } from './timeline-pages.ts';
import { copiesSql, messagesByCidSql, messagesOfGroupSql } from './group-message-table.ts';
import { candidateBlocksSql } from './projections/block-index.ts';
import { lastMessageSql } from './projections/last-message.ts';
import { projectionKinds } from './projections/projections.ts';
import { textIndex } from './projections/text-index.ts';
import { countOthersSql, foldedOthersSql, reassignSql } from './projections/unread.ts';
import { changedRowSql } from './message-changes.ts';
import { hitsSql } from './search.ts';
import { newerPicturesSql, olderPicturesSql } from './picture-messages.ts';
import { changesSql, messageSql, pinnedSql } from './shown-messages.ts';
import { missedSql } from './missed-messages.ts';
import { readSavedSql } from './file-copy-table.ts';
import { savedSql } from './saved-message-table.ts';
import { expiredEditsSql, oldestEntriesSql } from './expired-entries.ts';
import { openReplica } from './sqlite-replica.ts';
import type { ReplicaOutside } from './sqlite-replica.ts';
import {
  ali,
  garden,
  group,
  kitchen,
  nudged,
  profile,
  roomRecord,
  run,
  said,
  waiting,
} from './testing/replica-samples.ts';

function open(folder: string, outside?: ReplicaOutside): Replica {
  const replica = openReplica({ folder }, outside);
  onTestFinished(() => replica.file.close());
  return replica;
}

function rows(folder: string, sql: string): unknown[] {
  const database = new DatabaseSync(join(folder, 'replica.db'), { readOnly: true });
  const found = database.prepare(sql).all();
  database.close();
  return found.map((row) => Object.values(row)[0]);
}

/** Lets every step that waits for the next turn of the loop have it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('all that was written is there after opening again', async () => {
  const folder = join(temporaryFolder(), 'profile');
  const first = open(folder);
  await first.profile.readOrMake(profile);
  await first.profile.saveSettings({ theme: 'dark' });
  await first.rooms.save(roomRecord({ syncedTo: 9 }));
  await first.entries.add(kitchen, everyone, run(1, 9));
  await first.conversations.markRead(kitchen, everyone, 4);
  await first.conversations.saveDraft(kitchen, everyone, { text: 'half a tho' });
  await first.outbox.add(kitchen, waiting(20));
  await first.file.close();
  const second = open(folder);
  expect(await second.profile.readOrMake({ ...profile, device: 'x' as never })).toEqual(profile);
  expect(await second.profile.readSettings()).toEqual({ theme: 'dark' });
  expect(await second.rooms.list()).toEqual([roomRecord({ syncedTo: 9 })]);
  expect(await second.conversations.list(kitchen)).toEqual([
    {
      in: everyone,
      firstSeq: 1,
      lastSeq: 9,
      readSeq: 4,
      unread: 5,
      mentions: 0,
      lastMessage: said(9),
      draft: 'half a tho',
      deliveredSeq: 0,
      oldestSeq: 1,
    },
  ]);
  expect(await second.outbox.list(kitchen)).toEqual([waiting(20)]);
  await second.entries.add(kitchen, everyone, run(10, 11));
  expect((await second.search.find({ text: 'message 1', limit: 9 })).hits).toHaveLength(3);
  expect((await second.search.find({ text: '11', limit: 9 })).hits).toHaveLength(1);
});

test('entries of kinds that the copy does not know are there after opening again', async () => {
  const folder = temporaryFolder();
  const entries = [nudged(1), said(2), nudged(3, { type: 'polled', cid: 'poll000000000001' })];
  const first = open(folder);
  await first.rooms.save(roomRecord());
  await first.entries.add(kitchen, everyone, entries);
  await first.file.close();
  const second = open(folder);
  const more = [nudged(4), nudged(5, { type: 'waved' })];
  await second.entries.add(kitchen, everyone, more);
  const page = await second.entries.readTimeline({ room: kitchen, in: everyone, limit: 9 });
  expect(page.entries).toEqual([...entries, ...more]);
});

test('a removed room leaves no row behind once it is swept', async () => {
  const folder = temporaryFolder();
  const replica = open(folder);
  await replica.rooms.save(roomRecord());
  await replica.rooms.save(roomRecord({ room: garden }));
  await replica.entries.add(kitchen, everyone, run(1, 1200));
  await replica.entries.add(garden, everyone, run(1, 3));
  await replica.rooms.remove(kitchen);
  await settle();
  // The number of the swept copy is free again, and nothing remembered of it shows up.
  await replica.rooms.save(roomRecord());
  await replica.entries.add(kitchen, everyone, [said(1)]);
  expect((await replica.search.find({ text: 'e', limit: 9, room: kitchen })).hits).toHaveLength(1);
  const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 9 });
  expect(page.entries).toEqual([said(1)]);
  await replica.rooms.remove(kitchen);
  await settle();
  await replica.file.close();
  expect(rows(folder, 'SELECT count(*) FROM entry')).toEqual([3]);
  expect(rows(folder, 'SELECT count(*) FROM removed_copy')).toEqual([0]);
  expect(rows(folder, 'SELECT count(*) FROM person')).toEqual([1]);
  expect(rows(folder, 'SELECT count(*) FROM block')).toEqual([1]);
  expect(
    rows(folder, `SELECT rowid % 4096 FROM entry_text WHERE entry_text MATCH '"mes"'`),
  ).toEqual([1, 2, 3]);
});

test('two full resyncs in a row never mix their copies', async () => {
  const replica = open(temporaryFolder());
  await replica.rooms.save(roomRecord());
  await Promise.all([
    replica.entries.add(kitchen, everyone, run(1, 900, { text: 'first' })),
    replica.rooms.clearCopy(kitchen),
    replica.entries.add(kitchen, everyone, run(1, 900, { text: 'second' })),
    replica.rooms.clearCopy(kitchen),
    replica.entries.add(kitchen, everyone, run(1, 2, { text: 'third' })),
  ]);
  await settle();
  expect((await replica.search.find({ text: 'i', limit: 9 })).hits).toHaveLength(2);
  expect((await replica.search.find({ text: 'third', limit: 9 })).hits).toHaveLength(2);
  expect((await replica.search.find({ text: 'first', limit: 9 })).hits).toHaveLength(0);
});

test('sweeping goes on after opening again, and a new copy is never mixed with an old one', async () => {
  const folder = temporaryFolder();
  const first = open(folder);
  await first.rooms.save(roomRecord());
  await first.entries.add(kitchen, everyone, run(1, 1200));
  await first.members.save(kitchen, [{ account: ali, name: 'Ali', presence: 'online' }]);
  await first.groups.save(kitchen, [group()]);
  await first.rooms.clearCopy(kitchen);
  await first.entries.add(kitchen, everyone, run(1, 2, { text: 'new' }));
  await first.file.close();
  expect(rows(folder, 'SELECT count(*) FROM removed_copy')).toEqual([1]);
  const second = open(folder);
  await settle();
  // The number of the swept copy is free again and takes the next room.
  await second.rooms.save(roomRecord({ room: garden }));
  expect(await second.members.list(garden)).toEqual([]);
  expect(await second.groups.list(garden)).toEqual([]);
  await second.entries.add(garden, everyone, run(1, 2, { text: 'other' }));
  expect((await second.search.find({ text: 'message', limit: 9 })).hits).toEqual([]);
  expect((await second.search.find({ text: 'new', limit: 9 })).hits).toHaveLength(2);
  expect((await second.search.find({ text: 'o', limit: 9 })).hits).toHaveLength(2);
  await second.file.close();
  expect(rows(folder, 'SELECT count(*) FROM entry')).toEqual([4]);
  expect(rows(folder, 'SELECT copy FROM room ORDER BY copy')).toEqual([1, 2]);
});

test('an index that was left behind by a SQLite without full text is built anew', async () => {
  const folder = temporaryFolder();
  for (const [hasTrigrams, count] of [
    [false, 2],
    [true, 4],
    [false, 6],
    [true, 8],
  ] as const) {
    const projections = projectionKinds.filter((kind) => hasTrigrams || kind !== textIndex);
    const replica = open(folder, { projections });
    await replica.rooms.save(roomRecord());
    await replica.entries.add(kitchen, everyone, run(count - 1, count));
    expect((await replica.search.find({ text: 'message', limit: 99 })).hits).toHaveLength(count);
    await replica.file.close();
  }
});

test('a run of messages in very many letters is read rather than described without end', async () => {
  const folder = temporaryFolder();
  const replica = open(folder);
  await replica.rooms.save(roomRecord());
  const letters = (from: number) =>
    String.fromCodePoint(...Array.from({ length: 7000 }, (_, index) => from + index));
  await replica.entries.add(kitchen, everyone, [
    said(1, { text: letters(0x4e00) }),
    said(2, { text: letters(0xac00) }),
    said(3, { text: 'qy' }),
  ]);
  expect((await replica.search.find({ text: 'qy', limit: 9 })).hits).toHaveLength(1);
  expect((await replica.search.find({ text: '\u4e01', limit: 9 })).hits).toHaveLength(1);
  await replica.file.close();
  expect(Number(rows(folder, 'SELECT count(*) FROM gram')[0])).toBeLessThan(17_000);
});

test('a position that no log can have is refused', async () => {
  const replica = open(temporaryFolder());
  await replica.rooms.save(roomRecord());
  const beyond = said(1, { id: 2 ** 40 });
  await expect(replica.entries.add(kitchen, everyone, [beyond])).rejects.toThrow('No position');
  expect((await replica.entries.add(kitchen, everyone, [])).lastSeq).toBe(0);
});

/** How SQLite would go about a statement. */
async function planner(): Promise<(sql: string) => string[]> {
  const folder = temporaryFolder();
  await open(folder).file.close();
  const database = new DatabaseSync(join(folder, 'replica.db'));
  onTestFinished(() => database.close());
  return (sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail']));
}

test('every reading of many rows goes through an index', async () => {
  const plan = await planner();
  const names = [
    'SEARCH p USING INTEGER PRIMARY KEY (rowid=?)',
    'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
  ];
  expect(plan(entriesSql())).toEqual([
    'SEARCH e USING INDEX entry_by_seq (conversation=? AND seq>? AND seq<?)',
    names[0],
  ]);
  for (const [name, sql] of Object.entries(timelineSql)) {
    const index = name.endsWith('OfAll') ? 'entry_by_seq' : 'entry_shown';
    const to = name.startsWith('older') ? 'seq<?' : 'seq>?';
    expect(plan(sql)).toEqual([
      `SEARCH e USING INDEX ${index} (conversation=? AND ${to})`,
      names[0],
    ]);
  }
  for (const sql of [messageSql, changedRowSql])
    expect(plan(sql)).toEqual([
      'SEARCH e USING INDEX entry_by_seq (conversation=? AND seq=?)',
      names[0],
    ]);
  expect(plan(changesSql)).toEqual([
    'SEARCH e USING INDEX entry_by_target (conversation=? AND target>? AND target<?)',
    names[0],
  ]);
  expect(plan(oldestEntriesSql([]))).toEqual([
    'SEARCH entry USING INDEX entry_by_seq (conversation=? AND seq<?)',
  ]);
  expect(plan(expiredEditsSql)).toEqual([
    'SEARCH entry USING INDEX entry_by_target (conversation=? AND target<?)',
  ]);
  expect(plan(pinnedSql)).toEqual(['SEARCH e USING COVERING INDEX entry_pinned (conversation=?)']);
  expect(plan(olderPicturesSql)).toEqual([
    'SEARCH e USING INDEX entry_files_by_seq (conversation=? AND seq<?)',
  ]);
  expect(plan(newerPicturesSql)).toEqual([
    'SEARCH e USING INDEX entry_files_by_seq (conversation=? AND seq>?)',
  ]);
  expect(plan(readSavedSql)).toEqual([
    'SEARCH saved_file USING INDEX sqlite_autoindex_saved_file_1 (room=? AND hash=?)',
  ]);
  expect(plan(savedSql)).toEqual([
    'SEARCH s USING INDEX sqlite_autoindex_saved_message_1 (room=?)',
    'SEARCH c USING COVERING INDEX sqlite_autoindex_conversation_1 (copy=? AND name=?)',
    'SEARCH e USING INDEX entry_by_seq (conversation=? AND seq=?)',
    'SEARCH p USING INTEGER PRIMARY KEY (rowid=?)',
    'USE TEMP B-TREE FOR ORDER BY',
  ]);
  expect(plan(countOthersSql)).toEqual([
    'SEARCH entry USING COVERING INDEX entry_by_seq (conversation=? AND seq>? AND seq<?)',
  ]);
  const without = [
    'LIST SUBQUERY 1',
    'SCAN json_each VIRTUAL TABLE INDEX 1:',
    'CREATE BLOOM FILTER',
  ];
  for (const [sql, index] of [
    [missedSql.listMentions, 'INDEX entry_mention'],
    [missedSql.countQuestions, 'INDEX entry_question'],
  ] as const)
    expect(plan(sql)).toEqual([
      `SEARCH e USING ${index} (place>? AND place<?)`,
      names[1],
      ...without,
    ]);
  expect(plan(missedSql.mostAnswered)[0]).toBe(
    'SEARCH e USING INDEX entry_answer (place>? AND place<?)',
  );
  expect(plan(missedSql.countAnnouncements).slice(0, 2)).toEqual([
    'SEARCH c USING INDEX sqlite_autoindex_conversation_1 (copy=? AND name=?)',
    'SEARCH e USING INDEX entry_by_seq (conversation=? AND seq>?)',
  ]);
  expect(plan(foldedOthersSql)).toEqual([
    'SEARCH entry USING INDEX entry_by_seq (conversation=? AND seq>?)',
  ]);
  const blocked = [
    'LIST SUBQUERY 1',
    'SEARCH k USING PRIMARY KEY (room=?)',
    'SEARCH p USING COVERING INDEX sqlite_autoindex_person_1 (copy=? AND account=?)',
    'CREATE BLOOM FILTER',
  ];
  expect(plan(reassignSql)).toEqual([
    'SEARCH e USING INDEX entry_by_seq (conversation=? AND seq>?)',
    ...blocked.with(0, 'LIST SUBQUERY 2'),
    ...blocked,
  ]);
  expect(plan(lastMessageSql)).toEqual([
    'SEARCH e USING INDEX entry_by_seq (conversation=?)',
    ...blocked,
  ]);
  expect(plan(candidateBlocksSql).slice(0, 1)).toEqual([
    'SEARCH b USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
  ]);
  expect(plan(candidateBlocksSql).join('\n')).toContain(
    'SEARCH g USING PRIMARY KEY (gram=? AND block=?)',
  );

  const filters = { conversation: 1, person: 1, before: 1, after: 1 };
  const text = hitsSql('text', 2, filters);
  expect(plan(text)).toHaveLength(4);
  expect(plan(text)[0]).toMatch(/^SCAN f VIRTUAL TABLE INDEX .*M/u);
  expect(plan(text)[1]).toBe('SEARCH e USING INTEGER PRIMARY KEY (rowid=?)');
  expect(plan(hitsSql('block', 2, filters))).toEqual([
    'SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    ...names,
  ]);
  expect(plan(hitsSql('mention', 2, { ...filters, mentionsMe: true }))).toEqual([
    'SEARCH e USING INDEX entry_mention (place>? AND place<?)',
    ...names,
  ]);
  expect(plan(hitsSql('pin', 2, { ...filters, isPinned: true }))).toEqual([
    'SCAN e USING INDEX entry_pinned',
    ...names,
    'USE TEMP B-TREE FOR ORDER BY',
  ]);
});

test('group messages and their copies are read through an index', async () => {
  const plan = await planner();
  expect(plan(messagesOfGroupSql)).toEqual([
    'SEARCH group_message USING COVERING INDEX group_message_by_group (room=? AND contact_group=?)',
  ]);
  expect(plan(messagesByCidSql)[0]).toBe(
    'SEARCH group_message_copy USING INDEX sqlite_autoindex_group_message_copy_2 (room=? AND cid=?)',
  );
  expect(plan(copiesSql)).toEqual([
    'SEARCH k USING PRIMARY KEY (message=?)',
    'SEARCH o USING INDEX sqlite_autoindex_outbox_1 (room=? AND cid=?) LEFT-JOIN',
    'SEARCH v USING INDEX sqlite_autoindex_conversation_1 (copy=? AND name=?) LEFT-JOIN',
  ]);
});
