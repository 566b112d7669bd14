import type { OutboxItem } from '../../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { wellFormedJson } from '../../../src-shared/protocol/entry-parts.ts';
import type { Unsaid } from '../../../src-shared/protocol/said.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { KeptItem, OutboxStore } from '../../client/replica/outbox-store.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

const statements = {
  list: `
    SELECT cid, conversation, said, created_at, refusal, went_out FROM outbox
    WHERE room = ? ORDER BY position`,
  put: `
    INSERT INTO outbox (room, cid, conversation, said, created_at, refusal, went_out)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (room, cid) DO UPDATE SET conversation = excluded.conversation,
      said = excluded.said, created_at = excluded.created_at, refusal = excluded.refusal,
      went_out = excluded.went_out`,
  change: 'UPDATE outbox SET refusal = ? WHERE room = ? AND cid = ?',
  noteWentOut: 'UPDATE outbox SET went_out = 1 WHERE room = ? AND cid = ?',
  take: 'DELETE FROM outbox WHERE room = ? AND cid = ?',
};

export type OutboxTable = OutboxStore & {
  /** Within a transaction. */
  put(key: number, item: KeptItem): void;
  /** Within a transaction. */
  take(key: number, cid: Cid): void;
};

/** What waits to be acknowledged, in SQL. A `refusal` of NULL is the state `sending`. */
export function outboxTable(kept: KeptDatabase, keys: RoomKeyTable): OutboxTable {
  const sql = prepareAll(kept.database, statements);
  const keyOf = (room: RoomId): number => keys.of(room).key;
  const table: OutboxTable = {
    list: (room) =>
      kept.read(() =>
        sql.list.all(keyOf(room)).map((row) => ({
          cid: row['cid'] as Cid,
          in: row['conversation'] as ConversationId,
          said: JSON.parse(String(row['said'])) as Unsaid,
          createdAt: Number(row['created_at']),
          state: outboxState(row['refusal'] as string | null),
          ...(row['went_out'] === 1 ? { wentOut: true as const } : {}),
        })),
      ),
    add: (room, item) => kept.write(() => table.put(keyOf(room), item)),
    change: (room, cid, state) =>
      kept.run(sql.change, () => [refusalColumn(state), keyOf(room), cid]),
    noteWentOut: (room, cid) => kept.run(sql.noteWentOut, () => [keyOf(room), cid]),
    remove: (room, cid) => kept.write(() => table.take(keyOf(room), cid)),
    put(key, { cid, in: conversation, said, createdAt, state, wentOut }) {
      const request = wellFormedJson(said);
      sql.put.run(
        key,
        cid,
        conversation,
        request,
        createdAt,
        refusalColumn(state),
        wentOut ? 1 : 0,
      );
    },
    take(key, cid) {
      sql.take.run(key, cid);
    },
  };
  return table;
}

function refusalColumn(state: OutboxItem['state']): string | null {
  return state.is === 'failed' ? JSON.stringify(state.refusal) : null;
}

export function outboxState(refusal: string | null): OutboxItem['state'] {
  if (refusal === null) return { is: 'sending' };
  return { is: 'failed', refusal: JSON.parse(refusal) as Refusal };
}
