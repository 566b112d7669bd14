import type { StatementSync } from 'node:sqlite';
import type { OutboxItem } from '../../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { OutboxStore } from '../../client/replica/outbox-store.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { RoomKeyTable } from './room-keys.ts';

/** What waits to be acknowledged, in SQL. A `refusal` of NULL is the state `sending`. */
export class OutboxTable implements OutboxStore {
  readonly #kept: KeptDatabase;
  readonly #keys: RoomKeyTable;
  readonly #list: StatementSync;
  readonly #add: StatementSync;
  readonly #change: StatementSync;
  readonly #remove: StatementSync;

  constructor(kept: KeptDatabase, keys: RoomKeyTable) {
    const { database } = kept;
    this.#kept = kept;
    this.#keys = keys;
    this.#list = database.prepare(`
      SELECT cid, conversation, text, created_at, refusal FROM outbox
      WHERE room = ? ORDER BY position`);
    this.#add = database.prepare(`
      INSERT INTO outbox (room, cid, conversation, text, created_at, refusal)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (room, cid) DO UPDATE SET conversation = excluded.conversation,
        text = excluded.text, created_at = excluded.created_at, refusal = excluded.refusal`);
    this.#change = database.prepare('UPDATE outbox SET refusal = ? WHERE room = ? AND cid = ?');
    this.#remove = database.prepare('DELETE FROM outbox WHERE room = ? AND cid = ?');
  }

  list(room: RoomId): Promise<OutboxItem[]> {
    return this.#kept.read(() =>
      this.#list.all(this.#keys.of(room).key).map((row) => ({
        cid: row['cid'] as Cid,
        in: row['conversation'] as ConversationId,
        text: String(row['text']),
        createdAt: Number(row['created_at']),
        state: outboxState(row['refusal'] as string | null),
      })),
    );
  }

  add(room: RoomId, item: OutboxItem): Promise<void> {
    return this.#kept.write(() => this.put(this.#keys.of(room).key, item));
  }

  change(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void> {
    return this.#kept.write(() => {
      this.#change.run(refusalColumn(state), this.#keys.of(room).key, cid);
    });
  }

  remove(room: RoomId, cid: Cid): Promise<void> {
    return this.#kept.write(() => this.take(this.#keys.of(room).key, cid));
  }

  /** Within a transaction. */
  put(key: number, { cid, in: conversation, text, createdAt, state }: OutboxItem): void {
    this.#add.run(key, cid, conversation, text, createdAt, refusalColumn(state));
  }

  /** Within a transaction. */
  take(key: number, cid: Cid): void {
    this.#remove.run(key, cid);
  }
}

function refusalColumn(state: OutboxItem['state']): string | null {
  return state.is === 'failed' ? JSON.stringify(state.refusal) : null;
}

export function outboxState(refusal: string | null): OutboxItem['state'] {
  if (refusal === null) return { is: 'sending' };
  return { is: 'failed', refusal: JSON.parse(refusal) as Refusal };
}
