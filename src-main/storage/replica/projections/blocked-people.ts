import type { DatabaseSync } from 'node:sqlite';
import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import type { Run } from './projection.ts';

/** The numbers of those whom this person does not want to hear in a room. */
export const blockedPeople = `
  SELECT p.number FROM contact k JOIN person p ON p.copy = $copy AND p.account = k.account
  WHERE k.room = $room AND k.blocked = 1`;

export const isBlockedSql = 'SELECT 1 FROM contact WHERE room = ? AND account = ? AND blocked = 1';

/** Whether somebody is blocked; asks once per run and person. */
export function blockedPeopleOf(database: DatabaseSync): (run: Run, account: AccountId) => boolean {
  const isBlocked = database.prepare(isBlockedSql);
  const known = new Map<AccountId, boolean>();
  let current: Run | undefined;
  return (run, account) => {
    if (run !== current) known.clear();
    current = run;
    const found = known.get(account) ?? isBlocked.get(run.room.key, account) !== undefined;
    known.set(account, found);
    return found;
  };
}
