import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import type { Run } from './projection.ts';

/** The numbers of those whom this person does not want to hear in a room. */
export const blockedPeople = `
  SELECT p.number FROM contact k JOIN person p ON p.copy = $copy AND p.account = k.account
  WHERE k.room = $room AND k.blocked = 1`;

export const isBlockedSql = 'SELECT 1 FROM contact WHERE room = ? AND account = ? AND blocked = 1';

/** Asks once per run and person. */
export class BlockedPeople {
  readonly #isBlocked: StatementSync;
  readonly #known = new Map<AccountId, boolean>();
  #run: Run | undefined;

  constructor(database: DatabaseSync) {
    this.#isBlocked = database.prepare(isBlockedSql);
  }

  has(run: Run, account: AccountId): boolean {
    if (run !== this.#run) this.#known.clear();
    this.#run = run;
    const known = this.#known.get(account);
    if (known !== undefined) return known;
    const isBlocked = this.#isBlocked.get(run.room.key, account) !== undefined;
    this.#known.set(account, isBlocked);
    return isBlocked;
  }
}
