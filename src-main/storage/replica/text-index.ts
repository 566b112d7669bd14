import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction } from '../sqlite/in-transaction.ts';

/**
 * The full-text index over `entry.folded`: trigrams without positions (`detail=none`), so it finds
 * candidates that are then checked letter by letter.
 */
export class TextIndex {
  readonly #add: StatementSync;
  readonly #remove: StatementSync;

  /** `undefined` where this SQLite has no FTS5 with trigrams; searching then reads the texts. */
  static open(database: DatabaseSync, isAvailable = hasTrigrams(database)): TextIndex | undefined {
    const row = database.prepare('SELECT state FROM text_index').get();
    const state = String(row?.['state']);
    if (!isAvailable) {
      if (state === 'complete') database.exec(`UPDATE text_index SET state = 'stale'`);
      return undefined;
    }
    if (state !== 'complete') inTransaction(database, () => build(database, state));
    return new TextIndex(database);
  }

  private constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO entry_text (rowid, folded) VALUES (?, ?)');
    this.#remove = database.prepare(
      `INSERT INTO entry_text (entry_text, rowid, folded) VALUES ('delete', ?, ?)`,
    );
  }

  /** Places of one transaction should rise: each one below its forerunner makes FTS5 write a segment. */
  add(place: number, folded: string): void {
    this.#add.run(place, folded);
  }

  /** `folded` as it was added. */
  remove(place: number, folded: string): void {
    this.#remove.run(place, folded);
  }
}

function build(database: DatabaseSync, state: string): void {
  if (state === 'missing')
    database.exec(`
      CREATE VIRTUAL TABLE entry_text USING fts5 (
        folded, content = 'entry', content_rowid = 'place',
        tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
      )`);
  database.exec(`
    INSERT INTO entry_text (entry_text) VALUES ('rebuild');
    UPDATE text_index SET state = 'complete'`);
}

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
