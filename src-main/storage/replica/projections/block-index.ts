import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { prepareAll } from '../../sqlite/prepare-all.ts';
import { foldedText } from './folded-text.ts';
import type { Projection, ProjectionKind, Range, Told } from './projection.ts';

/** Places per block. */
const placesPerBlock = 4096;
/** A block with more grams than this is not described further and is read for every search. */
const maxGramsPerBlock = 16_384;
const maxCachedBlocks = 32;
const space = /\s/u;

/** What is known to be stored for a block. ASCII pairs stand at `first * 128 + second`, singles at `letter`. */
type Known = {
  oldestAt: number;
  newestAt: number;
  gramCount: number;
  ascii: Uint8Array;
  others: Set<string>;
};

export const candidateBlocksSql = `
  SELECT b.number FROM block b
  WHERE b.number BETWEEN ?1 AND ?2 AND b.oldest_at < ?3 AND b.newest_at >= ?4
    AND (b.grams > ${maxGramsPerBlock} OR NOT EXISTS (
      SELECT 1 FROM json_each(?5) wanted
      WHERE NOT EXISTS (SELECT 1 FROM gram g WHERE g.gram = wanted.value AND g.block = b.number)))
  ORDER BY b.number DESC`;

const statements = {
  read: 'SELECT oldest_at AS oldestAt, newest_at AS newestAt, grams FROM block WHERE number = ?',
  save: 'INSERT OR REPLACE INTO block (number, oldest_at, newest_at, grams) VALUES (?, ?, ?, ?)',
  addGram: 'INSERT INTO gram (gram, block) VALUES (?, ?) ON CONFLICT DO NOTHING',
  removeGrams: 'DELETE FROM gram WHERE block BETWEEN ? AND ?',
  removeBlocks: 'DELETE FROM block WHERE number BETWEEN ? AND ?',
};

/** Tells which runs of places cannot hold a hit, so that short words and dates need no full scan. */
export const blockIndex: ProjectionKind = {
  name: 'block-index',
  version: foldedText.version,
  tables: ['block', 'gram'],
  // block: what its places hold (number: place / 4096). gram: one and two letters that occur in its messages.
  schema: `
    CREATE TABLE block (
      number INTEGER PRIMARY KEY,
      oldest_at INTEGER NOT NULL,
      newest_at INTEGER NOT NULL,
      grams INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE gram (
      gram TEXT NOT NULL,
      block INTEGER NOT NULL,
      PRIMARY KEY (gram, block)
    ) STRICT, WITHOUT ROWID`,
  open: (database) => new BlockIndex(database),
};

export function blockOf(place: number): number {
  return Math.floor(place / placesPerBlock);
}

export function placesOfBlock(block: number): Range {
  return { lowest: block * placesPerBlock, highest: (block + 1) * placesPerBlock - 1 };
}

class BlockIndex implements Projection {
  readonly #sql: Record<keyof typeof statements, StatementSync>;
  readonly #cache = new Map<number, Known>();

  constructor(database: DatabaseSync) {
    this.#sql = prepareAll(database, statements);
  }

  tell({ entry: { at }, place, columns: { folded } }: Told): void {
    if (typeof folded !== 'string') return;
    const block = blockOf(place);
    const known = this.#known(block);
    const gramsBefore = known.gramCount;
    if (gramsBefore <= maxGramsPerBlock) this.#addGrams(block, known, folded);
    const isWider = at < known.oldestAt || at > known.newestAt;
    if (!isWider && known.gramCount === gramsBefore) return;
    known.oldestAt = Math.min(known.oldestAt, at);
    known.newestAt = Math.max(known.newestAt, at);
    this.#sql.save.run(block, known.oldestAt, known.newestAt, known.gramCount);
  }

  tellSwept({ lowest, highest }: Range): void {
    const blocks = [blockOf(lowest), blockOf(highest)];
    this.#sql.removeGrams.run(...blocks);
    this.#sql.removeBlocks.run(...blocks);
  }

  forget(): void {
    this.#cache.clear();
  }

  #addGrams(block: number, known: Known, folded: string): void {
    let previous = '';
    for (const letter of folded) {
      if (isSpace(letter)) {
        previous = '';
        continue;
      }
      this.#addOne(block, known, letter);
      if (previous !== '') this.#addOne(block, known, previous + letter);
      previous = letter;
      if (known.gramCount > maxGramsPerBlock) return;
    }
  }

  #addOne(block: number, known: Known, gram: string): void {
    const slot = asciiSlot(gram);
    if (slot === undefined ? known.others.has(gram) : known.ascii[slot] === 1) return;
    if (slot === undefined) known.others.add(gram);
    else known.ascii[slot] = 1;
    known.gramCount += Number(this.#sql.addGram.run(gram, block).changes);
  }

  #known(block: number): Known {
    const cached = this.#cache.get(block);
    if (cached) return cached;
    const row = this.#sql.read.get(block);
    const known: Known = {
      oldestAt: Number(row?.['oldestAt'] ?? Number.MAX_SAFE_INTEGER),
      newestAt: Number(row?.['newestAt'] ?? -1),
      gramCount: Number(row?.['grams'] ?? 0),
      ascii: new Uint8Array(128 * 128),
      others: new Set(),
    };
    if (this.#cache.size >= maxCachedBlocks) {
      const [oldest] = this.#cache.keys();
      if (oldest !== undefined) this.#cache.delete(oldest);
    }
    this.#cache.set(block, known);
    return known;
  }
}

/** Slots below 128 belong to single letters: a pair that begins with NUL has none. */
function asciiSlot(gram: string): number | undefined {
  const first = gram.charCodeAt(0);
  if (gram.length === 1) return first < 128 ? first : undefined;
  const second = gram.charCodeAt(1);
  const isAscii = gram.length === 2 && first > 0 && first < 128 && second < 128;
  return isAscii ? first * 128 + second : undefined;
}

function isSpace(letter: string): boolean {
  return letter === ' ' || (letter < '!' || letter > '~' ? space.test(letter) : false);
}
