import type { DatabaseSync } from 'node:sqlite';
import { diskRefusalCode } from '../store-error.ts';
import { inTransaction } from '../sqlite/in-transaction.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { placesOf } from './places.ts';
import type { OpenProjection } from './projections/projections.ts';

/** Small, so that nobody waits long behind one step. */
const entriesPerStep = 500;

/**
 * Sweeps up after rooms that were removed or copied anew: a step per turn of the loop, because taking a
 * million entries out of the full-text index takes many seconds. Nothing finds them meanwhile. What is given back
 * goes on until nothing is left, the database is closed or the disk says no (then at the next opening).
 */
export function sweeperOf(
  database: DatabaseSync,
  projections: readonly OpenProjection[],
): () => void {
  const columns = projections.flatMap(({ kind }) => kind.columns ?? []);
  const sql = prepareAll(database, {
    next: 'SELECT copy FROM removed_copy LIMIT 1',
    oldest: `
      SELECT ${['place', 'person', 'conversation', ...columns].join(', ')} FROM entry WHERE place BETWEEN ? AND ? ORDER BY place
      LIMIT ${entriesPerStep}`,
    removeEntries: 'DELETE FROM entry WHERE place BETWEEN ? AND ?',
    removePeople: 'DELETE FROM person WHERE copy = ?',
    removeCopy: 'DELETE FROM removed_copy WHERE copy = ?',
  });
  let isSweeping = false;

  function removeSome(copy: number): void {
    const places = placesOf(copy);
    const { lowest, highest } = places;
    const rows = sql.oldest.all(lowest, highest);
    const gone = rows.map(({ place, person, conversation, ...rest }) => ({
      place: Number(place),
      person: Number(person),
      conversation: Number(conversation),
      columns: rest,
    }));
    for (const projection of projections) projection.tellGone?.(gone);
    const last = rows.at(-1)?.['place'];
    if (last !== undefined) sql.removeEntries.run(lowest, last);
    if (rows.length === entriesPerStep) return;
    for (const projection of projections) projection.tellSwept?.(places);
    sql.removePeople.run(copy);
    sql.removeCopy.run(copy);
  }

  /** True if more is left. */
  function sweepStep(): boolean {
    const copy = sql.next.get()?.['copy'];
    if (copy === undefined) return false;
    try {
      inTransaction(database, () => removeSome(Number(copy)));
      return true;
    } catch (error) {
      if (diskRefusalCode(error) === undefined) throw error;
      return false;
    }
  }

  function step(): void {
    isSweeping = database.isOpen && sweepStep();
    if (isSweeping) setImmediate(step);
  }
  return () => {
    if (isSweeping) return;
    isSweeping = true;
    setImmediate(step);
  };
}
