/**
 * `next` with every part of `before` that says the same in its place; `before` itself if all of it does. A push
 * brings the whole of what changed a little: who looks at the rest of it sees the same objects.
 */
export function keepEqual<T>(before: T | undefined, next: T): T {
  if (Object.is(before, next)) return next;
  if (!isCompound(before) || !isCompound(next)) return next;
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  const kept = Object.entries(next).map(
    ([key, part]) => [key, keepEqual(before[key], part)] as const,
  );
  const isSame =
    kept.length === Object.keys(before).length &&
    kept.every(([key, part]) => key in before && Object.is(before[key], part));
  if (isSame) return before;
  const parts = Array.isArray(next) ? kept.map(([, part]) => part) : Object.fromEntries(kept);
  return parts as T;
}

/** The map with these values, each as it was if it says the same; `before` itself if none says anything new. */
export function withKept<K, V>(
  before: ReadonlyMap<K, V>,
  changed: Iterable<readonly [K, V]>,
): ReadonlyMap<K, V> {
  let all: Map<K, V> | undefined;
  for (const [key, value] of changed) {
    const known = (all ?? before).get(key);
    const kept = keepEqual(known, value);
    if (kept !== known || !before.has(key)) all = (all ?? new Map(before)).set(key, kept);
  }
  return all ?? before;
}

/** Values as they come from JSON. */
function isCompound(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
