import type { DatabaseSync } from 'node:sqlite';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import { roomAccesses } from '../../../src-shared/protocol/connection.ts';
import { fileTerms, usualFileTerms } from '../../../src-shared/protocol/files.ts';
import type { FileTerms } from '../../../src-shared/protocol/files.ts';
import type { RoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { RoomSnapshot } from '../../room/ports.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';
import { keepIn } from './retention-rules.ts';

export type OptionsTable = LogProjection & {
  read(): HostOptions;
  readRoom(): Pick<RoomSnapshot, 'name' | 'settings'>;
};

/** What the host chose for the room, and the owner and moderators set, in SQL, as the log's entries have made it. */
export function optionsTable(database: DatabaseSync): OptionsTable {
  const sql = prepareAll(database, {
    read: 'SELECT plain, log_texts, access, file_terms FROM room',
    readRoom: `
      SELECT name, read_only, slow_mode_seconds, edit_seconds, forbidden, newcomers_read, keep,
        password_hash IS NOT NULL AS has_password
      FROM room`,
    setNewcomers: 'UPDATE room SET newcomers_read = ?',
    setPassword: 'UPDATE room SET password_hash = ?',
    changeRoom: `
      UPDATE room SET name = coalesce(?, name), read_only = coalesce(?, read_only),
        slow_mode_seconds = coalesce(?, slow_mode_seconds),
        edit_seconds = coalesce(?, edit_seconds), forbidden = coalesce(?, forbidden)`,
    change: `
      UPDATE room SET plain = coalesce(?, plain), log_texts = coalesce(?, log_texts),
        access = coalesce(?, access), file_terms = coalesce(?, file_terms)`,
  });
  return {
    /** Within a transaction, or a read. */
    read() {
      const row = sql.read.get();
      return {
        plain: row?.['plain'] === 1,
        logTexts: row?.['log_texts'] === 1,
        access: roomAccesses.find((access) => access === row?.['access']) ?? 'open',
        files: fileTermsIn(row?.['file_terms']),
      };
    },
    readRoom() {
      const row = sql.readRoom.get();
      return {
        name: String(row?.['name']),
        settings: {
          readOnly: row?.['read_only'] === 1,
          slowModeSeconds: Number(row?.['slow_mode_seconds']),
          editSeconds: Number(row?.['edit_seconds']),
          forbidden: JSON.parse(String(row?.['forbidden'])) as RoomSettings['forbidden'],
          newcomersRead: daysIn(row?.['newcomers_read']),
          hasPassword: row?.['has_password'] === 1,
          keep: keepIn(row?.['keep']),
        },
      };
    },
    refuse: () => undefined,
    follow(draft) {
      if (draft.type === 'room-changed') {
        const { name, readOnly, slowModeSeconds, editSeconds, forbidden, newcomersRead } =
          draft.changes;
        if (newcomersRead !== undefined)
          sql.setNewcomers.run(newcomersRead === 'all' ? null : newcomersRead);
        const kept = forbidden && JSON.stringify(forbidden);
        const changed = [
          flag(readOnly),
          slowModeSeconds ?? null,
          editSeconds ?? null,
          kept ?? null,
        ] as const;
        sql.changeRoom.run(name ?? null, ...changed);
        if (draft.secret) sql.setPassword.run(draft.secret.passwordHash ?? null);
      }
      if (draft.type !== 'options-changed') return;
      const { plain, logTexts, access, files } = draft.options;
      const terms = files ? JSON.stringify(files) : null;
      sql.change.run(flag(plain), flag(logTexts), access ?? null, terms);
    },
  };
}

function fileTermsIn(column: unknown): FileTerms {
  return typeof column === 'string' ? fileTerms.parse(JSON.parse(column)) : usualFileTerms;
}

function daysIn(column: unknown): RoomSettings['newcomersRead'] {
  return typeof column === 'number' ? column : 'all';
}

/** SQLite has no booleans; what is not said stays as it is. */
function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
