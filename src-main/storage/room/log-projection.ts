import type { LogRefusal } from '../../room/ports.ts';
import type { LogDraft } from '../../room/system-entries.ts';

/** Where an entry was stored; `conversation` is the number in the database. */
type StoredPlace = { conversation: number; seq: number; id: number };

/** A table that is made of the log's entries, each within the transaction that stores it. */
export interface LogProjection {
  /** Why the entry does not fit what the log has come to; undefined if it does. */
  refuse(draft: LogDraft): LogRefusal | undefined;
  follow(draft: LogDraft, place: StoredPlace): void;
}
