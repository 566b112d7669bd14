import type { DatabaseSync } from 'node:sqlite';
import { quoteOf } from '../../../src-shared/member/quote.ts';
import type {
  MessageMarks,
  Quote,
  ShownMessage,
  TimelinePage,
} from '../../../src-shared/member/own-copy.ts';
import { changedMessage } from '../../../src-shared/protocol/changed-message.ts';
import type { ChangedMessage } from '../../../src-shared/protocol/changed-message.ts';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import type { ChangeEntry, Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { FoldedMessages } from '../folded-messages.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { idOf } from './places.ts';
import { shownAs } from './projections/changes.ts';

const columns = 'e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.target';
/** What people see of an entry: as the log has it, or as it was changed. */
export const shownRest = 'coalesce(e.shown, e.rest) AS rest';
const named = 'FROM entry e JOIN person p ON p.number = e.person';
export const messageSql = `
  SELECT ${columns}, ${shownRest} ${named}
  WHERE e.conversation = ? AND e.seq = ? AND e.kind = ${messageKind}`;
export const changesSql = `
  SELECT ${columns}, e.rest ${named}
  WHERE e.conversation = ? AND e.target BETWEEN ? AND ? ORDER BY e.target, e.seq`;

export const pinnedSql = `
  SELECT e.seq FROM entry e WHERE e.conversation = ? AND e.pinned = 1 ORDER BY e.seq DESC LIMIT ?`;

/** A conversation's number in the database, and its name. */
type Where = { number: number; name: ConversationId };

export type ShownMessages = ReturnType<typeof shownMessages>;

/** Messages with all that changes them, by number. */
export function shownMessages(database: DatabaseSync, kinds: KindTable) {
  const sql = prepareAll(database, {
    message: messageSql,
    written: messageSql.replace(shownRest, 'e.rest'),
    changes: changesSql,
    pinned: pinnedSql,
  });
  const folded = new FoldedMessages();
  const entryAt = (row: EntryRow, { name }: Where): Entry =>
    entryOfRow(row, { in: name, seq: row.seq, id: idOf(row.id) }, kinds);

  const read = (statement: 'message' | 'written', where: Where, seq: number) => {
    const row = sql[statement].get(where.number, seq) as EntryRow | undefined;
    return row && (entryAt(row, where) as MessageEntry);
  };
  // What a room has let go names a number too, and a room may say anything: that number may be here all the same.
  const changesOf = (where: Where, first: number, last: number): ChangeEntry[] =>
    (sql.changes.all(where.number, first, last) as EntryRow[])
      .map((row) => entryAt(row, where))
      .filter(isChange);

  /** As it is now, of one that is held. */
  function now(written: MessageEntry, where: Where): ChangedMessage {
    const key = FoldedMessages.key(where.number, written.seq);
    const known = folded.get(key);
    return known ?? folded.fold(key, written, changesOf(where, written.seq, written.seq));
  }

  /** What was done to the messages of a page; those to which nothing was are left out. */
  function marksIn(where: Where, entries: readonly Entry[], own: AccountId): MessageMarks[] {
    const [first, last] = [entries[0], entries.at(-1)];
    if (!first || !last) return [];
    const found = changesOf(where, first.seq, last.seq);
    const byTarget = Map.groupBy(found, (change) => change.target);
    return entries.flatMap((entry) => {
      if (entry.type !== 'message') return [];
      const done = byTarget.get(entry.seq);
      if (!done && entry.text !== '') return [];
      return marksOf(entry.seq, changedMessage(entry, done ?? []), own) ?? [];
    });
  }

  /** What the messages of a page answer, as far as it is held. */
  function quotesIn(where: Where, entries: readonly Entry[]): Quote[] {
    const answered = entries.flatMap((entry) =>
      entry.type === 'message' && entry.reply !== undefined ? [entry.reply] : [],
    );
    return [...new Set(answered)].flatMap((seq) => {
      const message = read('message', where, seq);
      return message ? [quoteOf(message)] : [];
    });
  }

  return {
    now,
    /** A change was stored. */
    advance(change: ChangeEntry, { number }: Where): void {
      folded.advance(FoldedMessages.key(number, change.target), change, change.seq);
    },
    forget: () => folded.forget(),
    /** As it was written, with what changes it; undefined if nothing does. It may not be stored yet. */
    fold(message: MessageEntry, where: Where): ChangedMessage | undefined {
      const found = changesOf(where, message.seq, message.seq);
      return found.length === 0 ? undefined : changedMessage(message, found);
    },
    /** As it was written: of one that was deleted nothing is left. */
    written: (where: Where, seq: number) => read('written', where, seq),
    /** Those of these numbers that are held, with what was done to them. */
    read(where: Where, seqs: Iterable<number>, own: AccountId): ShownMessage[] {
      return [...seqs].flatMap((seq) => {
        const written = read('written', where, seq);
        if (!written) return [];
        const changed = now(written, where);
        const message = shownAs(written, changed);
        return [{ message, marks: marksOf(seq, changed, own) ?? { seq } }];
      });
    },
    /** The numbers of those that are pinned, newest first, as many as an honest room has. */
    pinned: ({ number }: Where): number[] =>
      sql.pinned.all(number, limits.pinsPerConversation).map(({ seq }) => Number(seq)),
    /** What belongs to the messages of a page beside their own entries. */
    around(
      where: Where,
      entries: readonly Entry[],
      own: AccountId,
    ): Pick<TimelinePage, 'marks' | 'quotes'> {
      const marks = marksIn(where, entries, own);
      const quotes = quotesIn(where, entries);
      return { ...(marks[0] ? { marks } : {}), ...(quotes[0] ? { quotes } : {}) };
    },
  };
}

/** Undefined if nothing shows. */
function marksOf(
  seq: number,
  { versions, textAt, deleted, reactions, pinned }: ChangedMessage,
  own: AccountId,
): MessageMarks | undefined {
  if (deleted) return { seq, deleted };
  const shown = [...reactions].map(([emoji, by]) => ({
    emoji,
    count: by.size,
    isOwn: by.has(own),
    by: [...by.values().take(limits.reactingNames)],
  }));
  const isEdited = versions.length > 0;
  if (!isEdited && shown.length === 0 && !pinned) return undefined;
  return {
    seq,
    ...(isEdited ? { editedAt: textAt } : {}),
    ...(shown[0] ? { reactions: shown } : {}),
    ...(pinned ? { pinned } : {}),
  };
}
