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

/** The "no" that an error stands for; undefined for a defect. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof RefusalError ? error.refusal : undefined;
}

/** What work comes to; the "no" that it throws is an outcome, a defect is thrown on. */
export async function orRefused<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await work());
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return refused(refusal);
  }
}
