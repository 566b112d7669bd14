import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import type { LogDraft } from '../../room/system-entries.ts';
import type { LogProjection } from './log-projection.ts';

/** What the host chose for the room, in SQL, as the log's entries have made it. */
export class OptionsTable implements LogProjection {
  readonly #read: StatementSync;
  readonly #change: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare('SELECT plain, log_texts FROM room');
    this.#change = database.prepare(
      'UPDATE room SET plain = coalesce(?, plain), log_texts = coalesce(?, log_texts)',
    );
  }

  /** Within a transaction, or a read. */
  read(): HostOptions {
    const row = this.#read.get();
    return { plain: row?.['plain'] === 1, logTexts: row?.['log_texts'] === 1 };
  }

  refuse(): undefined {
    return undefined;
  }

  follow(draft: LogDraft): void {
    if (draft.type !== 'options-changed') return;
    const { plain, logTexts } = draft.options;
    this.#change.run(flag(plain), flag(logTexts));
  }
}

/** SQLite has no booleans; what is not said stays as it is. */
function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
