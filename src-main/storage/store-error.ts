import { RefusalError } from '../../src-shared/protocol/outcome.ts';

/** The disk said no to a room's store: full, read-only, corrupt, newer, in use. `subject` is the path. */
export class StoreError extends RefusalError {}

/** What became of something to be stored that the disk said no to; a defect stays one. */
export function storeOutcome(error: unknown): 'store-full' | 'store-failed' {
  if (!(error instanceof StoreError)) throw error;
  return error.refusal.code === 'data-full' ? 'store-full' : 'store-failed';
}
