import type { StatementSync } from 'node:sqlite';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { MemberStore } from '../../client/replica/people.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { RoomKeyTable } from './room-keys.ts';

/** The rosters in SQL. */
export class MemberTable implements MemberStore {
  readonly #kept: KeptDatabase;
  readonly #keys: RoomKeyTable;
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #clear: StatementSync;

  constructor(kept: KeptDatabase, keys: RoomKeyTable) {
    const { database } = kept;
    this.#kept = kept;
    this.#keys = keys;
    this.#list = database.prepare(
      'SELECT account, name, last_seen_at, guest FROM member WHERE copy = ? ORDER BY account',
    );
    this.#save = database.prepare(
      'INSERT OR REPLACE INTO member (copy, account, name, last_seen_at, guest) VALUES (?, ?, ?, ?, ?)',
    );
    this.#clear = database.prepare('DELETE FROM member WHERE copy = ?');
  }

  list(room: RoomId): Promise<Member[]> {
    return this.#kept.read(() =>
      this.#list.all(this.#keys.of(room).copy).map((row) => ({
        account: row['account'] as AccountId,
        name: String(row['name']),
        presence: 'offline',
        ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
        ...(row['guest'] === 1 ? { guest: true } : {}),
      })),
    );
  }

  save(room: RoomId, members: readonly Member[]): Promise<void> {
    return this.#kept.write(() => {
      const { copy } = this.#keys.of(room);
      for (const { account, name, lastSeenAt, guest } of members)
        this.#save.run(copy, account, name, lastSeenAt ?? null, guest ? 1 : 0);
    });
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}
