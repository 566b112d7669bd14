import type { DatabaseSync } from 'node:sqlite';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import { roomAccesses } from '../../../src-shared/protocol/connection.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

export type OptionsTable = LogProjection & { read(): HostOptions };

/** What the host chose for the room, in SQL, as the log's entries have made it. */
export function optionsTable(database: DatabaseSync): OptionsTable {
  const sql = prepareAll(database, {
    read: 'SELECT plain, log_texts, access FROM room',
    change: `
      UPDATE room SET plain = coalesce(?, plain), log_texts = coalesce(?, log_texts),
        access = coalesce(?, access)`,
  });
  return {
    /** Within a transaction, or a read. */
    read() {
      const row = sql.read.get();
      return {
        plain: row?.['plain'] === 1,
        logTexts: row?.['log_texts'] === 1,
        access: roomAccesses.find((access) => access === row?.['access']) ?? 'open',
      };
    },
    refuse: () => undefined,
    follow(draft) {
      if (draft.type !== 'options-changed') return;
      const { plain, logTexts, access } = draft.options;
      sql.change.run(flag(plain), flag(logTexts), access ?? null);
    },
  };
}

/** SQLite has no booleans; what is not said stays as it is. */
function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
