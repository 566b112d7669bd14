import type { Imported } from '../../../src-shared/protocol/imported.ts';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { hasMembers, isTopic } from '../../../src-shared/protocol/ids.ts';
import { leadsGroup, may } from '../../../src-shared/protocol/roles.ts';
import type { Role } from '../../../src-shared/protocol/roles.ts';
import { topicKeyOf } from '../../../src-shared/text/names.ts';
import type { LastWords, LogRefusal, StoredGroup } from '../../room/ports.ts';
import type { LogDraft } from '../../room/system-entries.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { KindTable } from '../kind-table.ts';
import type { LogProjection } from './log-projection.ts';
import { rolesIn } from './moderation-table.ts';
import { keepIn } from './retention-rules.ts';

export const longestMemberSql = `
  SELECT account FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' AND last_seq IS NULL ORDER BY first_seq LIMIT 1`;
export const groupMembersSql = `
  SELECT account, first_seq AS firstSeq, last_seq AS lastSeq, reads_from AS readsFrom
  FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' ORDER BY first_seq`;

export const findGroupSql = `
  SELECT g.conversation, g.owner, g.read_only AS readOnly FROM conversation c
  CROSS JOIN group_conversation g ON g.conversation = c.number WHERE c.name = ?`;
export const memberSql = `
  SELECT 1 FROM conversation_member WHERE account = ? AND name = ? AND last_seq IS NULL`;
export const countMembersSql = `
  SELECT count(*) AS count FROM conversation_member
  WHERE conversation = ? AND name >= 'group:' AND last_seq IS NULL`;

export const topicByNameSql = `
  SELECT conversation FROM group_conversation WHERE name_key = ? AND name_key IS NOT NULL`;
const countTopicsSql = `
  SELECT count(*) AS count FROM group_conversation WHERE name_key IS NOT NULL`;
/** With the newest of its edits. */
export const lastWordsSql = `
  SELECT c.name AS "in", e.account AS "from", e.at, e.rest,
    (SELECT rest FROM entry WHERE conversation = c.number AND target = e.seq AND kind = ?
     ORDER BY seq DESC LIMIT 1) AS edited
  FROM conversation c CROSS JOIN group_conversation g ON g.conversation = c.number
  CROSS JOIN entry e ON e.conversation = c.number AND e.seq = g.last_message
  WHERE c.name = ? AND e.id >= ?`;

type Draft<K extends LogDraft['type']> = Extract<LogDraft, { type: K }>;

const statements = {
  list: `
    SELECT g.conversation, c.name AS "in", g.name, g.owner, g.read_only AS readOnly, g.name_key,
      g.about, g.is_archived, g.keep
    FROM group_conversation g CROSS JOIN conversation c ON c.number = g.conversation
    ORDER BY g.conversation`,
  members: groupMembersSql,
  find: findGroupSql,
  member: memberSql,
  countMembers: countMembersSql,
  add: `
    INSERT INTO group_conversation (conversation, name, owner) VALUES (?, '', ?)
    ON CONFLICT DO NOTHING`,
  rename: `
    UPDATE group_conversation SET name = ?1, name_key = iif(name_key IS NULL, NULL, ?2)
    WHERE conversation = ?3`,
  addTopic: `
    INSERT INTO group_conversation (conversation, name, owner, name_key, about)
    VALUES (?, ?, ?, ?, ?)`,
  topicByName: topicByNameSql,
  countTopics: countTopicsSql,
  describe: 'UPDATE group_conversation SET about = ? WHERE conversation = ?',
  archive: 'UPDATE group_conversation SET is_archived = ? WHERE conversation = ?',
  isArchived: `
    SELECT 1 FROM conversation c CROSS JOIN group_conversation g ON g.conversation = c.number
    WHERE c.name = ? AND g.is_archived`,
  said: 'UPDATE group_conversation SET last_message = ? WHERE conversation = ?',
  own: 'UPDATE group_conversation SET owner = ? WHERE conversation = ?',
  lastWords: lastWordsSql,
  setReadOnly: 'UPDATE group_conversation SET read_only = ? WHERE conversation = ?',
  addMember: `
    INSERT INTO conversation_member (account, name, conversation, first_seq, reads_from)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_seq = NULL, last_id = NULL, reads_from =
      CASE WHEN name < 'topic:' THEN coalesce(excluded.reads_from, reads_from) ELSE excluded.reads_from END`,
  removeMember: `
    UPDATE conversation_member SET last_seq = ?, last_id = ?
    WHERE account = ? AND name = ? AND last_seq IS NULL`,
  longestMember: longestMemberSql,
  changeOwner: 'UPDATE group_conversation SET owner = ? WHERE conversation = ? AND owner = ?',
};

