import { isSoAlready, refuseChange } from '../../../src-shared/protocol/changed-message.ts';
import type { ChangedMessage } from '../../../src-shared/protocol/changed-message.ts';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import type {
  ChangeDraft,
  ChangeEntry,
  MessageEntry,
} from '../../../src-shared/protocol/entries.ts';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { isTooLateToEdit } from '../../../src-shared/protocol/room-settings.ts';
import { may, mayActOn } from '../../../src-shared/protocol/roles.ts';
import type { LogRefusal } from '../../room/ports.ts';
import type { ForwardDraft, LogDraft } from '../../room/system-entries.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { FoldedMessages } from '../folded-messages.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';
import { rolesIn } from './moderation-table.ts';

const columns = 'e.id, e.seq, e.kind, e.account, e.at, e.cid, e.target, e.rest';
export const messageOfSql = `
  SELECT ${columns} FROM conversation c CROSS JOIN entry e ON e.conversation = c.number AND e.seq = ?
  WHERE c.name = ? AND e.kind = ${messageKind}`;
export const changesOfSql = `
  SELECT ${columns} FROM conversation c CROSS JOIN entry e ON e.conversation = c.number AND e.target = ?
  WHERE c.name = ? ORDER BY e.seq`;
export const emptyEditsSql = `
  UPDATE entry SET rest = '${emptiedRest}' WHERE conversation = ? AND target = ? AND kind = ?`;

export const countPinsSql = `
  SELECT count(*) AS count FROM conversation c CROSS JOIN pin p ON p.conversation = c.number
  WHERE c.name = ?`;

export interface ChangeTable extends LogProjection {
  /** Whether a change that fits would change nothing. */
  isSoAlready(draft: LogDraft): boolean;
  forget(): void;
}

/** What changes messages, judged where both are stored; of what was deleted the log keeps no text. */
export function changeTable(kept: KeptDatabase, kinds: KindTable): ChangeTable {
  const messages = messagesOf(kept, kinds);
  const sql = prepareAll(kept.database, {
    empty: `UPDATE entry SET rest = '${emptiedRest}' WHERE conversation = ? AND seq = ?`,
    emptyEdits: emptyEditsSql,
    countPins: countPinsSql,
    editSeconds: 'SELECT edit_seconds FROM room',
    pin: 'INSERT INTO pin (conversation, seq) VALUES (?, ?) ON CONFLICT DO NOTHING',
    unpin: 'DELETE FROM pin WHERE conversation = ? AND seq = ?',
  });

  const roleNow = rolesIn(kept.database);

  function refuseIt(draft: ChangeDraft): LogRefusal | undefined {
    const message = messages.changed(draft);
    const refusal = refuseChange(draft, message);
    if (refusal || !message) return refusal;
    if (draft.type === 'message-pinned') return refuseOneMore(draft, message);
    if (draft.type === 'message-edited') return refuseLate(draft, message);
    if (draft.type !== 'message-deleted') return undefined;
    if (draft.by === message.from) return undefined;
    const role = roleNow(draft.by);
    if (!may(role, 'delete-any')) return 'not-your-message';
    return mayActOn(role, 'delete-any', roleNow(message.from)) ? undefined : 'not-allowed';
  }

  /** By the host's clock for both. What was changed before does not make it younger. */
  function refuseLate({ by, at }: ChangeDraft, { versions, textAt }: ChangedMessage) {
    const editSeconds = Number(sql.editSeconds.get()?.['edit_seconds']);
    const ageMs = at - (versions[0]?.at ?? textAt);
    const isLate = isTooLateToEdit({ editSeconds }, { role: roleNow(by), ageMs });
    return isLate ? ('too-late-to-edit' as const) : undefined;
  }

  function refuseOneMore({ in: id }: ChangeDraft, { pinned }: ChangedMessage) {
    const count = Number(sql.countPins.get(id)?.['count']);
    return !pinned && count >= limits.pinsPerConversation ? ('too-many-pins' as const) : undefined;
  }

  /** The words may be those of before an edit: they were written while the room was out of reach. */
  function refuseForward(
    { text, forwarded, files }: Pick<ForwardDraft, 'text' | 'forwarded' | 'files'>,
    { in: conversation, seq }: ForwardDraft['secret']['source'],
  ): LogRefusal | undefined {
    const source = messages.changed({ in: conversation, target: seq });
    if (!source) return 'no-such-message';
    if (source.deleted) return 'message-gone';
    // In the new place it would stand under the name of who brought it.
    if (source.imported) return 'not-what-was-said';
    const wasSaid = source.text === text || source.versions.some((each) => each.text === text);
    const isTheirs = forwarded === (source.forwarded ?? source.from);
    const isWhole = JSON.stringify(files) === JSON.stringify(source.files);
    return wasSaid && isTheirs && isWhole ? undefined : 'not-what-was-said';
  }

  return {
    refuse(draft) {
      if (draft.type !== 'message') return isChange(draft) ? refuseIt(draft) : undefined;
      if (draft.reply !== undefined && !messages.written(draft.in, draft.reply))
        return 'no-such-message';
      if (!('secret' in draft) || !('source' in draft.secret)) return undefined;
      return refuseForward(draft, draft.secret.source);
    },
    follow(draft, { conversation, seq }) {
      if (draft.type === 'expired') messages.forget();
      if (!isChange(draft)) return;
      messages.advance(draft, seq);
      if (draft.type === 'message-pinned') sql.pin.run(conversation, draft.target);
      else if (draft.type === 'message-unpinned') sql.unpin.run(conversation, draft.target);
      if (draft.type !== 'message-deleted') return;
      sql.unpin.run(conversation, draft.target);
      sql.empty.run(conversation, draft.target);
      const edits = kinds.ensure({ name: 'message-edited', who: 'by' });
      sql.emptyEdits.run(conversation, draft.target, edits);
      kept.wipe();
    },
    isSoAlready(draft) {
      const message = isChange(draft) ? messages.changed(draft) : undefined;
      return message !== undefined && isChange(draft) && isSoAlready(draft, message);
    },
    forget: messages.forget,
  };
}

/** Messages of the log, and what they are by now. */
function messagesOf({ database }: KeptDatabase, kinds: KindTable) {
  const folded = new FoldedMessages();
  const sql = prepareAll(database, { messageOf: messageOfSql, changesOf: changesOfSql });

  function written(conversation: ConversationId, seq: number): MessageEntry | undefined {
    const row = sql.messageOf.get(seq, conversation) as EntryRow | undefined;
    return row && (entryAt(row, conversation) as MessageEntry);
  }

  const entryAt = (row: EntryRow, conversation: ConversationId) =>
    entryOfRow(row, { in: conversation, seq: row.seq, id: row.id }, kinds);

  function changed({
    in: conversation,
    target,
  }: Pick<ChangeDraft, 'in' | 'target'>): ChangedMessage | undefined {
    const key = FoldedMessages.key(conversation, target);
    const known = folded.get(key);
    if (known) return known;
    const message = written(conversation, target);
    if (!message) return undefined;
    const rows = sql.changesOf.all(target, conversation) as EntryRow[];
    const changes = rows.map((row) => entryAt(row, conversation) as ChangeEntry);
    return folded.fold(key, message, changes);
  }

  return {
    written,
    changed,
    advance: (change: ChangeDraft, seq: number) =>
      folded.advance(FoldedMessages.key(change.in, change.target), change, seq),
    forget: () => folded.forget(),
  };
}
