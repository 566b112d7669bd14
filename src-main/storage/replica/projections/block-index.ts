import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { prepareAll } from '../../sqlite/prepare-all.ts';
import { foldedText } from './folded-text.ts';
import type { Projection, ProjectionKind, Range } from './projection.ts';

/** Places per block. */
const placesPerBlock = 4096;
/** A block with more grams than this is not described further and is read for every search. */
const maxGramsPerBlock = 16_384;
const maxCachedBlocks = 32;
/** Where more grams than this may be gone, a block is described anew: each of them is looked for in its messages. */
const maxSoughtGrams = 200;
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
  removeGram: 'DELETE FROM gram WHERE gram = ? AND block = ?',
  removeGrams: 'DELETE FROM gram WHERE block BETWEEN ? AND ?',
  removeBlocks: 'DELETE FROM block WHERE number BETWEEN ? AND ?',
  hasMessage: `
    SELECT 1 FROM entry WHERE place BETWEEN ? AND ? AND folded IS NOT NULL LIMIT 1`,
  messages: `
    SELECT place, at, folded FROM entry WHERE place BETWEEN ? AND ? AND folded IS NOT NULL
    ORDER BY place`,
};

type Statements = Record<keyof typeof statements, StatementSync>;

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
  open: openBlockIndex,
};

export function blockOf(place: number): number {
  return Math.floor(place / placesPerBlock);
}

export function placesOfBlock(block: number): Range {
  return { lowest: block * placesPerBlock, highest: (block + 1) * placesPerBlock - 1 };
}

function openBlockIndex(database: DatabaseSync): Projection {
  const sql = prepareAll(database, statements);
  const described = describedBlocks(sql);
  /** What messages that were changed in this run said before, by block. */
  const outdated = new Map<number, Set<string>>();
  /** Of which entries went, perhaps the last ones. */
  const thinned = new Set<number>();

  return {
    tell({ entry: { at }, place, columns: { folded } }) {
      if (typeof folded === 'string') described.describe(blockOf(place), at, folded);
    },
    // No letters stay of what nobody says any more.
    tellChanged({ message: { at }, place, before: { folded: was }, columns: { folded } }) {
      if (was === folded || typeof was !== 'string' || typeof folded !== 'string') return;
      const block = blockOf(place);
      const sought = outdated.get(block) ?? new Set();
      for (const gram of gramsOf(was)) sought.add(gram);
      outdated.set(block, sought);
      described.describe(block, at, folded);
    },
    settle() {
      for (const [block, sought] of outdated) described.removeLost(block, sought);
      outdated.clear();
      for (const block of thinned) if (removeIfEmpty(sql, block)) described.forget(block);
      thinned.clear();
    },
    // What of a block stays is described as before: pairs of letters that its other messages need not have.
    tellGone(rows, how) {
      if (how === 'wiped') for (const { place } of rows) thinned.add(blockOf(place));
    },
    tellSwept({ lowest, highest }) {
      const blocks = [blockOf(lowest), blockOf(highest)];
      sql.removeGrams.run(...blocks);
      sql.removeBlocks.run(...blocks);
    },
    forget() {
      described.forgetAll();
      outdated.clear();
      thinned.clear();
    },
  };
}

/** What is known and stored of blocks. */
function describedBlocks(sql: Statements) {
  const cache = new Map<number, Known>();

  function knownOf(block: number): Known {
    const cached = cache.get(block);
    if (cached) return cached;
    const known = knownIn(sql.read.get(block));
    const [oldest] = cache.keys();
    if (cache.size >= maxCachedBlocks && oldest !== undefined) cache.delete(oldest);
    cache.set(block, known);
    return known;
  }

  function addGrams(block: number, known: Known, folded: string): void {
    for (const gram of gramsOf(folded)) {
      addOne(block, known, gram);
      if (known.gramCount > maxGramsPerBlock) return;
    }
  }

  function addOne(block: number, known: Known, gram: string): void {
    const slot = asciiSlot(gram);
    if (slot === undefined ? known.others.has(gram) : known.ascii[slot] === 1) return;
    if (slot === undefined) known.others.add(gram);
    else known.ascii[slot] = 1;
    known.gramCount += Number(sql.addGram.run(gram, block).changes);
  }

  function describe(block: number, at: number, folded: string): void {
    const known = knownOf(block);
    const gramsBefore = known.gramCount;
    if (gramsBefore <= maxGramsPerBlock) addGrams(block, known, folded);
    const isWider = at < known.oldestAt || at > known.newestAt;
    if (!isWider && known.gramCount === gramsBefore) return;
    known.oldestAt = Math.min(known.oldestAt, at);
    known.newestAt = Math.max(known.newestAt, at);
    sql.save.run(block, known.oldestAt, known.newestAt, known.gramCount);
  }

  function describeAnew(block: number): void {
    sql.removeGrams.run(block, block);
    sql.removeBlocks.run(block, block);
    cache.delete(block);
    const { lowest, highest } = placesOfBlock(block);
    for (const row of sql.messages.all(lowest, highest))
      describe(block, Number(row['at']), String(row['folded']));
  }

  /** Lets go of those of these grams that no message of the block holds any more. */
  function removeLost(block: number, sought: Set<string>): void {
    const known = knownOf(block);
    const isCheaperAnew = sought.size > maxSoughtGrams || known.gramCount > maxGramsPerBlock;
    if (isCheaperAnew) return describeAnew(block);
    const { lowest, highest } = placesOfBlock(block);
    for (const row of sql.messages.iterate(lowest, highest)) {
      const folded = String(row['folded']);
      // Most are found in the first messages that there are.
      for (const gram of sought) if (folded.includes(gram)) sought.delete(gram);
      if (sought.size === 0) return;
    }
    for (const gram of sought) {
      const slot = asciiSlot(gram);
      if (slot === undefined) known.others.delete(gram);
      else known.ascii[slot] = 0;
      known.gramCount -= Number(sql.removeGram.run(gram, block).changes);
    }
    sql.save.run(block, known.oldestAt, known.newestAt, known.gramCount);
  }

  return {
    describe,
    removeLost,
    forget: (block: number) => cache.delete(block),
    forgetAll: () => cache.clear(),
  };
}

function knownIn(row: Record<string, unknown> | undefined): Known {
  return {
    oldestAt: Number(row?.['oldestAt'] ?? Number.MAX_SAFE_INTEGER),
    newestAt: Number(row?.['newestAt'] ?? -1),
    gramCount: Number(row?.['grams'] ?? 0),
    ascii: new Uint8Array(128 * 128),
    others: new Set(),
  };
}

/** One letter and two letters that stand together, in their order. */
function gramsOf(folded: string): string[] {
  const grams: string[] = [];
  let previous = '';
  for (const letter of folded) {
    if (isSpace(letter)) {
      previous = '';
      continue;
    }
    grams.push(letter);
    if (previous !== '') grams.push(previous + letter);
    previous = letter;
  }
  return grams;
}

/** False if it still holds something. */
function removeIfEmpty(sql: Statements, block: number) {
  const { lowest, highest } = placesOfBlock(block);
  if (sql.hasMessage.get(lowest, highest)) return false;
  sql.removeGrams.run(block, block);
  sql.removeBlocks.run(block, block);
  return true;
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
