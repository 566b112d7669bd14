import type { DatabaseSync } from 'node:sqlite';
import { foldedText } from './folded-text.ts';
import type { ProjectionKind } from './projection.ts';

/**
 * The full-text index over `entry.folded`: trigrams without positions (`detail=none`), so it finds
 * candidates that are then checked letter by letter.
 */
export const textIndex: ProjectionKind = {
  name: 'text-index',
  version: foldedText.version,
  tables: ['entry_text'],
  schema: `
    CREATE VIRTUAL TABLE entry_text USING fts5 (
      folded, content = 'entry', content_rowid = 'place',
      tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
    )`,
  isAvailable: hasTrigrams,
  open(database) {
    const add = database.prepare('INSERT INTO entry_text (rowid, folded) VALUES (?, ?)');
    const remove = database.prepare(
      `INSERT INTO entry_text (entry_text, rowid, folded) VALUES ('delete', ?, ?)`,
    );
    // Written out: a number that is bound is none of FTS5's.
    const secure = (isOn: 0 | 1): void =>
      database.exec(`INSERT INTO entry_text (entry_text, rank) VALUES ('secure-delete', ${isOn})`);
    return {
      // Places of one transaction should rise: each one below its forerunner makes FTS5 write a segment.
      tell({ place, columns: { folded } }) {
        if (typeof folded === 'string') add.run(place, folded);
      },
      tellChanged({ place, before, columns: { folded } }) {
        const was = before['folded'];
        if (was === folded || typeof was !== 'string' || typeof folded !== 'string') return;
        // No letters stay of what nobody says any more. A whole copy is swept without that: it would take too long.
        secure(1);
        remove.run(place, was);
        secure(0);
        add.run(place, folded);
      },
      // FTS5 wants the text as it was added.
      tellGone(rows) {
        for (const { place, columns } of rows)
          if (typeof columns['folded'] === 'string') remove.run(place, columns['folded']);
      },
      makeAnew: () => database.exec(`INSERT INTO entry_text (entry_text) VALUES ('rebuild')`),
    };
  },
};

function hasTrigrams(database: DatabaseSync): boolean {
  try {
    database.exec(`
      CREATE VIRTUAL TABLE temp.probe USING fts5 (
        letters, tokenize = 'trigram case_sensitive 1', detail = none
      );
      DROP TABLE temp.probe`);
    return true;
  } catch (error) {
    // 1 is SQLite's general error: "no such module" or "no such tokenizer".
    if (error instanceof Error && 'errcode' in error && error.errcode === 1) return false;
    throw error;
  }
}
