import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';

/** The "no" that an error stands for; undefined for a defect. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof RefusalError ? error.refusal : undefined;
}
