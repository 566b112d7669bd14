import type { Migration } from '../../sqlite/migrate.ts';

/** What a draft answers, and which message is changed beside it, as JSON. */
export const draftAim: Migration = {
  version: 4,
  up: (database) => database.exec('ALTER TABLE conversation ADD COLUMN draft_aim TEXT'),
};
