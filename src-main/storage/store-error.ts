import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';

/** The disk said no to a room's store: full, read-only, corrupt, newer, in use. `subject` is the path. */
export class StoreError extends RefusalError {}

export type Refuse = (refusal: Refusal, options: ErrorOptions) => Error;

const asStoreError: Refuse = (refusal, options) => new StoreError(refusal, options);

/** What an error at `path` is thrown as. What is no "no" of the disk stays what it is. */
export function refusalOf(error: unknown, path: string, refuse: Refuse = asStoreError): unknown {
  if (error instanceof StoreError)
    return refuse === asStoreError ? error : refuse(error.refusal, { cause: error });
  const code = diskRefusalCode(error);
  return code === undefined ? error : refuse({ code, subject: path }, { cause: error });
}

/** What became of something to be stored that the disk said no to; a defect stays one. */
export function storeOutcome(error: unknown): 'store-full' | 'store-failed' {
  if (!(error instanceof StoreError)) throw error;
  return error.refusal.code === 'data-full' ? 'store-full' : 'store-failed';
}

/** Primary result codes of SQLite that say something about the disk (https://sqlite.org/rescode.html). */
const sqliteCodes: Record<number, RefusalCode> = {
  3: 'data-read-only', // PERM
  5: 'data-in-use', // BUSY
  6: 'data-in-use', // LOCKED
  8: 'data-read-only', // READONLY
  10: 'store-failed', // IOERR
  11: 'data-corrupt', // CORRUPT
  13: 'data-full', // FULL
  14: 'data-read-only', // CANTOPEN
  26: 'data-corrupt', // NOTADB
};

const systemCodes: Record<string, RefusalCode> = {
  EACCES: 'data-read-only',
  EPERM: 'data-read-only',
  EROFS: 'data-read-only',
  ENOTDIR: 'data-read-only',
  EEXIST: 'data-read-only',
  EISDIR: 'data-read-only',
  ENOENT: 'data-read-only',
  ENOSPC: 'data-full',
  EDQUOT: 'data-full',
  EIO: 'store-failed',
};

/** What an error of SQLite or of the file system means to a person; undefined if it is a defect. */
export function diskRefusalCode(error: unknown): RefusalCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') {
    // IOERR_LOCK: a file that may only be read cannot be locked for writing.
    if (error.errcode === 3850) return 'data-read-only';
    // The low byte is the primary code, the rest refines it.
    return sqliteCodes[error.errcode & 0xff];
  }
  if ('code' in error && typeof error.code === 'string') return systemCodes[error.code];
  return undefined;
}
