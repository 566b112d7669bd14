import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { diskRefusalCode } from '../store-error.ts';
import { findTableDamage, tablesOf } from './mend-indexes.ts';

/**
 * Looks a database through while another connection has it to itself: the file alone, as it is between two
 * checkpoints. What is written into it meanwhile can look like damage, so it is looked at twice.
 */
export async function looksDamaged(path: string): Promise<boolean> {
  return (await looksDamagedOnce(path)) && (await looksDamagedOnce(path));
}

async function looksDamagedOnce(path: string): Promise<boolean> {
  const url = pathToFileURL(path);
  // No locks and no journal.
  url.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(url, { readOnly: true });
    try {
      for (const table of tablesOf(database)) {
        // One table at a time, so that closing need not wait for all of them.
        await nextTurn();
        if (findTableDamage(database, table).length > 0) return true;
      }
      return false;
    } finally {
      database.close();
    }
  } catch (error) {
    if (diskRefusalCode(error) === undefined) throw error;
    return true;
  }
}
