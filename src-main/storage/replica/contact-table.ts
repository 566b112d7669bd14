import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { ContactGroupRecord, ContactRecord } from '../../client/replica-port.ts';
import { isAnythingKept } from './contact-kept.ts';

/** What a person keeps of others and the groups they made of them, in SQL. `room` is the room's key. */
export class ContactTable {
  readonly #list: StatementSync;
  readonly #isBlocked: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  readonly #listGroups: StatementSync;
  readonly #saveGroup: StatementSync;
  readonly #removeGroup: StatementSync;

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(`
      SELECT account, note, favourite, blocked, muted FROM contact
      WHERE room = ? ORDER BY account`);
    this.#isBlocked = database.prepare(
      'SELECT 1 FROM contact WHERE room = ? AND account = ? AND blocked = 1',
    );
    this.#save = database.prepare(`
      INSERT OR REPLACE INTO contact (room, account, note, favourite, blocked, muted)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.#remove = database.prepare('DELETE FROM contact WHERE room = ? AND account = ?');
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

  list(room: number): ContactRecord[] {
    return this.#list.all(room).map((row) => ({
      account: row['account'] as AccountId,
      note: String(row['note']),
      favourite: row['favourite'] === 1,
      blocked: row['blocked'] === 1,
      muted: row['muted'] === 1,
    }));
  }

  isBlocked(room: number, account: AccountId): boolean {
    return this.#isBlocked.get(room, account) !== undefined;
  }

  save(room: number, contact: ContactRecord): void {
    const { account, note, favourite, blocked, muted } = contact;
    if (isAnythingKept(contact))
      this.#save.run(room, account, note, favourite ? 1 : 0, blocked ? 1 : 0, muted ? 1 : 0);
    else this.#remove.run(room, account);
  }

  /** In the order in which they were made. */
  listGroups(room: number): ContactGroupRecord[] {
    return this.#listGroups.all(room).map((row) => ({
      group: String(row['contact_group']),
      name: String(row['name']),
      members: JSON.parse(String(row['members'])) as AccountId[],
    }));
  }

  saveGroup(room: number, { group, name, members }: ContactGroupRecord): void {
    this.#saveGroup.run(room, group, name, JSON.stringify(members));
  }

  removeGroup(room: number, group: string): void {
    this.#removeGroup.run(room, group);
  }
}
