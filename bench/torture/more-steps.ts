import { roomMigrations } from '../../src-main/storage/migrations/room/room-migrations.ts';
import type { Migration } from '../../src-main/storage/sqlite/migrate.ts';

/** The room's schema with so many steps more, each of which touches whatever was said. */
export function withMoreSteps(count: number): readonly Migration[] {
  const released = roomMigrations.length;
  const more = Array.from({ length: count }, (_, place): Migration => ({
    version: released + place + 1,
    up: (database) =>
      database.exec(`
        CREATE TABLE step${place} AS SELECT * FROM entry;
        UPDATE entry SET at = at + 1;
        UPDATE entry SET at = at - 1;
        DROP TABLE IF EXISTS "step${place - 1}"`),
  }));
  return [...roomMigrations, ...more];
}
