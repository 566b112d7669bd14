import type { Refusal } from './codes.ts';

/** What came of asking somebody: a value, or an expected "no". */
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** An expected "no" that comes as an error, from where there is no one to answer. */
export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.code, options);
    this.refusal = refusal;
  }
}

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