type GroupOwnDraft = Draft<
  'added' | 'removed' | 'renamed' | 'topic-made' | 'described' | 'archived' | 'reopened'
>;

export type GroupTable = LogProjection & {
  list(): StoredGroup[];
  lastWords(topics: readonly ConversationId[], from: number): LastWords[];
};

/** The groups and topics in SQL, as the log's entries have made them. */
export function groupTable(database: DatabaseSync, kinds: KindTable): GroupTable {
  const sql = prepareAll(database, statements);
  return {
    /** Within a transaction, or a read. */
    list: () => listGroups(sql),
    /** A room judges by what it has been told: of two at once, at two hosts, the first in the log is right. */
    refuse: refuserOf(sql, rolesIn(database)),
    follow: (draft, place) => followDraft(sql, draft, place),
    lastWords(topics, from) {
      const edit = kinds.find({ name: 'message-edited', who: 'by' }) ?? 0;
      return topics.flatMap((topic) => {
        const row = sql.lastWords.get(edit, topic, from);
        if (!row) return [];
        const text = textIn(row['rest']);
        // Nothing of an edit is left of what was deleted.
        const now = text === '' ? '' : textIn(row['edited'] ?? row['rest']);
        const imported = importedIn(row['rest']);
        const last = {
          in: topic,
          from: row['from'] as AccountId,
          at: Number(row['at']),
          text: cut(now),
        };
        return [imported ? { ...last, imported } : last];
      });
    },
  };
}

type Statements = Record<keyof typeof statements, StatementSync>;

function listGroups(sql: Statements): StoredGroup[] {
  return sql.list.all().map((row) => ({
    in: row['in'] as ConversationId,
    name: String(row['name']),
    owner: row['owner'] as AccountId,
    ...(row['readOnly'] === 1 ? { readOnly: true } : {}),
    ...(row['keep'] === null ? {} : { keep: keepIn(row['keep']) }),
    ...(row['name_key'] === null ? {} : { topic: topicOf(row) }),
    members: sql.members.all(Number(row['conversation'])).map((member) => ({
      account: member['account'] as AccountId,
      firstSeq: Number(member['firstSeq']),
      ...(member['lastSeq'] === null ? {} : { lastSeq: Number(member['lastSeq']) }),
      ...(member['readsFrom'] === null ? {} : { readsFrom: Number(member['readsFrom']) }),
    })),
  }));
}

function refuserOf(
  sql: Statements,
  roleNow: (account: AccountId) => Role,
): LogProjection['refuse'] {
  const isIn = (id: ConversationId, account: AccountId): boolean =>
    sql.member.get(account, id) !== undefined;

  const refuseOutsider = (id: ConversationId, account: AccountId): LogRefusal | undefined =>
    isIn(id, account) ? undefined : 'no-such-conversation';

  /** Of a topic moderators may do what its owner may. */
  function refuseOwner({ in: id, by }: GroupOwnDraft): LogRefusal | undefined {
    const outsider = refuseOutsider(id, by);
    if (outsider || sql.find.get(id)?.['owner'] === by) return outsider;
    if (!isTopic(id)) return 'not-the-owner';
    return may(roleNow(by), 'change-topics') ? undefined : 'topic-owner-only';
  }

  const leads = (id: ConversationId, account: AccountId): boolean =>
    leadsGroup(roleNow(account), sql.find.get(id)?.['owner'] === account);

  function refuseLeading({ in: id, by }: Draft<'group-changed'>): LogRefusal | undefined {
    if (isTopic(id)) return 'no-such-conversation';
    return refuseOutsider(id, by) ?? (leads(id, by) ? undefined : 'not-the-owner');
  }

  /** Who makes a group is the first to be added, and by nobody else; into a topic one comes by oneself. */
  function refuseAdded(draft: Draft<'added'>): LogRefusal | undefined {
    const { in: id, by, account } = draft;
    const group = sql.find.get(id);
    if (!group) return by === account && !isTopic(id) ? undefined : 'no-such-conversation';
    if (by === account && !isTopic(id)) return 'group-exists';
    const refusal = by === account ? undefined : refuseOwner(draft);
    if (refusal) return refusal;
    if (isIn(id, account)) return 'already-in-group';
    if (isTopic(id)) return undefined;
    const count = Number(sql.countMembers.get(group['conversation'] ?? null)?.['count']);
    return count >= limits.groupMembers ? 'group-full' : undefined;
  }

  /** What was said can always be deleted. */
  function refuseSaid(id: ConversationId, by: AccountId, isDeletion: boolean) {
    const outsider = refuseOutsider(id, by);
    if (outsider || isDeletion) return outsider;
    const isBound = sql.find.get(id)?.['readOnly'] === 1 && !leads(id, by);
    if (isBound) return 'group-read-only';
    return sql.isArchived.get(id) ? 'topic-archived' : undefined;
  }

  return (draft) => {
    if (!hasMembers(draft.in)) return undefined;
    switch (draft.type) {
      case 'added':
        return refuseAdded(draft);
      case 'topic-made':
        return refuseTopic(sql, draft);
      case 'renamed':
        return refuseOwner(draft) ?? refuseName(sql, draft.in, draft.name);
      case 'described':
      case 'archived':
      case 'reopened':
        return refuseOwner(draft);
      case 'group-changed':
        return refuseLeading(draft);
      case 'removed':
        if (draft.by === draft.account) return refuseOutsider(draft.in, draft.by);
        return refuseOwner(draft) ?? (isIn(draft.in, draft.account) ? undefined : 'not-in-group');
      default:
        if (draft.type === 'message') return refuseSaid(draft.in, draft.from, false);
        if (!isChange(draft)) return undefined;
        return refuseSaid(draft.in, draft.by, draft.type === 'message-deleted');
    }
  };
}

