import type { StatementSync } from 'node:sqlite';
import type { AnswerOf } from '../../../src-shared/protocol/protocol.ts';
import type { Receipt } from '../../../src-shared/protocol/receipts.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { ReceiptStore } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';

// ";" follows ":", so these are the names that begin with "direct:".
export const receiptsSql = `
  SELECT m.name, r.account, r.delivered
  FROM conversation_member m CROSS JOIN receipt r
    ON r.conversation = m.conversation AND r.account <> m.account
  WHERE m.account = ? AND m.name >= ? AND m.name < 'direct;'
  ORDER BY m.name LIMIT ?`;

/** How far direct conversations have come, in SQL. */
export class ReceiptTable implements ReceiptStore {
  readonly #kept: KeptDatabase;
  readonly #save: StatementSync;
  readonly #list: StatementSync;

  constructor(kept: KeptDatabase) {
    const { database } = kept;
    this.#kept = kept;
    this.#save = database.prepare(`
      INSERT INTO receipt (conversation, account, delivered)
      SELECT number, :account, :delivered FROM conversation
        WHERE name = :conversation AND last_seq >= :delivered
      ON CONFLICT DO UPDATE SET delivered = max(delivered, excluded.delivered)`);
    this.#list = database.prepare(receiptsSql);
  }

  save(receipts: readonly Receipt[]): Promise<boolean[]> {
    return this.#kept.write(() =>
      receipts.map(({ in: conversation, account, delivered }) => {
        return this.#save.run({ conversation, account, delivered }).changes > 0;
      }),
    );
  }

  list({ account, from }: Parameters<ReceiptStore['list']>[0]): Promise<AnswerOf<'list-receipts'>> {
    const page = limits.rosterPage;
    return this.#kept.read(() => {
      const found = this.#list.all(account, from ?? '', page + 1).map((row) => ({
        in: row['name'] as ConversationId,
        account: row['account'] as AccountId,
        delivered: Number(row['delivered']),
      }));
      return { receipts: found.slice(0, page), next: found[page]?.in };
    });
  }
}
