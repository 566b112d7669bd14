import type { StatementSync } from 'node:sqlite';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { GroupRecord, GroupRecordStore } from '../../client/replica/people.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { RoomKeyTable } from './room-keys.ts';

/** What is known of group conversations, in SQL. */
export class GroupTable implements GroupRecordStore {
  readonly #kept: KeptDatabase;
  readonly #keys: RoomKeyTable;
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #firstSeq: StatementSync;
  readonly #clear: StatementSync;

  constructor(kept: KeptDatabase, keys: RoomKeyTable) {
    const { database } = kept;
    this.#kept = kept;
    this.#keys = keys;
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

  list(room: RoomId): Promise<GroupRecord[]> {
    return this.#kept.read(() =>
      this.#list.all(this.#keys.of(room).copy).map((row) => ({
        in: row['conversation'] as ConversationId,
        name: String(row['name']),
        owner: row['owner'] as AccountId,
        members: JSON.parse(String(row['members'])) as AccountId[],
        firstSeq: Number(row['first_seq']),
        standing: row['standing'] === 'member' ? 'member' : 'left',
      })),
    );
  }

  save(room: RoomId, groups: readonly GroupRecord[]): Promise<void> {
    return this.#kept.write(() => {
      const { copy } = this.#keys.of(room);
      for (const { in: conversation, name, owner, members, firstSeq, standing } of groups) {
        const people = JSON.stringify(members);
        this.#save.run(copy, conversation, name, owner, people, firstSeq, standing);
      }
    });
  }

  /** The first number that may be read; 1 for anything but a known group. */
  firstSeq(copy: number, conversation: ConversationId): number {
    return Number(this.#firstSeq.get(copy, conversation)?.['first_seq'] ?? 1);
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}
