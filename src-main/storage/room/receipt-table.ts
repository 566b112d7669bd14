import type { Receipt } from '../../../src-shared/protocol/receipts.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { ReceiptStore } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';

// Of those that one is in: direct ones, and ";" follows ":", so groups too.
export const receiptsSql = `
  SELECT m.name AS "in", r.account, iif(r.account = m.account, 0, r.delivered) AS delivered, r.read
  FROM conversation_member m CROSS JOIN receipt r ON r.conversation = m.conversation
  WHERE m.account = ? AND m.name >= ? AND m.name < 'group;' AND m.last_seq IS NULL
    AND (r.read > 0 OR (r.account <> m.account AND r.delivered > 0 AND m.name < 'direct;'))
  ORDER BY m.name LIMIT ?`;

const statements = {
  // read: -1 if nothing is said of it, 0 if it is not to be known any more.
  save: `
    INSERT INTO receipt (conversation, account, delivered, read)
    SELECT number, :account, :delivered, max(0, :read) FROM conversation
      WHERE name = :conversation AND last_seq >= max(:delivered, :read)
    ON CONFLICT DO UPDATE SET
      delivered = max(delivered, excluded.delivered),
      read = CASE :read WHEN -1 THEN read WHEN 0 THEN 0 ELSE max(read, :read) END`,
  list: receiptsSql,
};

type Row = { in: Receipt['in']; account: Receipt['account']; delivered: number; read: number };

/** How far conversations have come, in SQL. */
export function receiptTable(kept: KeptDatabase): ReceiptStore {
  const sql = prepareAll(kept.database, statements);
  const page = limits.rosterPage;
  return {
    save: (receipts) =>
      kept.write(() =>
        receipts.map(({ in: conversation, account, delivered = 0, read = -1 }) => {
          return sql.save.run({ conversation, account, delivered, read }).changes > 0;
        }),
      ),
    list: ({ account, from = '' }) =>
      kept.read(() => {
        const found = sql.list.all(account, from, page + 1) as Row[];
        return { receipts: found.slice(0, page).map(receiptOf), next: found[page]?.in };
      }),
  };
}

function receiptOf({ in: id, account, delivered, read }: Row): Receipt {
  return {
    in: id,
    account,
    ...(delivered > 0 ? { delivered } : {}),
    ...(read > 0 ? { read } : {}),
  };
}
