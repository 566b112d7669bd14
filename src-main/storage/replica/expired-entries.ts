import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { EntryStore } from '../../client/replica/conversations.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { RoomKeyTable } from './key-tables.ts';
import type { ConversationRow } from './projections/projection.ts';
import type { OpenProjection } from './projections/projections.ts';
import type { ShownMessages } from './shown-messages.ts';

type Parts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  conversations: ConversationTable;
  messages: ShownMessages;
  projections: readonly OpenProjection[];
};

export const oldestEntriesSql = (columns: readonly string[]): string => `
  SELECT ${['place', 'seq', 'person', 'rest', ...columns].join(', ')} FROM entry
  WHERE conversation = ? AND seq < ? ORDER BY seq LIMIT ${limits.expiredAtOnce}`;
export const expiredEditsSql = `
  UPDATE entry SET rest = '${emptiedRest}' 
  WHERE conversation = ? AND target <= ? AND kind = ? AND rest <> '${emptiedRest}'`;

/** Takes what a room has let go out of the copy, with all that is made of it: it is in no file afterwards. */
export function expiredEntries(
  kept: KeptDatabase,
  { keys, kinds, conversations, messages, projections }: Parts,
): Pick<EntryStore, 'dropBelow' | 'filesBelow'> {
  const derived = projections.flatMap(({ kind }) => kind.columns ?? []);
  const sql = prepareAll(kept.database, {
    oldest: oldestEntriesSql(derived),
    remove: 'DELETE FROM entry WHERE conversation = ? AND seq <= ?',
    edits: expiredEditsSql,
    forgetSaved: 'DELETE FROM saved_message WHERE room = ? AND conversation = ? AND seq <= ?',
    isThere: 'SELECT 1 FROM entry WHERE place = ?',
  });

  /** What stood below was read or not: nobody reads it any more. */
  function passOver(row: ConversationRow, last: number): void {
    if (last <= row.readSeq) return;
    for (const projection of projections) projection.tellRead?.(row, last);
    row.readSeq = last;
  }

  return {
    dropBelow: (room, id, firstSeq) =>
      kept.write(() => {
        const { key, copy } = keys.of(room);
        const row = conversations.ensure(copy, id);
        const rows = sql.oldest.all(row.number, firstSeq);
        const isDone = rows.length < limits.expiredAtOnce;
        const last = isDone ? firstSeq - 1 : Number(rows.at(-1)?.['seq']);
        passOver(row, last);
        const conversation = row.number;
        const gone = rows.map(({ place, person, ...columns }) => {
          return { place: Number(place), person: Number(person), conversation, columns };
        });
        for (const projection of projections) projection.tellGone?.(gone, 'wiped');
        sql.remove.run(row.number, last);
        const edit = kinds.find({ name: 'message-edited', who: 'by' });
        if (edit !== undefined) sql.edits.run(row.number, last, edit);
        sql.forgetSaved.run(key, id, last);
        for (const projection of projections) projection.settle?.();
        if (last >= row.lastSeq) Object.assign(row, { firstSeq: 0, lastSeq: 0 });
        else row.firstSeq = Math.max(row.firstSeq, last + 1);
        if (row.lastMessage !== null && !sql.isThere.get(row.lastMessage)) row.lastMessage = null;
        conversations.save(row);
        conversations.raiseOldest(row.number, last + 1);
        messages.forget();
        if (rows.length > 0) kept.wipe();
        return { record: conversations.record(row.number), isDone };
      }),
    filesBelow: (room, id, firstSeq) =>
      kept.read(() => {
        const row = conversations.read(keys.of(room).copy, id);
        const rows = row ? sql.oldest.all(row.number, firstSeq) : [];
        return rows.flatMap((each) =>
          each['files'] === null ? [] : filesIn(String(each['rest'])),
        );
      }),
  };
}

function filesIn(rest: string): FileHash[] {
  const { files = [] } = JSON.parse(rest) as { files?: { hash: FileHash }[] };
  return files.map(({ hash }) => hash);
}
