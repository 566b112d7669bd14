import { createHash } from 'node:crypto';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import { everyone, hasMembers, hostAccount } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { may } from '../../../src-shared/protocol/roles.ts';
import type { LogDraft } from '../../room/system-entries.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { FileTable } from './file-table.ts';
import type { LogProjection } from './log-projection.ts';
import { rolesIn } from './moderation-table.ts';

const inRange = 'WHERE conversation = ? AND seq BETWEEN ? AND ?';
export const goneCidsSql = `
  SELECT id, seq, at, cid, account FROM entry ${inRange} AND cid IS NOT NULL`;
export const goneEditsSql = `
  UPDATE entry SET rest = '${emptiedRest}'
  WHERE conversation = ? AND target BETWEEN ? AND ? AND kind = ?`;
// What the record tells stays: it holds nothing that was said.
export const removeGoneSql = `
  DELETE FROM entry ${inRange} AND id NOT IN (SELECT entry FROM record)`;

const statements = {
  setOfRoom: 'UPDATE room SET keep = ?',
  setOfGroup: 'UPDATE group_conversation SET keep = ? WHERE conversation = ?',
  isIn: 'SELECT 1 FROM conversation_member WHERE account = ? AND name = ? AND last_seq IS NULL',
  range: 'SELECT first_seq AS firstSeq, last_seq AS lastSeq FROM conversation WHERE name = ?',
  moveFirst: 'UPDATE conversation SET first_seq = ? WHERE number = ?',
  cids: goneCidsSql,
  keepCid: 'INSERT INTO expired_cid (hash, id, seq, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  findCid: 'SELECT id, seq, at FROM expired_cid WHERE hash = ?',
  edits: goneEditsSql,
  pins: `DELETE FROM pin ${inRange}`,
  remove: removeGoneSql,
};

type Held = { firstSeq: number; lastSeq: number };
type Place = { id: number; seq: number; at: number };
type OwnCid = { in: ConversationId; account: AccountId; cid: Cid };

export type RetentionTable = LogProjection & {
  /** What was sent under this cid and is gone: said once more it is not said again (W4). */
  findGone: (own: OwnCid) => Place | undefined;
};

/** How long conversations are kept, and what goes by that, in the transaction that tells it. */
export function retentionTable(
  kept: KeptDatabase,
  { kinds, files }: { kinds: KindTable; files: FileTable },
): RetentionTable {
  const sql = prepareAll(kept.database, statements);
  const roleNow = rolesIn(kept.database);
  const held = (id: ConversationId) => sql.range.get(id) as Held | undefined;

  function remove({ in: id, target }: Draft<'expired'>, number: number): void {
    const range = [number, held(id)?.firstSeq ?? 1, target] as const;
    for (const { account, cid, ...place } of sql.cids.all(...range) as (OwnCid & Place)[])
      sql.keepCid.run(hashOf({ in: id, account, cid }), place.id, place.seq, place.at);
    files.unuse(...range);
    sql.pins.run(...range);
    sql.edits.run(...range, kinds.ensure({ name: 'message-edited', who: 'by' }));
    sql.remove.run(...range);
    sql.moveFirst.run(target + 1, number);
    kept.wipe();
  }

  function mayChange({ in: id, by }: Draft<'retention-changed'>): boolean {
    if (by === hostAccount) return true;
    const isIn = !hasMembers(id) || sql.isIn.get(by, id) !== undefined;
    return isIn && may(roleNow(by), 'change-room');
  }

  return {
    findGone: (own) => sql.findCid.get(hashOf(own)) as Place | undefined,
    refuse(draft) {
      if (draft.type === 'retention-changed') return mayChange(draft) ? undefined : 'not-allowed';
      if (draft.type !== 'expired') return undefined;
      const here = held(draft.in);
      // Of two hosts that take the same step, one has taken it.
      const isNext = here && draft.target >= here.firstSeq && draft.target <= here.lastSeq;
      return isNext ? undefined : 'no-such-message';
    },
    follow(draft, { conversation }) {
      if (draft.type === 'expired') return remove(draft, conversation);
      if (draft.type !== 'retention-changed') return;
      const { in: id, keep } = draft;
      const isUsual = keep === (id === everyone ? 'all' : 'as-room');
      const column = isUsual ? null : JSON.stringify(keep);
      if (id === everyone) sql.setOfRoom.run(column);
      else sql.setOfGroup.run(column, conversation);
    },
  };
}

type Draft<K extends LogDraft['type']> = Extract<LogDraft, { type: K }>;

/** Nothing of who said it, and when, can be read in that. */
function hashOf({ in: conversation, account, cid }: OwnCid): Uint8Array {
  return createHash('sha256').update(`${conversation} ${account} ${cid}`).digest().subarray(0, 16);
}
