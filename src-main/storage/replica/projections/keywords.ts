import type { DatabaseSync } from 'node:sqlite';
import { keywordFinder } from '../../../../src-shared/text/find-keywords.ts';
import type { HoldsKeyword } from '../../../../src-shared/text/find-keywords.ts';

/** This person's words, of which they want to be told. */
export const keywordsSql = `SELECT value FROM setting WHERE name = 'keywords'`;

/** Whether a folded text holds one of this person's words, as they are at this moment. */
export function keywordsOf(database: DatabaseSync): () => HoldsKeyword {
  const read = database.prepare(keywordsSql);
  let known = '';
  let holds = keywordFinder(known);
  return () => {
    const typed = String(read.get()?.['value'] ?? '');
    if (typed !== known) holds = keywordFinder(typed);
    known = typed;
    return holds;
  };
}
