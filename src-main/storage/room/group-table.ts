import type { DatabaseSync } from 'node:sqlite';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { LogRefusal, StoredGroup } from '../../room/ports.ts';
import type { LogDraft } from '../../room/system-entries.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

export const longestMemberSql = `
  SELECT account FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' AND last_seq IS NULL ORDER BY first_seq LIMIT 1`;
export const groupMembersSql = `
  SELECT account, first_seq AS firstSeq, last_seq AS lastSeq FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' ORDER BY first_seq`;

export const findGroupSql = `
  SELECT g.conversation, g.owner FROM conversation c
  CROSS JOIN group_conversation g ON g.conversation = c.number WHERE c.name = ?`;
export const memberSql = `
  SELECT 1 FROM conversation_member WHERE account = ? AND name = ? AND last_seq IS NULL`;
export const countMembersSql = `
  SELECT count(*) AS count FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' AND last_seq IS NULL`;

type Draft<K extends LogDraft['type']> = Extract<LogDraft, { type: K }>;

const statements = {
  list: `
    SELECT g.conversation, c.name AS "in", g.name, g.owner
    FROM group_conversation g CROSS JOIN conversation c ON c.number = g.conversation
    ORDER BY g.conversation`,
  members: groupMembersSql,
  find: findGroupSql,
  member: memberSql,
  countMembers: countMembersSql,
  add: `
    INSERT INTO group_conversation (conversation, name, owner) VALUES (?, '', ?)
    ON CONFLICT DO NOTHING`,
  rename: 'UPDATE group_conversation SET name = ? WHERE conversation = ?',
  addMember: `
    INSERT INTO conversation_member (account, name, conversation, first_seq) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_seq = NULL, last_id = NULL`,
  removeMember: `
    UPDATE conversation_member SET last_seq = ?, last_id = ?
    WHERE account = ? AND name = ? AND last_seq IS NULL`,
  longestMember: longestMemberSql,
  changeOwner: 'UPDATE group_conversation SET owner = ? WHERE conversation = ? AND owner = ?',
};

export type GroupTable = LogProjection & { list(): StoredGroup[] };

/** The groups in SQL, as the log's entries have made them. */
export function groupTable(database: DatabaseSync): GroupTable {
  const sql = prepareAll(database, statements);

  const isIn = (id: ConversationId, account: AccountId): boolean =>
    sql.member.get(account, id) !== undefined;

  const refuseOutsider = (id: ConversationId, account: AccountId): LogRefusal | undefined =>
    isIn(id, account) ? undefined : 'no-such-conversation';

  function refuseOwner({ in: id, by }: Draft<'added' | 'removed' | 'renamed'>) {
    const outsider = refuseOutsider(id, by);
    if (outsider) return outsider;
    return sql.find.get(id)?.['owner'] === by ? undefined : 'not-the-owner';
  }

  /** Who makes a group is the first to be added, and by nobody else. */
  function refuseAdded(draft: Draft<'added'>): LogRefusal | undefined {
    const { in: id, by, account } = draft;
    const group = sql.find.get(id);
    if (!group) return by === account ? undefined : 'no-such-conversation';
    if (by === account) return 'group-exists';
    const refusal = refuseOwner(draft);
    if (refusal) return refusal;
    if (isIn(id, account)) return 'already-in-group';
    const count = Number(sql.countMembers.get(group['conversation'] ?? null)?.['count']);
    return count >= limits.groupMembers ? 'group-full' : undefined;
  }

  return {
    /** Within a transaction, or a read. */
    list: () =>
      sql.list.all().map((row) => ({
        in: row['in'] as ConversationId,
        name: String(row['name']),
        owner: row['owner'] as AccountId,
        members: sql.members.all(Number(row['conversation'])).map((member) => ({
          account: member['account'] as AccountId,
          firstSeq: Number(member['firstSeq']),
          ...(member['lastSeq'] === null ? {} : { lastSeq: Number(member['lastSeq']) }),
        })),
      })),
    /** A room judges by what it has been told: of two at once, at two hosts, the first in the log is right. */
    refuse(draft) {
      if (!draft.in.startsWith('group:')) return undefined;
      switch (draft.type) {
        case 'added':
          return refuseAdded(draft);
        case 'renamed':
          return refuseOwner(draft);
        case 'removed':
          if (draft.by === draft.account) return refuseOutsider(draft.in, draft.by);
          return refuseOwner(draft) ?? (isIn(draft.in, draft.account) ? undefined : 'not-in-group');
        default:
          if (draft.type === 'message') return refuseOutsider(draft.in, draft.from);
          return isChange(draft) ? refuseOutsider(draft.in, draft.by) : undefined;
      }
    },
    follow(draft, { conversation, seq, id }) {
      if (draft.type !== 'added' && draft.type !== 'removed' && draft.type !== 'renamed') return;
      sql.add.run(conversation, draft.by);
      if (draft.type === 'renamed') sql.rename.run(draft.name, conversation);
      else if (draft.type === 'added')
        sql.addMember.run(draft.account, draft.in, conversation, seq);
      else {
        sql.removeMember.run(seq, id, draft.account, draft.in);
        const longest = sql.longestMember.get(conversation)?.['account'];
        if (typeof longest === 'string') sql.changeOwner.run(longest, conversation, draft.account);
      }
    },
  };
}
