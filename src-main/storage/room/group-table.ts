import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { LogRefusal, StoredGroup } from '../../room/ports.ts';
import type { LogDraft } from '../../room/system-entries.ts';
import type { LogProjection, StoredPlace } from './log-projection.ts';

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

/** The groups in SQL, as the log's entries have made them. */
export class GroupTable implements LogProjection {
  readonly #list: StatementSync;
  readonly #members: StatementSync;
  readonly #find: StatementSync;
  readonly #member: StatementSync;
  readonly #countMembers: StatementSync;
  readonly #add: StatementSync;
  readonly #rename: StatementSync;
  readonly #addMember: StatementSync;
  readonly #removeMember: StatementSync;
  readonly #longestMember: StatementSync;
  readonly #changeOwner: StatementSync;

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(`
      SELECT g.conversation, c.name AS "in", g.name, g.owner
      FROM group_conversation g CROSS JOIN conversation c ON c.number = g.conversation
      ORDER BY g.conversation`);
    this.#members = database.prepare(groupMembersSql);
    this.#find = database.prepare(findGroupSql);
    this.#member = database.prepare(memberSql);
    this.#countMembers = database.prepare(countMembersSql);
    this.#add = database.prepare(`
      INSERT INTO group_conversation (conversation, name, owner) VALUES (?, '', ?)
      ON CONFLICT DO NOTHING`);
    this.#rename = database.prepare(
      'UPDATE group_conversation SET name = ? WHERE conversation = ?',
    );
    this.#addMember = database.prepare(`
      INSERT INTO conversation_member (account, name, conversation, first_seq) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET last_seq = NULL, last_id = NULL`);
    this.#removeMember = database.prepare(`
      UPDATE conversation_member SET last_seq = ?, last_id = ?
      WHERE account = ? AND name = ? AND last_seq IS NULL`);
    this.#longestMember = database.prepare(longestMemberSql);
    this.#changeOwner = database.prepare(
      'UPDATE group_conversation SET owner = ? WHERE conversation = ? AND owner = ?',
    );
  }

  /** Within a transaction, or a read. */
  list(): StoredGroup[] {
    return this.#list.all().map((row) => ({
      in: row['in'] as ConversationId,
      name: String(row['name']),
      owner: row['owner'] as AccountId,
      members: this.#members.all(Number(row['conversation'])).map((member) => ({
        account: member['account'] as AccountId,
        firstSeq: Number(member['firstSeq']),
        ...(member['lastSeq'] === null ? {} : { lastSeq: Number(member['lastSeq']) }),
      })),
    }));
  }

  /** A room judges by what it has been told: of two at once, at two hosts, the first in the log is right. */
  refuse(draft: LogDraft): LogRefusal | undefined {
    if (!draft.in.startsWith('group:')) return undefined;
    switch (draft.type) {
      case 'added':
        return this.#refuseAdded(draft);
      case 'renamed':
        return this.#refuseOwner(draft);
      case 'removed':
        if (draft.by === draft.account) return this.#refuseOutsider(draft.in, draft.by);
        return (
          this.#refuseOwner(draft) ??
          (this.#isIn(draft.in, draft.account) ? undefined : 'not-in-group')
        );
      default:
        return 'from' in draft ? this.#refuseOutsider(draft.in, draft.from) : undefined;
    }
  }

  /** Who makes a group is the first to be added, and by nobody else. */
  #refuseAdded(draft: Draft<'added'>): LogRefusal | undefined {
    const { in: id, by, account } = draft;
    const group = this.#find.get(id);
    if (!group) return by === account ? undefined : 'no-such-conversation';
    if (by === account) return 'group-exists';
    const refusal = this.#refuseOwner(draft);
    if (refusal) return refusal;
    if (this.#isIn(id, account)) return 'already-in-group';
    const count = Number(this.#countMembers.get(group['conversation'] ?? null)?.['count']);
    return count >= limits.groupMembers ? 'group-full' : undefined;
  }

  #refuseOwner({ in: id, by }: Draft<'added' | 'removed' | 'renamed'>): LogRefusal | undefined {
    const outsider = this.#refuseOutsider(id, by);
    if (outsider) return outsider;
    return this.#find.get(id)?.['owner'] === by ? undefined : 'not-the-owner';
  }

  #refuseOutsider(id: ConversationId, account: AccountId): LogRefusal | undefined {
    return this.#isIn(id, account) ? undefined : 'no-such-conversation';
  }

  #isIn(id: ConversationId, account: AccountId): boolean {
    return this.#member.get(account, id) !== undefined;
  }

  follow(draft: LogDraft, { conversation, seq, id }: StoredPlace): void {
    if (draft.type !== 'added' && draft.type !== 'removed' && draft.type !== 'renamed') return;
    this.#add.run(conversation, draft.by);
    if (draft.type === 'renamed') this.#rename.run(draft.name, conversation);
    else if (draft.type === 'added')
      this.#addMember.run(draft.account, draft.in, conversation, seq);
    else {
      this.#removeMember.run(seq, id, draft.account, draft.in);
      const longest = this.#longestMember.get(conversation)?.['account'];
      if (typeof longest === 'string') this.#changeOwner.run(longest, conversation, draft.account);
    }
  }
}
