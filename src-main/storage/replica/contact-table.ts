import type { StatementSync } from 'node:sqlite';
import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type {
  ContactGroupRecord,
  ContactRecord,
  ContactStore,
} from '../../client/replica/contacts.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { ConversationTable } from './conversation-table.ts';
import { isBlockedSql } from './projections/blocked-people.ts';
import type { RoomKeyTable } from './room-keys.ts';

export type ContactTableParts = { keys: RoomKeyTable; conversations: ConversationTable };

/** What a person keeps of others and the groups they made of them, in SQL. */
export class ContactTable implements ContactStore {
  readonly #kept: KeptDatabase;
  readonly #parts: ContactTableParts;
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  readonly #isBlocked: StatementSync;
  readonly #listGroups: StatementSync;
  readonly #saveGroup: StatementSync;
  readonly #removeGroup: StatementSync;

  constructor(kept: KeptDatabase, parts: ContactTableParts) {
    const { database } = kept;
    this.#kept = kept;
    this.#parts = parts;
    this.#list = database.prepare(`
      SELECT account, note, favourite, blocked, muted FROM contact
      WHERE room = ? ORDER BY account`);
    this.#save = database.prepare(`
      INSERT OR REPLACE INTO contact (room, account, note, favourite, blocked, muted)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.#remove = database.prepare('DELETE FROM contact WHERE room = ? AND account = ?');
    this.#isBlocked = database.prepare(isBlockedSql);
    this.#listGroups = database.prepare(`
      SELECT contact_group, name, members FROM contact_group WHERE room = ? ORDER BY position`);
    this.#saveGroup = database.prepare(`
      INSERT INTO contact_group (room, contact_group, name, members) VALUES (?, ?, ?, ?)
      ON CONFLICT (room, contact_group) DO UPDATE SET name = excluded.name,
        members = excluded.members`);
    this.#removeGroup = database.prepare(
      'DELETE FROM contact_group WHERE room = ? AND contact_group = ?',
    );
  }

  list(room: RoomId): Promise<ContactRecord[]> {
    return this.#kept.read(() =>
      this.#list.all(this.#key(room)).map((row) => ({
        account: row['account'] as AccountId,
        note: String(row['note']),
        favourite: row['favourite'] === 1,
        blocked: row['blocked'] === 1,
        muted: row['muted'] === 1,
      })),
    );
  }

  save(room: RoomId, contact: ContactRecord): Promise<void> {
    return this.#kept.write(() => {
      const keys = this.#parts.keys.of(room);
      const wasBlocked = this.#isBlocked.get(keys.key, contact.account) !== undefined;
      this.#keep(keys.key, contact);
      if (contact.blocked !== wasBlocked) this.#parts.conversations.tellPeople(keys);
    });
  }

  /** In the order in which they were made. */
  listGroups(room: RoomId): Promise<ContactGroupRecord[]> {
    return this.#kept.read(() =>
      this.#listGroups.all(this.#key(room)).map((row) => ({
        group: String(row['contact_group']),
        name: String(row['name']),
        members: JSON.parse(String(row['members'])) as AccountId[],
      })),
    );
  }

  saveGroup(room: RoomId, { group, name, members }: ContactGroupRecord): Promise<void> {
    return this.#kept.write(() => {
      this.#saveGroup.run(this.#key(room), group, name, JSON.stringify(members));
    });
  }

  removeGroup(room: RoomId, group: string): Promise<void> {
    return this.#kept.write(() => {
      this.#removeGroup.run(this.#key(room), group);
    });
  }

  #key(room: RoomId): number {
    return this.#parts.keys.of(room).key;
  }

  #keep(room: number, contact: ContactRecord): void {
    const { account, note, favourite, blocked, muted } = contact;
    const isAnythingKept = note !== '' || favourite || blocked || muted;
    if (isAnythingKept)
      this.#save.run(room, account, note, favourite ? 1 : 0, blocked ? 1 : 0, muted ? 1 : 0);
    else this.#remove.run(room, account);
  }
}
