import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const name = 'room.db';

/** What SQLite finds wrong with a room that nobody has open, looked at in a copy; undefined if it is sound, or there is none. */
export function damageIn(folder: string, copies: string): string | undefined {
  if (!existsSync(join(folder, name))) return undefined;
  for (const file of [name, `${name}-wal`])
    if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copies, file));
  const database = new DatabaseSync(join(copies, name));
  try {
    const found = ['integrity_check', 'foreign_key_check'].flatMap((check) =>
      database.prepare(`PRAGMA ${check}`).all(),
    );
    const wrong = found.filter((row) => row['integrity_check'] !== 'ok');
    return wrong.length === 0 ? undefined : `its room is damaged: ${JSON.stringify(wrong[0])}`;
  } finally {
    database.close();
  }
}
