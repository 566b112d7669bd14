import type { LogDraft, LogEntry } from '../../room/system-entries.ts';

type WithoutSecret<D> = D extends LogDraft ? Omit<D, 'secret'> : never;

/** What is stored of a draft, and told. */
export function withoutSecret(draft: LogDraft): WithoutSecret<LogDraft> {
  if (!('secret' in draft)) return draft;
  const { secret: _secret, ...told } = draft;
  return told;
}

/** The entry that a draft has become. */
export function asEntry(draft: LogDraft, { id, seq }: { id: number; seq: number }): LogEntry {
  return { ...withoutSecret(draft), id, seq };
}
