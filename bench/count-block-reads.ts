import { WholeFile } from '../src-main/files/whole-file.ts';

/** Counts, from now on, how often this process reads each block of a file; tells the most of one block so far. */
export function countBlockReads(): () => number {
  const countsByFile = new WeakMap<WholeFile, Map<number, number>>();
  let most = 0;
  const read = Object.getOwnPropertyDescriptor(WholeFile.prototype, 'read')
    ?.value as WholeFile['read'];
  WholeFile.prototype.read = function (this: WholeFile, at, into) {
    const counts = countsByFile.get(this) ?? new Map<number, number>();
    countsByFile.set(this, counts);
    const count = (counts.get(at) ?? 0) + 1;
    counts.set(at, count);
    most = Math.max(most, count);
    return read.call(this, at, into);
  };
  return () => most;
}
