import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { FileOffer, FileSpace, FileStore } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

const unused = 'NOT EXISTS (SELECT 1 FROM file_use u WHERE u.hash = o.hash)';

const statements = {
  own: 'SELECT size, is_whole AS isWhole FROM file_offer WHERE hash = ? AND account = ?',
  ownBytes: 'SELECT coalesce(sum(max(size, ?)), 0) AS bytes FROM file_offer WHERE account = ?',
  // A copy that is on its way takes space besides the one that is there.
  allBytes: `
    SELECT coalesce(sum(max(size, ?)), 0) AS bytes FROM (
      SELECT hash, max(size) AS size FROM (
        SELECT hash, size FROM file_offer WHERE is_whole = 1 UNION ALL SELECT hash, size FROM file_use
      ) GROUP BY hash
      UNION ALL SELECT hash, size FROM file_offer WHERE is_whole = 0)`,
  offer: `
    INSERT INTO file_offer (hash, account, size, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at`,
  arrived: 'UPDATE file_offer SET is_whole = 1 WHERE hash = ? AND account = ?',
  use: 'INSERT INTO file_use (conversation, seq, hash, size) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  usesOf: 'SELECT hash FROM file_use WHERE conversation = ? AND seq = ?',
  unuse: 'DELETE FROM file_use WHERE conversation = ? AND seq = ?',
  // What was with the message that is gone waits for no other one.
  letGo: `UPDATE file_offer AS o SET at = 0 WHERE hash = ? AND ${unused}`,
  find: `
    SELECT u.size FROM conversation c CROSS JOIN file_use u
    ON u.conversation = c.number AND u.seq = ? AND u.hash = ? WHERE c.name = ?`,
  old: `SELECT hash, account, is_whole AS isWhole FROM file_offer o WHERE at < ? AND ${unused}`,
  oldParts:
    'SELECT hash, account, is_whole AS isWhole FROM file_offer WHERE at < ? AND is_whole = 0',
  forget: 'DELETE FROM file_offer WHERE hash = ? AND account = ?',
  isKept: `
    SELECT 1 FROM file_offer WHERE hash = ?1 AND is_whole = 1
    UNION ALL SELECT 1 FROM file_use WHERE hash = ?1 LIMIT 1`,
};

type Offered = { hash: FileHash; account: AccountId; isWhole: number };

/** Files by what the log has of them: a use for each message that has one, in the transaction that stores it. */
export function fileTable(kept: KeptDatabase): FileStore & LogProjection {
  const sql = prepareAll(kept.database, statements);
  const bytes = (statement: 'ownBytes' | 'allBytes', ...values: string[]): number =>
    Number(sql[statement].get(limits.fileBytesCounted, ...values)?.['bytes']);

  function offer({ hash, size, account, at }: FileOffer, space: FileSpace) {
    const own = sql.own.get(hash, account);
    if (own && own['size'] !== size) return 'no-such-file' as const;
    if (own) {
      sql.offer.run(hash, account, size, at);
      return own['isWhole'] === 1 ? ('whole' as const) : ('wanted' as const);
    }
    const counted = Math.max(size, limits.fileBytesCounted);
    if (bytes('ownBytes', account) + counted > space.perMember)
      return 'no-space-for-member' as const;
    if (bytes('allBytes') + counted > space.perRoom) return 'no-space-for-files' as const;
    sql.offer.run(hash, account, size, at);
    return 'wanted' as const;
  }

  return {
    refuse(draft) {
      if (draft.type !== 'message' || !draft.files) return undefined;
      // Whether a forwarded message has had them is looked up with its words.
      if ('secret' in draft && 'source' in draft.secret) return undefined;
      const areHere = draft.files.every(({ hash, size }) => {
        const own = sql.own.get(hash, draft.from);
        return own?.['isWhole'] === 1 && own['size'] === size;
      });
      return areHere ? undefined : 'no-such-file';
    },
    follow(draft, { conversation, seq }) {
      if (draft.type === 'message') {
        for (const { hash, size } of draft.files ?? []) sql.use.run(conversation, seq, hash, size);
      } else if (draft.type === 'message-deleted') {
        const used = sql.usesOf.all(conversation, draft.target) as { hash: FileHash }[];
        sql.unuse.run(conversation, draft.target);
        for (const { hash } of used) sql.letGo.run(hash);
      }
    },
    offer: (one, space) => kept.write(() => offer(one, space)),
    arrived: ({ hash, account }) =>
      kept.write(() => {
        sql.arrived.run(hash, account);
      }),
    find: ({ in: conversation, seq, hash }) =>
      kept.read(() => {
        const row = sql.find.get(seq, hash, conversation);
        return row && { size: Number(row['size']) };
      }),
    sweep: (before) =>
      kept.write(() => {
        const old = [...sql.old.all(before), ...sql.oldParts.all(before)] as Offered[];
        for (const { hash, account } of old) sql.forget.run(hash, account);
        const whole = new Set(old.filter(({ isWhole }) => isWhole === 1).map(({ hash }) => hash));
        return {
          files: [...whole].filter((hash) => !sql.isKept.get(hash)),
          parts: old
            .filter(({ isWhole }) => isWhole === 0)
            .map(({ hash, account }) => ({ hash, account })),
        };
      }),
  };
}
