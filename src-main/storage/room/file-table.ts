import type { StatementSync } from 'node:sqlite';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Picture } from '../../../src-shared/protocol/pictures.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { FileOffer, FilesGone, FileStore, OwnFile, PromisedFile } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

const unused = `NOT EXISTS (SELECT 1 FROM file_use u WHERE u.hash = o.hash AND u.is_kept = 1)
  AND NOT EXISTS (SELECT 1 FROM picture p WHERE p.hash = o.hash)`;
/** Of the room, among those of accounts. */
const ofRoom = 'room';

/** Of a conversation, by its number in the database. */
type NumberRange = readonly [conversation: number, first: number, last: number];

const statements = {
  own: 'SELECT size, is_whole AS isWhole FROM file_offer WHERE hash = ? AND account = ?',
  ownBytes: 'SELECT coalesce(sum(max(size, ?)), 0) AS bytes FROM file_offer WHERE account = ?',
  // A copy that is on its way takes space besides the one that is there.
  allBytes: `
    SELECT coalesce(sum(max(size, ?)), 0) AS bytes FROM (
      SELECT hash, max(size) AS size FROM (
        SELECT hash, size FROM file_offer WHERE is_whole = 1 UNION ALL SELECT hash, size FROM file_use WHERE is_kept = 1
        UNION ALL SELECT hash, size FROM picture
      ) GROUP BY hash
      UNION ALL SELECT hash, size FROM file_offer WHERE is_whole = 0)`,
  offer: `
    INSERT INTO file_offer (hash, account, size, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, is_used = 0`,
  begun: 'UPDATE file_offer SET is_begun = 1, at = max(at, ?) WHERE hash = ? AND account = ?',
  arrived: 'UPDATE file_offer SET is_whole = 1 WHERE hash = ? AND account = ?',
  // Promises past what one account may have open; the last ones stay.
  tooMany: `
    DELETE FROM file_offer WHERE account = ?1 AND is_begun = 0 AND is_whole = 0 AND hash NOT IN (
      SELECT hash FROM file_offer WHERE account = ?1 AND is_begun = 0 AND is_whole = 0
      ORDER BY at DESC, hash LIMIT ?2)`,
  use: `
    INSERT INTO file_use (conversation, seq, hash, size, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  used: 'UPDATE file_offer SET is_used = 1 WHERE hash = ? AND account = ?',
  picture: 'SELECT hash, size FROM picture WHERE owner = ?',
  setPicture: 'INSERT OR REPLACE INTO picture (owner, hash, size) VALUES (?, ?, ?)',
  removePicture: 'DELETE FROM picture WHERE owner = ?',
  findPicture: 'SELECT size, 1 AS isKept FROM picture WHERE hash = ? LIMIT 1',
  unuse: 'DELETE FROM file_use WHERE conversation = ? AND seq BETWEEN ? AND ? RETURNING hash',
  // What was with a message that is gone waits for no other one, unless somebody has brought it for one.
  letGo: `UPDATE file_offer AS o SET at = 0 WHERE hash = ? AND is_used = 1 AND ${unused}`,
  tooOld: 'UPDATE file_use SET is_kept = 0 WHERE is_kept = 1 AND at < ? RETURNING hash',
  find: `
    SELECT u.size, u.is_kept AS isKept, e.account AS sender FROM conversation c
    CROSS JOIN file_use u ON u.conversation = c.number AND u.seq = ? AND u.hash = ?
    JOIN entry e ON e.conversation = u.conversation AND e.seq = u.seq WHERE c.name = ?`,
  old: `SELECT hash, account, is_whole AS isWhole FROM file_offer o WHERE at < ? AND ${unused}`,
  oldParts: `
    SELECT hash, account, is_whole AS isWhole FROM file_offer
    WHERE is_whole = 0 AND (at < ?1 OR (is_begun = 0 AND at < ?2))`,
  forget: 'DELETE FROM file_offer WHERE hash = ? AND account = ?',
  isKept: `
    SELECT 1 FROM file_offer WHERE hash = ?1 AND is_whole = 1
    UNION ALL SELECT 1 FROM file_use WHERE hash = ?1 AND is_kept = 1
    UNION ALL SELECT 1 FROM picture WHERE hash = ?1 LIMIT 1`,
  // What came whole is let go as after its message: another message may have it.
  drop: `
    DELETE FROM file_offer AS o WHERE hash = ? AND account = ? AND (is_whole = 0 OR ${unused})
    RETURNING is_whole AS isWhole`,
  byMember: `
    SELECT account, sum(max(size, ?1)) AS bytes FROM file_offer
    GROUP BY account ORDER BY bytes DESC, account LIMIT ?2`,
};

type Offered = { hash: FileHash; account: AccountId; isWhole: number };

export type FileTable = FileStore &
  LogProjection & {
    /** Within a transaction: no message of these numbers has a file any more. */
    unuse(...range: NumberRange): void;
    /** Of the room; within a transaction, or a read. */
    readPicture(): Picture | undefined;
  };

/** Files by what the log has of them: a use for each message that has one, in the transaction that stores it. */
export function fileTable(kept: KeptDatabase): FileTable {
  const sql = prepareAll(kept.database, statements);
  const bytes = (statement: 'ownBytes' | 'allBytes', ...values: string[]): number =>
    Number(sql[statement].get(limits.fileBytesCounted, ...values)?.['bytes']);

  function offer({ hash, size, account, at }: FileOffer, space: Parameters<FileStore['offer']>[1]) {
    const own = sql.own.get(hash, account);
    if (own && own['size'] !== size) return 'no-such-file' as const;
    const isWhole = own?.['isWhole'] === 1;
    if (space.isDiskFull && !isWhole) return 'no-space-on-disk' as const;
    if (own) {
      sql.offer.run(hash, account, size, at);
      return isWhole ? ('whole' as const) : ('wanted' as const);
    }
    const counted = Math.max(size, limits.fileBytesCounted);
    if (bytes('ownBytes', account) + counted > space.memberBytes)
      return 'no-space-for-member' as const;
    if (bytes('allBytes') + counted > space.roomBytes) return 'no-space-for-files' as const;
    sql.tooMany.run(account, limits.promisedFilesPerAccount - 1);
    sql.offer.run(hash, account, size, at);
    return 'wanted' as const;
  }

  const isPromised = ({ hash, account, size }: PromisedFile): boolean =>
    sql.own.get(hash, account)?.['size'] === size;
  const isExpected = (hash: FileHash, account: AccountId): boolean =>
    sql.own.get(hash, account)?.['isWhole'] === 0;

  return {
    readPicture: () => pictureOf(sql, ofRoom),
    refuse(draft) {
      const isHere = (account: AccountId, { hash, size }: { hash: FileHash; size: number }) => {
        const own = sql.own.get(hash, account);
        return own?.['isWhole'] === 1 && own['size'] === size;
      };
      if (draft.type === 'picture-set')
        return !draft.picture || isHere(draft.by, draft.picture) ? undefined : 'no-such-file';
      if (draft.type !== 'message' || !draft.files) return undefined;
      // Whether a forwarded message has had them is looked up with its words.
      if ('secret' in draft && 'source' in draft.secret) return undefined;
      return draft.files.every((file) => isHere(draft.from, file)) ? undefined : 'no-such-file';
    },
    unuse: (...range) => unuse(sql, range),
    follow: (draft, place) => follow(sql, draft, place),
    offer: (one, space) => kept.write(() => offer(one, space)),
    drop: (file) => kept.write(() => drop(sql, file)),
    begun: (file) =>
      kept.write(() => {
        if (!isPromised(file)) return false;
        sql.begun.run(file.at, file.hash, file.account);
        return true;
      }),
    arrived: (file) =>
      kept.write(() => {
        if (!isPromised(file)) return false;
        sql.arrived.run(file.hash, file.account);
        return true;
      }),
    find: (place) =>
      kept.read(() => {
        const row =
          'seq' in place
            ? sql.find.get(place.seq, place.hash, place.in)
            : sql.findPicture.get(place.hash);
        const from = row?.['sender'] as AccountId | undefined;
        return row && { size: Number(row['size']), isKept: row['isKept'] === 1, from };
      }),
    sweep: (since) => kept.write(() => sweep(sql, since)),
    strays: ({ files, parts }) =>
      kept.read(() => ({
        files: files.filter((hash) => !sql.isKept.get(hash)),
        parts: parts.filter(({ hash, account }: OwnFile) => !isExpected(hash, account)),
      })),
    usage: (mostMembers) =>
      kept.read(() => ({
        bytes: bytes('allBytes'),
        ofMembers: sql.byMember.all(limits.fileBytesCounted, mostMembers).map((row) => ({
          account: row['account'] as AccountId,
          bytes: Number(row['bytes']),
        })),
      })),
  };
}

function drop(sql: Sql, { hash, account }: OwnFile): FilesGone {
  const dropped = sql.drop.get(hash, account);
  if (!dropped) return { files: [], parts: [] };
  if (dropped['isWhole'] === 0) return { files: [], parts: [{ hash, account }] };
  return { files: sql.isKept.get(hash) ? [] : [hash], parts: [] };
}

function unuse(sql: Sql, range: NumberRange): void {
  const used = sql.unuse.all(...range) as { hash: FileHash }[];
  for (const { hash } of used) sql.letGo.run(hash);
}

/** Of an account, or of the room. */
function pictureOf(sql: Pick<Sql, 'picture'>, owner: string): Picture | undefined {
  const row = sql.picture.get(owner);
  return row && { hash: row['hash'] as FileHash, size: Number(row['size']) };
}

const follow = (
  sql: Sql,
  ...[draft, { conversation, seq }]: Parameters<LogProjection['follow']>
) => {
  if (draft.type === 'message') {
    for (const { hash, size } of draft.files ?? []) {
      sql.use.run(conversation, seq, hash, size, draft.at);
      sql.used.run(hash, draft.from);
    }
  } else if (draft.type === 'message-deleted') {
    unuse(sql, [conversation, draft.target, draft.target]);
  } else if (draft.type === 'picture-set') {
    const owner = draft.of === 'room' ? ofRoom : draft.by;
    const before = pictureOf(sql, owner);
    if (draft.picture) {
      sql.setPicture.run(owner, draft.picture.hash, draft.picture.size);
      sql.used.run(draft.picture.hash, draft.by);
    } else sql.removePicture.run(owner);
    if (before) sql.letGo.run(before.hash);
  }
};

type Sql = Record<keyof typeof statements, StatementSync>;

/** What is forgotten, and what of it nobody else has. */
function sweep(
  sql: Sql,
  { now, keptSince, broughtSince, promisedSince, moving }: Parameters<FileStore['sweep']>[0],
): FilesGone {
  for (const { hash, account } of moving) sql.begun.run(now, hash, account);
  const tooOld = sql.tooOld.all(keptSince) as { hash: FileHash }[];
  for (const { hash } of tooOld) sql.letGo.run(hash);
  const old = [
    ...sql.old.all(broughtSince),
    ...sql.oldParts.all(broughtSince, promisedSince),
  ] as Offered[];
  for (const { hash, account } of old) sql.forget.run(hash, account);
  // What is not said to be whole may lie there, too, if the store failed when it came.
  const gone = [...tooOld, ...old];
  return {
    files: [...new Set(gone.map(({ hash }) => hash))].filter((hash) => !sql.isKept.get(hash)),
    parts: old
      .filter(({ isWhole }) => isWhole === 0)
      .map(({ hash, account }) => ({ hash, account })),
  };
}
