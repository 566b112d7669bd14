import type { Entry } from '../../src-shared/protocol/entries.ts';

/**
 * Whether a message was pinned (or not) at some moment after `above`, as its member wanted it: then nothing was stored, and it
 * was acknowledged all the same. What the log has let go may have said anything.
 */
export function mayHaveBeenSo(
  { what, mark, above }: { what: string; mark?: number | undefined; above: number },
  log: readonly Entry[],
): boolean {
  const asked = /^(?<un>un)?pin-message /.exec(what);
  if (!asked) return false;
  const wanted = asked.groups?.['un'] === undefined;
  let isPinned: boolean | undefined = (log[0]?.seq ?? 1) > 1 ? undefined : false;
  const isSo = (): boolean => isPinned === undefined || isPinned === wanted;
  for (const entry of log) {
    if (entry.seq > above && isSo()) return true;
    if (!('target' in entry) || entry.target !== mark) continue;
    if (entry.type === 'message-pinned') isPinned = true;
    if (entry.type === 'message-unpinned' || entry.type === 'message-deleted') isPinned = false;
  }
  return isSo();
}
