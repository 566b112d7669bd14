import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { GroupRecord } from '../../client/replica-port.ts';

/** What is known of group conversations, in SQL. */
export class GroupTable {
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #firstSeq: StatementSync;
  readonly #clear: StatementSync;

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(`
      SELECT conversation, name, owner, members, first_seq, standing FROM group_conversation
      WHERE copy = ? ORDER BY conversation`);
    this.#save = database.prepare(`
      INSERT OR REPLACE INTO group_conversation
        (copy, conversation, name, owner, members, first_seq, standing)
      VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#firstSeq = database.prepare(
      'SELECT first_seq FROM group_conversation WHERE copy = ? AND conversation = ?',
    );
    this.#clear = database.prepare('DELETE FROM group_conversation WHERE copy = ?');
  }

  list(copy: number): GroupRecord[] {
    return this.#list.all(copy).map((row) => ({
      in: row['conversation'] as ConversationId,
      name: String(row['name']),
      owner: row['owner'] as AccountId,
      members: JSON.parse(String(row['members'])) as AccountId[],
      firstSeq: Number(row['first_seq']),
      standing: row['standing'] === 'member' ? 'member' : 'left',
    }));
  }

  save(copy: number, groups: readonly GroupRecord[]): void {
    for (const { in: conversation, name, owner, members, firstSeq, standing } of groups) {
      const people = JSON.stringify(members);
      this.#save.run(copy, conversation, name, owner, people, firstSeq, standing);
    }
  }

  /** The first number that may be read; 1 for what is no group that is known. */
  firstSeq(copy: number, conversation: ConversationId): number {
    return Number(this.#firstSeq.get(copy, conversation)?.['first_seq'] ?? 1);
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}
