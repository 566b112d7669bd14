import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { GroupRecord, GroupRecordStore, MemberStore } from '../../client/replica/people.ts';
import type { Keep } from '../../../src-shared/protocol/retention.ts';
import type { Role } from '../../../src-shared/protocol/roles.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

const ofMembers = {
  list: 'SELECT account, name, last_seen_at, guest, role FROM member WHERE copy = ? ORDER BY account',
  save: `
    INSERT OR REPLACE INTO member (copy, account, name, last_seen_at, guest, role)
    VALUES (?, ?, ?, ?, ?, ?)`,
  clear: 'DELETE FROM member WHERE copy = ?',
};

export type MemberTable = MemberStore & { clear(copy: number): void };

/** The rosters in SQL. */
export function memberTable(kept: KeptDatabase, keys: RoomKeyTable): MemberTable {
  const sql = prepareAll(kept.database, ofMembers);
  return {
    list: (room) =>
      kept.read(() =>
        sql.list.all(keys.of(room).copy).map((row) => ({
          account: row['account'] as AccountId,
          name: String(row['name']),
          presence: 'offline',
          ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
          ...(row['guest'] === 1 ? { guest: true } : {}),
          ...(row['role'] === null ? {} : { role: row['role'] as Role }),
        })),
      ),
    save: (room, members) =>
      kept.write(() => {
        const { copy } = keys.of(room);
        for (const { account, name, lastSeenAt, guest, role } of members) {
          const standing = [lastSeenAt ?? null, guest ? 1 : 0, role ?? null] as const;
          sql.save.run(copy, account, name, ...standing);
        }
      }),
    clear(copy) {
      sql.clear.run(copy);
    },
  };
}

const ofGroups = {
  list: `
    SELECT conversation, name, owner, members, first_seq, read_only, standing, topic, keep
    FROM group_conversation WHERE copy = ? ORDER BY conversation`,
  save: `
    INSERT OR REPLACE INTO group_conversation
      (copy, conversation, name, owner, members, first_seq, read_only, standing, topic, keep)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  firstSeq: 'SELECT first_seq FROM group_conversation WHERE copy = ? AND conversation = ?',
  clear: 'DELETE FROM group_conversation WHERE copy = ?',
};

type OfTopic = NonNullable<GroupRecord['topic']>;

export type GroupTable = GroupRecordStore & {
  /** The first number that may be read; 1 for anything but a known group. */
  firstSeq(copy: number, conversation: ConversationId): number;
  clear(copy: number): void;
};

/** What is known of group conversations, in SQL. */
export function groupTable(kept: KeptDatabase, keys: RoomKeyTable): GroupTable {
  const sql = prepareAll(kept.database, ofGroups);
  return {
    list: (room) =>
      kept.read(() =>
        sql.list.all(keys.of(room).copy).map((row) => ({
          in: row['conversation'] as ConversationId,
          name: String(row['name']),
          owner: row['owner'] as AccountId,
          members: JSON.parse(String(row['members'])) as AccountId[],
          firstSeq: Number(row['first_seq']),
          ...(row['read_only'] === 1 ? { readOnly: true } : {}),
          standing: row['standing'] === 'member' ? 'member' : 'left',
          ...(row['keep'] === null ? {} : { keep: JSON.parse(String(row['keep'])) as Keep }),
          ...(row['topic'] === null ? {} : { topic: JSON.parse(String(row['topic'])) as OfTopic }),
        })),
      ),
    save: (room, groups) =>
      kept.write(() => {
        const { copy } = keys.of(room);
        for (const { in: conversation, name, owner, members, firstSeq, ...group } of groups) {
          const { standing, readOnly = false, topic, keep } = group;
          const ofTopic = topic ? JSON.stringify(topic) : null;
          const rule = keep === undefined ? null : JSON.stringify(keep);
          const rest = [firstSeq, Number(readOnly), standing, ofTopic, rule] as const;
          sql.save.run(copy, conversation, name, owner, JSON.stringify(members), ...rest);
        }
      }),
    firstSeq: (copy, conversation) =>
      Number(sql.firstSeq.get(copy, conversation)?.['first_seq'] ?? 1),
    clear(copy) {
      sql.clear.run(copy);
    },
  };
}
