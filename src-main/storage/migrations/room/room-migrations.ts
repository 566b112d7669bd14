import type { Migration } from '../../sqlite/migrate.ts';
import { logAndAccounts } from './0001-log-and-accounts.ts';
import { groupsAndReceipts } from './0002-groups-and-receipts.ts';
import { tokensOfAccounts } from './0003-tokens-of-accounts.ts';

/** The schema of `room.db`, oldest step first. A step that was released is never changed. */
export const roomMigrations: readonly Migration[] = [
  logAndAccounts,
  groupsAndReceipts,
  tokensOfAccounts,
];
