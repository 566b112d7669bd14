import { messageKind } from '../kind-table.ts';

/** Which index leads to the messages that are then checked word by word. */
export type HitSource = 'text' | 'block' | 'conversation' | 'person';

/** Only whether each is there matters here: the values are bound. */
export type HitFilters = {
  conversation?: number | undefined;
  person?: number | undefined;
  before?: number | undefined;
  after?: number | undefined;
};

const columns = 'e.place, c.name, e.seq, e.kind, p.account, e.at, e.cid, e.rest';
const names = `
  CROSS JOIN person p ON p.number = e.person
  CROSS JOIN conversation c ON c.number = e.conversation`;

/**
 * Messages newest first. Bound in this order: the trigram query (source `text`), lowest and highest place,
 * the filters that are there, the words, the limit. Nothing that a person wrote becomes SQL.
 */
export function hitsSql(source: HitSource, words: number, filters: HitFilters): string {
  // A unary plus keeps SQLite from choosing that column's index.
  const isFor = (wanted: HitSource): string => (source === wanted ? '' : '+');
  const conditions = [
    source === 'text'
      ? 'entry_text MATCH ? AND f.rowid BETWEEN ? AND ?'
      : 'e.place BETWEEN ? AND ?',
    `e.kind = ${messageKind}`,
    filters.conversation === undefined ? '' : `${isFor('conversation')}e.conversation = ?`,
    filters.person === undefined ? '' : `${isFor('person')}e.person = ?`,
    filters.before === undefined ? '' : 'e.at < ?',
    filters.after === undefined ? '' : 'e.at >= ?',
    ...Array.from({ length: words }, () => 'instr(e.folded, ?) > 0'),
  ].filter((condition) => condition !== '');
  return `
    SELECT ${columns} FROM ${tables[source]} ${names}
    WHERE ${conditions.join('\n      AND ')}
    ORDER BY ${orders[source]} DESC LIMIT ?`;
}

const tables = {
  text: 'entry_text f CROSS JOIN entry e ON e.place = f.rowid',
  block: 'entry e NOT INDEXED',
  conversation: 'entry e INDEXED BY entry_by_seq',
  person: 'entry e INDEXED BY message_by_person',
} as const satisfies Record<HitSource, string>;

const orders = {
  text: 'f.rowid',
  block: 'e.place',
  conversation: 'e.seq',
  person: 'e.place',
} as const satisfies Record<HitSource, string>;
