import type { Receipt } from '../../../src-shared/protocol/receipts.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { ReceiptStore } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';

// ";" follows ":", so these are the names that begin with "direct:".
export const receiptsSql = `
  SELECT m.name AS "in", r.account, r.delivered
  FROM conversation_member m CROSS JOIN receipt r
    ON r.conversation = m.conversation AND r.account <> m.account
  WHERE m.account = ? AND m.name >= ? AND m.name < 'direct;'
  ORDER BY m.name LIMIT ?`;

const statements = {
  save: `
    INSERT INTO receipt (conversation, account, delivered)
    SELECT number, :account, :delivered FROM conversation
      WHERE name = :conversation AND last_seq >= :delivered
    ON CONFLICT DO UPDATE SET delivered = max(delivered, excluded.delivered)`,
  list: receiptsSql,
};

/** How far direct conversations have come, in SQL. */
export function receiptTable(kept: KeptDatabase): ReceiptStore {
  const sql = prepareAll(kept.database, statements);
  const page = limits.rosterPage;
  return {
    save: (receipts) =>
      kept.write(() =>
        receipts.map(({ in: conversation, account, delivered }) => {
          return sql.save.run({ conversation, account, delivered }).changes > 0;
        }),
      ),
    list: ({ account, from = '' }) =>
      kept.read(() => {
        const found = sql.list.all(account, from, page + 1) as Receipt[];
        return { receipts: found.slice(0, page), next: found[page]?.in };
      }),
  };
}
