import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OutboxItem } from '../../../src-shared/bridge/conversations.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';

/** What waits to be acknowledged, in SQL. A `refusal` of NULL is the state `sending`. */
export class OutboxTable {
  readonly #list: StatementSync;
  readonly #add: StatementSync;
  readonly #change: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync) {
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

  list(room: number): OutboxItem[] {
    return this.#list.all(room).map((row) => ({
      cid: row['cid'] as Cid,
      in: row['conversation'] as ConversationId,
      text: String(row['text']),
      createdAt: Number(row['created_at']),
      state: outboxState(row['refusal'] as string | null),
    }));
  }

  add(room: number, { cid, in: conversation, text, createdAt, state }: OutboxItem): void {
    this.#add.run(room, cid, conversation, text, createdAt, refusalColumn(state));
  }

  change(room: number, cid: Cid, state: OutboxItem['state']): void {
    this.#change.run(refusalColumn(state), room, cid);
  }

  remove(room: number, cid: Cid): void {
    this.#remove.run(room, cid);
  }
}

function refusalColumn(state: OutboxItem['state']): string | null {
  return state.is === 'failed' ? JSON.stringify(state.refusal) : null;
}

export function outboxState(refusal: string | null): OutboxItem['state'] {
  if (refusal === null) return { is: 'sending' };
  return { is: 'failed', refusal: JSON.parse(refusal) as Refusal };
}