/** No two topics have one name. */
function refuseName(sql: Statements, id: ConversationId, name: string): LogRefusal | undefined {
  const known = isTopic(id) ? sql.topicByName.get(topicKeyOf(name)) : undefined;
  const isOther = known && known['conversation'] !== sql.find.get(id)?.['conversation'];
  return isOther ? 'topic-exists' : undefined;
}

function refuseTopic(
  sql: Statements,
  { in: id, name }: Draft<'topic-made'>,
): LogRefusal | undefined {
  if (sql.find.get(id)) return 'group-exists';
  const count = Number(sql.countTopics.get()?.['count']);
  return count >= limits.topicsPerRoom ? 'too-many-topics' : refuseName(sql, id, name);
}

function followDraft(
  sql: Statements,
  draft: LogDraft,
  { conversation, seq, id }: Parameters<LogProjection['follow']>[1],
): void {
  switch (draft.type) {
    case 'message':
      if (isTopic(draft.in)) sql.said.run(seq, conversation);
      return;
    case 'topic-made': {
      const { name, by, about } = draft;
      sql.addTopic.run(conversation, name, by, topicKeyOf(name), about);
      sql.addMember.run(by, draft.in, conversation, seq, null);
      return;
    }
    case 'added':
      sql.add.run(conversation, draft.by);
      // A topic that everybody has left is whose who comes first.
      if (isTopic(draft.in) && !sql.longestMember.get(conversation))
        sql.own.run(draft.account, conversation);
      sql.addMember.run(draft.account, draft.in, conversation, seq, draft.firstSeq ?? null);
      return;
    case 'renamed':
      sql.add.run(conversation, draft.by);
      sql.rename.run(draft.name, topicKeyOf(draft.name), conversation);
      return;
    case 'removed': {
      sql.add.run(conversation, draft.by);
      sql.removeMember.run(seq, id, draft.account, draft.in);
      const longest = sql.longestMember.get(conversation)?.['account'];
      if (typeof longest === 'string') sql.changeOwner.run(longest, conversation, draft.account);
      return;
    }
    case 'group-changed':
      sql.setReadOnly.run(Number(draft.readOnly), conversation);
      return;
    case 'described':
      sql.describe.run(draft.about, conversation);
      return;
    case 'archived':
    case 'reopened':
      sql.archive.run(draft.type === 'archived' ? 1 : 0, conversation);
      return;
    default:
  }
}

function topicOf(row: Record<string, unknown>): StoredGroup['topic'] {
  return {
    nameKey: String(row['name_key']),
    about: String(row['about']),
    archived: row['is_archived'] === 1,
  };
}

function textIn(rest: unknown): string {
  return (JSON.parse(String(rest)) as { text: string }).text;
}

function importedIn(rest: unknown): Imported | undefined {
  return (JSON.parse(String(rest)) as { imported?: Imported }).imported;
}

function cut(text: string): string {
  return Array.from(text.slice(0, 2 * limits.lastWordsCharacters))
    .slice(0, limits.lastWordsCharacters)
    .join('')
    .toWellFormed();
}
