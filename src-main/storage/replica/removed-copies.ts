import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { diskRefusalCode } from '../disk-refusal.ts';
import { inTransaction } from '../sqlite/in-transaction.ts';
import { placesOf } from './places.ts';
import type { OpenProjection } from './projections/projections.ts';

/** Small, so that nobody waits long behind one step. */
const entriesPerStep = 500;

/**
 * Sweeps up after rooms that were removed or copied anew: a step per turn of the loop, because taking a
 * million entries out of the full-text index takes many seconds. Nothing finds them meanwhile.
 */
export class RemovedCopies {
  readonly #database: DatabaseSync;
  readonly #projections: readonly OpenProjection[];
  readonly #next: StatementSync;
  readonly #oldest: StatementSync;
  readonly #removeEntries: StatementSync;
  #isSweeping = false;

  constructor(database: DatabaseSync, projections: readonly OpenProjection[]) {
    this.#database = database;
    this.#projections = projections;
    this.#next = database.prepare('SELECT copy FROM removed_copy LIMIT 1');
    const columns = projections.flatMap(({ kind }) => kind.columns ?? []);
    this.#oldest = database.prepare(`
      SELECT ${['place', ...columns].join(', ')} FROM entry WHERE place BETWEEN ? AND ? ORDER BY place
      LIMIT ${entriesPerStep}`);
    this.#removeEntries = database.prepare('DELETE FROM entry WHERE place BETWEEN ? AND ?');
  }

  /** Goes on until nothing is left, the database is closed or the disk says no (then at the next opening). */
  sweep(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    const step = (): void => {
      this.#isSweeping = this.#database.isOpen && this.#sweepStep();
      if (this.#isSweeping) setImmediate(step);
    };
    setImmediate(step);
  }

  /** True if more is left. */
  #sweepStep(): boolean {
    const copy = this.#next.get()?.['copy'];
    if (copy === undefined) return false;
    try {
      inTransaction(this.#database, () => this.#removeSome(Number(copy)));
      return true;
    } catch (error) {
      if (diskRefusalCode(error) === undefined) throw error;
      return false;
    }
  }

  #removeSome(copy: number): void {
    const places = placesOf(copy);
    const { lowest, highest } = places;
    const rows = this.#oldest.all(lowest, highest);
    const gone = rows.map(({ place, ...columns }) => ({ place: Number(place), columns }));
    for (const projection of this.#projections) projection.tellGone?.(gone);
    const last = rows.at(-1)?.['place'];
    if (last !== undefined) this.#removeEntries.run(lowest, last);
    if (rows.length === entriesPerStep) return;
    for (const projection of this.#projections) projection.tellSwept?.(places);
    this.#database.prepare('DELETE FROM person WHERE copy = ?').run(copy);
    this.#database.prepare('DELETE FROM removed_copy WHERE copy = ?').run(copy);
  }
}
