import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Member } from '../../../src-shared/protocol/frames.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';

/** The rosters in SQL. */
export class MemberTable {
  readonly #list: StatementSync;
  readonly #save: StatementSync;
  readonly #clear: StatementSync;

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(
      'SELECT account, name, last_seen_at FROM member WHERE copy = ? ORDER BY account',
    );
    this.#save = database.prepare(
      'INSERT OR REPLACE INTO member (copy, account, name, last_seen_at) VALUES (?, ?, ?, ?)',
    );
    this.#clear = database.prepare('DELETE FROM member WHERE copy = ?');
  }

  list(copy: number): Member[] {
    return this.#list.all(copy).map((row) => ({
      account: row['account'] as AccountId,
      name: String(row['name']),
      online: false,
      ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
    }));
  }

  save(copy: number, members: readonly Member[]): void {
    for (const { account, name, lastSeenAt } of members)
      this.#save.run(copy, account, name, lastSeenAt ?? null);
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}
