import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../../sqlite/in-transaction.ts';
import { blockIndex } from './block-index.ts';
import { changes } from './changes.ts';
import { fileMarks } from './file-marks.ts';
import { foldedText } from './folded-text.ts';
import { lastMessage } from './last-message.ts';
import { pins } from './pins.ts';
import type { Projection, ProjectionKind, ProjectionParts } from './projection.ts';
import { questions } from './questions.ts';
import { sentMessages } from './sent-messages.ts';
import { textIndex } from './text-index.ts';
import { unread } from './unread.ts';

/** All that is derived from entries. One that reads another's column stands after it. */
export const projectionKinds: readonly ProjectionKind[] = [
  changes,
  pins,
  questions,
  fileMarks,
  foldedText,
  textIndex,
  blockIndex,
  lastMessage,
  unread,
  sentMessages,
];

export type OpenProjection = Projection & { kind: ProjectionKind };

/** Those that are not in this database yet, or are there in another version, get empty tables: see `unmade`. */
export function openProjections(
  database: DatabaseSync,
  kinds: readonly ProjectionKind[],
  parts: ProjectionParts,
): OpenProjection[] {
  inTransaction(database, () => {
    const made = madeIn(database);
    // This program does not tell it of entries, so it must be made anew by one that does.
    for (const name of made.keys())
      if (kinds.every((kind) => kind.name !== name)) unmark(database, name);
    for (const kind of kinds) if (made.get(kind.name) !== kind.version) empty(database, kind);
  });
  return kinds.map((kind) => Object.assign(kind.open(database, parts), { kind }));
}

/** Within a transaction. What is damaged must be forgotten by then: SQLite reads what it drops. */
export function empty(
  database: DatabaseSync,
  { name, tables = [], schema = '' }: ProjectionKind,
): void {
  unmark(database, name);
  for (const table of tables) database.exec(`DROP TABLE IF EXISTS ${table}`);
  database.exec(schema);
}

/** Those that have yet to be told everything. */
export function unmade(
  database: DatabaseSync,
  projections: readonly OpenProjection[],
): OpenProjection[] {
  const made = madeIn(database);
  return projections.filter(({ kind }) => made.get(kind.name) !== kind.version);
}

export function markMade(database: DatabaseSync, { name, version }: ProjectionKind): void {
  database.prepare('INSERT INTO projection (name, version) VALUES (?, ?)').run(name, version);
}

function unmark(database: DatabaseSync, name: string): void {
  database.prepare('DELETE FROM projection WHERE name = ?').run(name);
}

function madeIn(database: DatabaseSync): Map<string, number> {
  const rows = database.prepare('SELECT name, version FROM projection').all();
  return new Map(rows.map(({ name, version }) => [String(name), Number(version)]));
}
