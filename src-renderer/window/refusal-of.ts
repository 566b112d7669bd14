import type { Refusal } from '../../src-shared/protocol/codes.ts';

/** What an answer of the bridge refused with, without the answer around it. */
export function refusalOf(answer: { ok: false } & Refusal): Refusal {
  const { ok: _, ...refusal } = answer;
  return refusal;
}
