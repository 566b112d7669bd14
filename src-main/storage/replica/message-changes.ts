import type { SQLInputValue } from 'node:sqlite';
import type { ChangeEntry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { idOf } from './places.ts';
import { shownAs } from './projections/changes.ts';
import type { Changed, Run } from './projections/projection.ts';
import type { OpenProjection } from './projections/projections.ts';
import type { ShownMessages } from './shown-messages.ts';

type Parts = {
  kinds: KindTable;
  messages: ShownMessages;
  projections: readonly OpenProjection[];
  /** The columns of the projections. */
  derived: readonly string[];
};

export const changedRowSql = `
  SELECT e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.target, e.rest
  FROM entry e JOIN person p ON p.number = e.person
  WHERE e.conversation = ? AND e.seq = ? AND e.kind = ${messageKind}`;

/** Within a transaction: what changes that were just stored make of messages that are held. */
export function messageChanges(
  kept: KeptDatabase,
  { kinds, messages, projections, derived }: Parts,
) {
  const columns = derived.join(', ');
  const sql = prepareAll(kept.database, {
    row: changedRowSql,
    columns: `SELECT ${columns} FROM entry WHERE place = ?`,
    save: `UPDATE entry SET ${derived.map((name) => `${name} = ?`).join(', ')} WHERE place = ?`,
    empty: `UPDATE entry SET rest = '${emptiedRest}' WHERE place = ?`,
    emptyEdits: `
      UPDATE entry SET rest = '${emptiedRest}' WHERE conversation = ? AND target = ? AND kind = ?`,
    deletion: 'SELECT 1 FROM entry WHERE conversation = ? AND target = ? AND kind = ?',
  });
  const kindOf = (type: ChangeEntry['type']) => kinds.ensure({ name: type, who: 'by' });

  /** An edit can be learnt after the deletion. */
  function emptyEdits({ type, target }: ChangeEntry, { conversation: { number } }: Run): void {
    if (type !== 'message-deleted' && type !== 'message-edited') return;
    if (!sql.deletion.get(number, target, kindOf('message-deleted'))) return;
    sql.emptyEdits.run(number, target, kindOf('message-edited'));
  }

  return {
    /** A change was stored; answers whether its message is to be shown in another way. */
    follow(change: ChangeEntry, run: Run): boolean {
      messages.advance(change, run.conversation);
      emptyEdits(change, run);
      if (change.type === 'message-deleted') kept.wipe();
      return change.type !== 'reaction-added' && change.type !== 'reaction-removed';
    },
    /** Once for all changes of a run: many of them may be of one message. */
    apply(target: number, run: Run): void {
      const { conversation } = run;
      const row = sql.row.get(conversation.number, target) as EntryRow | undefined;
      if (!row) return;
      const place = { in: conversation.name, seq: row.seq, id: idOf(row.id) };
      const held = entryOfRow(row, place, kinds) as MessageEntry;
      const shown = messages.now(held, conversation);
      if (shown.text === '') sql.empty.run(row.id);
      const message = shownAs(held, shown);
      const written = shown.text === '' ? message : held;
      const before = sql.columns.get(row.id) ?? {};
      const after = { ...before } as Record<string, SQLInputValue>;
      const isPinned = shown.pinned !== undefined;
      const told = { written, message, isPinned, place: row.id };
      const changed: Changed = { ...told, before, columns: after };
      for (const projection of projections) projection.tellChanged?.(changed, run);
      sql.save.run(...derived.map((name) => after[name] ?? null), row.id);
    },
  };
}
