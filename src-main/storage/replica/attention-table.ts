import type { AttentionLevel } from '../../../src-shared/member/attention.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { AttentionStore } from '../../client/replica/attention.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

type AttentionRow = {
  conversation: ConversationId;
  level: AttentionLevel;
  isMuted: number;
  until: number | null;
};

const statements = {
  list: `
    SELECT conversation, level, is_muted AS isMuted, muted_until AS until FROM attention
    WHERE room = ? ORDER BY conversation`,
  save: `
    INSERT OR REPLACE INTO attention (room, conversation, level, is_muted, muted_until)
    VALUES (?, ?, ?, ?, ?)`,
  remove: 'DELETE FROM attention WHERE room = ? AND conversation = ?',
};

/** What a person asked to be told of, in SQL. */
export function attentionTable(kept: KeptDatabase, keys: RoomKeyTable): AttentionStore {
  const sql = prepareAll(kept.database, statements);
  return {
    list: (room) =>
      kept.read(() => {
        const rows = sql.list.all(keys.of(room).key) as AttentionRow[];
        return rows.map(({ conversation, level, isMuted, until }) => ({
          in: conversation,
          level,
          ...(isMuted === 1 ? { muted: until === null ? {} : { until } } : {}),
        }));
      }),
    save: (room, { in: conversation, level, muted }) =>
      kept.write(() => {
        const { key } = keys.of(room);
        if (level === 'all' && !muted) sql.remove.run(key, conversation);
        else
          sql.save.run(key, conversation, level, Number(muted !== undefined), muted?.until ?? null);
      }),
  };
}
