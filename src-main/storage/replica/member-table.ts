import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';

/** The rosters in SQL. */
export class MemberTable {
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #clear: StatementSync;

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(
      'SELECT account, name, last_seen_at, guest FROM member WHERE copy = ? ORDER BY account',
    );
    this.#save = database.prepare(
      'INSERT OR REPLACE INTO member (copy, account, name, last_seen_at, guest) VALUES (?, ?, ?, ?, ?)',
    );
    this.#clear = database.prepare('DELETE FROM member WHERE copy = ?');
  }

  list(copy: number): Member[] {
    return this.#list.all(copy).map((row) => ({
      account: row['account'] as AccountId,
      name: String(row['name']),
      presence: 'offline',
      ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
      ...(row['guest'] === 1 ? { guest: true } : {}),
    }));
  }

  save(copy: number, members: readonly Member[]): void {
    for (const { account, name, lastSeenAt, guest } of members)
      this.#save.run(copy, account, name, lastSeenAt ?? null, guest ? 1 : 0);
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}
