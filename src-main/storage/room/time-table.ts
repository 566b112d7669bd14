import type { DatabaseSync } from 'node:sqlite';
import type { NotedTime, StoredTime } from '../../room/room-time.ts';
import { diskRefusalCode } from '../store-error.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

/** From the newest note on: how many are read is a matter of hours, however long the log. */
const lastBeforeSql = `
  SELECT entry FROM noted_time WHERE time <= ? ORDER BY entry DESC LIMIT 1`;

export type TimeTable = LogProjection & {
  /** What a room starts with. */
  read(head: number): StoredTime;
  /** The newest entry that is known to be as old as that, or older; 0 if none is. */
  lastBefore(time: number): number;
};

/** How late it was, as the log's entries have noted it (`room/room-time.ts`). */
export function timeTable(database: DatabaseSync): TimeTable {
  const sql = prepareAll(database, {
    note: 'INSERT INTO noted_time (entry, time, now) VALUES (?, ?, ?)',
    last: 'SELECT entry AS id, time, now FROM noted_time ORDER BY entry DESC LIMIT 1',
    newest: 'SELECT at FROM entry WHERE id = ?',
    lastBefore: lastBeforeSql,
  });
  /** What cannot be read does not keep the room from beginning. */
  function newestAt(head: number): number | undefined {
    try {
      const newest = sql.newest.get(head);
      return newest && Number(newest['at']);
    } catch (error) {
      if (diskRefusalCode(error) === undefined) throw error;
      return undefined;
    }
  }

  return {
    read(head) {
      const noted = sql.last.get() as NotedTime | undefined;
      return { head, noted, newestAt: newestAt(head) };
    },
    lastBefore: (time) => Number(sql.lastBefore.get(time)?.['entry'] ?? 0),
    refuse: () => undefined,
    follow(draft, { id }) {
      if (draft.type === 'time-noted') sql.note.run(id, draft.time, draft.now);
    },
  };
}
