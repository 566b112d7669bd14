import type { Migration } from '../../sqlite/migrate.ts';

/** Whether a message that waits was on its way once. Of those that wait already that is not known: the room may have them. */
export const wentOut: Migration = {
  version: 3,
  up: (database) =>
    database.exec('ALTER TABLE outbox ADD COLUMN went_out INTEGER NOT NULL DEFAULT 1'),
};
