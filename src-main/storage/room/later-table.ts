import type { LaterMessage } from '../../../src-shared/protocol/later.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { LaterStore, LaterOfAccount } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';
import type { RetentionTable } from './retention-table.ts';

const columns = 'account, cid, conversation, text, reply, at, refusal';
export const dueSql = `SELECT ${columns} FROM later WHERE refusal IS NULL AND at <= ? ORDER BY at LIMIT ?`;

/** As it was read: neither cancelled nor changed since then. */
const asRead =
  'account = ? AND cid = ? AND conversation = ? AND text = ? AND reply IS ? AND at = ?';
export const waitsSql = `SELECT 1 FROM later WHERE ${asRead}`;

const statements = {
  isSent: 'SELECT 1 FROM entry WHERE cid = ? AND account = ?',
  isKept: 'SELECT 1 FROM later WHERE account = ? AND cid = ?',
  countOwn: 'SELECT count(*) AS count FROM later WHERE account = ?',
  countAll: 'SELECT count(*) AS count FROM later',
  save: `
    INSERT INTO later (${columns}) VALUES (?, ?, ?, ?, ?, ?, NULL)
    ON CONFLICT DO UPDATE SET conversation = excluded.conversation, text = excluded.text,
      reply = excluded.reply, at = excluded.at, refusal = NULL`,
  list: `SELECT ${columns} FROM later WHERE account = ? ORDER BY at, cid`,
  remove: 'DELETE FROM later WHERE account = ? AND cid = ?',
  waits: waitsSql,
  refuse: `UPDATE later SET refusal = ? WHERE ${asRead}`,
  due: dueSql,
};

/** So many are sent in one go. */
const dueAtOnce = 50;

type Row = {
  account: AccountId;
  cid: Cid;
  conversation: ConversationId;
  text: string;
  reply: number | null;
  at: number;
  refusal: string | null;
};

/**
 * What waits to be sent at a time. It goes in the transaction that stores its message, so it is sent once whatever
 * happens in between. `isFull` refuses what is new, as with what is said at once.
 */
export function laterTable(
  kept: KeptDatabase,
  { findGone, isFull }: Pick<RetentionTable, 'findGone'> & { isFull: () => boolean },
): LaterStore & LogProjection {
  const sql = prepareAll(kept.database, statements);
  const count = (statement: 'countOwn' | 'countAll', ...values: string[]) =>
    Number(sql[statement].get(...values)?.['count']);
  return {
    // In the transaction that stores it: whoever was told that it is cancelled does not hear it.
    refuse(draft) {
      if (draft.type !== 'message' || draft.cid === undefined) return undefined;
      if (!('secret' in draft) || !('dueAt' in draft.secret)) return undefined;
      const { from, in: conversation, cid, text, reply, secret } = draft;
      const read = { account: from, in: conversation, cid, text, reply, at: secret.dueAt };
      return sql.waits.get(...valuesOf(read)) ? undefined : 'no-such-later';
    },
    follow(draft) {
      if (draft.type === 'message' && draft.cid !== undefined)
        sql.remove.run(draft.from, draft.cid);
    },
    save: ({ account, in: conversation, cid, text, reply, at }) =>
      kept.write(() => {
        // The log would take it for said again, and it would wait for ever.
        const isSent = sql.isSent.get(cid, account) ?? findGone({ in: conversation, account, cid });
        if (isSent) return 'cid-used';
        const isNew = !sql.isKept.get(account, cid);
        if (isNew && isFull()) return 'store-full';
        const isOver =
          count('countOwn', account) >= limits.laterPerAccount ||
          count('countAll') >= limits.laterPerRoom;
        if (isNew && isOver) return 'too-many-later';
        sql.save.run(account, cid, conversation, text, reply ?? null, at);
        return undefined;
      }),
    list: (account) =>
      kept.read(() => (sql.list.all(account) as Row[]).map((row) => laterOfRow(row))),
    cancel: (account, cid) =>
      kept.write(() => {
        const isGone = sql.remove.run(account, cid).changes > 0;
        if (isGone) kept.wipe();
        return isGone;
      }),
    noteRefusal: (later, refusal) =>
      kept.write(() => {
        sql.refuse.run(refusal, ...valuesOf(later));
      }),
    due: (at) =>
      kept.read(() =>
        (sql.due.all(at, dueAtOnce) as Row[]).map((row): LaterOfAccount => ({
          account: row.account,
          ...laterOfRow(row),
        })),
      ),
  };
}

function valuesOf({ account, cid, in: conversation, text, reply, at }: LaterOfAccount) {
  return [account, cid, conversation, text, reply ?? null, at];
}

function laterOfRow({ conversation, cid, text, reply, at, refusal }: Row): LaterMessage {
  return {
    in: conversation,
    cid,
    text,
    at,
    ...(reply === null ? {} : { reply }),
    ...(refusal === null ? {} : { refusal }),
  };
}
