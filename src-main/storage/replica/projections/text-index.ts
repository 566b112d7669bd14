import type { DatabaseSync } from 'node:sqlite';
import { fileKinds } from '../../../../src-shared/text/file-kinds.ts';
import type { FileKind } from '../../../../src-shared/text/file-kinds.ts';
import { messageKind } from '../../kind-table.ts';
import { fileMark, fileMarks } from './file-marks.ts';
import { foldedText } from './folded-text.ts';
import type { ProjectionKind } from './projection.ts';

/**
 * What a message is besides its text, as three letters of Unicode's private areas: a term of the index like any three
 * letters of a text, so that words and filters are looked up together. A text that holds them is found and then let go.
 */
const marks = { person: 0xe000, conversation: 0xe001, anyFile: 0xe002, fileKind: 0xe003 } as const;
/** Of the private letters from U+F0000 on. */
const firstDigit = 0xf0000;
const digits = 0xf000;

/** The term under which messages of this person, in this conversation or with such files are found. */
export function markOf(mark: keyof typeof marks, number = 0): string {
  const [low, high] = [number % digits, Math.floor(number / digits)];
  return String.fromCodePoint(marks[mark], firstDigit + low, firstDigit + high);
}

/** The term of messages with files of this kind. */
export function markOfFiles(kind: FileKind | 'any'): string {
  return kind === 'any' ? markOf('anyFile') : markOf('fileKind', fileMark(kind));
}

/** `markOf` in SQL. */
function markSql(mark: keyof typeof marks, number: string): string {
  return `char(${marks[mark]}, ${firstDigit} + ${number} % ${digits}, ${firstDigit} + ${number} / ${digits})`;
}

type Indexed = Record<'place' | 'folded' | 'person' | 'conversation' | 'files', string>;

/** A row of the index in SQL, made of these columns of `entry`. */
function indexed({ place, folded, person, conversation, files }: Indexed): string {
  const kinds = fileKinds.map((kind) => {
    const bit = fileMark(kind);
    return `iif(${files} & ${bit}, ${markSql('fileKind', String(bit))}, '')`;
  });
  const filesSql = `iif(${files} IS NULL, '', ${[markSql('anyFile', '0'), ...kinds].join(' || ')})`;
  const [from, where] = [markSql('person', person), markSql('conversation', conversation)];
  return [place, folded, from, where, filesSql].join(', ');
}

const columns = 'rowid, folded, person, conversation, files';
// A row by itself: after `SELECT` each would make FTS5 write a segment.
const given = indexed({ place: '?1', folded: '?2', person: '?3', conversation: '?4', files: '?5' });
const held = indexed({
  place: 'place',
  folded: 'folded',
  person: 'person',
  conversation: 'conversation',
  files: 'files',
});

/**
 * The full-text index over messages: trigrams without positions (`detail=none`), so it finds candidates that are then
 * checked letter by letter. What was deleted is not in it.
 */
export const textIndex: ProjectionKind = {
  name: 'text-index',
  version: foldedText.version + fileMarks.version,
  tables: ['entry_text'],
  schema: `
    CREATE VIRTUAL TABLE entry_text USING fts5 (
      folded, person, conversation, files, content = '',
      tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
    )`,
  isAvailable: hasTrigrams,
  open(database, { people }) {
    const add = database.prepare(`INSERT INTO entry_text (${columns}) VALUES (${given})`);
    const remove = database.prepare(
      `INSERT INTO entry_text (entry_text, ${columns}) VALUES ('delete', ${given})`,
    );
    // Written out: FTS5 takes only whole numbers, and one that is bound comes as a fraction.
    const secure = (isOn: 0 | 1): void =>
      database.exec(`INSERT INTO entry_text (entry_text, rank) VALUES ('secure-delete', ${isOn})`);
    return {
      // Places of one transaction should rise: each one below its forerunner makes FTS5 write a segment.
      tell({ entry, place, columns: { folded, files } }, { room, conversation }) {
        if (entry.type !== 'message' || !isSaid(folded)) return;
        const person = people.ensure(room.copy, entry.from);
        add.run(place, folded, person, conversation.number, files ?? null);
      },
      tellChanged({ message, place, before, columns: now }, { room, conversation }) {
        if (before['folded'] === now['folded'] && before['files'] === now['files']) return;
        const where = [people.ensure(room.copy, message.from), conversation.number] as const;
        if (isSaid(before['folded'])) {
          // No letters stay of what nobody says any more. A whole copy is swept without that: it would take too long.
          secure(1);
          remove.run(place, before['folded'], ...where, numberOrNull(before['files']));
          secure(0);
        }
        if (isSaid(now['folded'])) add.run(place, now['folded'], ...where, now['files'] ?? null);
      },
      // FTS5 wants all as it was added.
      tellGone(rows, how) {
        if (how === 'wiped') secure(1);
        for (const { place, person, conversation, columns: was } of rows)
          if (isSaid(was['folded']))
            remove.run(place, was['folded'], person, conversation, numberOrNull(was['files']));
        if (how === 'wiped') secure(0);
      },
      makeAnew: () =>
        database.exec(`
          INSERT INTO entry_text (entry_text) VALUES ('delete-all');
          INSERT INTO entry_text (${columns}) SELECT ${held} FROM entry
          WHERE kind = ${messageKind} AND folded <> '' ORDER BY place`),
    };
  },
};

function isSaid(folded: unknown): folded is string {
  return typeof folded === 'string' && folded !== '';
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
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
