import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { openRoomStore } from '../room/testing/room-stores.ts';
import type { Migration } from '../sqlite/migrate.ts';

/** The room's schema with so many steps more: each copies whatever was said, and lets the copy of the one before go. */
export function stepsFurther(count: number): readonly Migration[] {
  const more = Array.from({ length: count }, (_, place): Migration => ({
    version: roomMigrations.length + place + 1,
    up: (database) =>
      database.exec(`
        CREATE TABLE step${place + 1} AS SELECT * FROM entry;
        DROP TABLE IF EXISTS step${place}`),
  }));
  return [...roomMigrations, ...more];
}

/** Run as a process of its own: `migrate-once.ts FOLDER STEPS`. Says `migrating` before it and `migrated` after it. */
if (import.meta.main) {
  const [folder = '', steps = '1'] = process.argv.slice(2);
  process.stdout.write('migrating\n');
  const store = openRoomStore({ folder }, { migrations: stepsFurther(Number(steps)) });
  process.stdout.write('migrated\n');
  await store.file.close();
}
