type WordsOf<F, P extends string> = F extends { readonly [K in P]: infer W } ? W : never;
type AllOf<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** One part of every feature's words, in one table. */
export function allWords<F extends object, P extends string>(
  features: readonly F[],
  part: P,
): AllOf<WordsOf<F, P>> {
  const tables = features.map((feature) => (feature as Partial<Record<string, object>>)[part]);
  return Object.assign({}, ...tables) as AllOf<WordsOf<F, P>>;
}
