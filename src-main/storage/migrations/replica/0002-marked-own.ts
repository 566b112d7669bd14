import type { Migration } from '../../sqlite/migrate.ts';

/** How many messages of their own this person has marked unread: they count where there is nothing else. */
export const markedOwn: Migration = {
  version: 2,
  up: (database) =>
    database.exec('ALTER TABLE conversation ADD COLUMN marked_own INTEGER NOT NULL DEFAULT 0'),
};
