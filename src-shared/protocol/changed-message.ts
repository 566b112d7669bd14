import { assertNever } from '../assert-never.ts';
import type { RefusalCode } from './codes.ts';
import type { ChangeDraft, MessageEntry } from './entries.ts';
import type { SentFile } from './files.ts';
import type { AccountId } from './ids.ts';
import { limits } from './limits.ts';
import type { Imported } from './imported.ts';
import type { Mention } from './mentions.ts';
import { isEmoji } from './emoji.ts';

/** A message as those who change it have made it. */
export type ChangedMessage = {
  from: AccountId;
  /** Whose words they are, if they were forwarded. */
  forwarded: AccountId | undefined;
  files: SentFile[] | undefined;
  /** Who wrote it elsewhere, if it was imported. */
  imported: Imported | undefined;
  /** What it says now; empty if it was deleted. */
  text: string;
  /** Whom it mentions now. */
  mentions: Mention[] | undefined;
  /** Since when it says this. */
  textAt: number;
  /** What it said before, oldest first. */
  versions: { text: string; at: number }[];
  /** `by` is missing while its deletion is not known yet, and only its empty text tells of it. */
  deleted: { by?: AccountId; at: number } | undefined;
  /** Who reacted with what, each in the order in which it was done. */
  reactions: Map<string, Set<AccountId>>;
  /** Who pinned it; missing if nobody has, or if it was taken down again. */
  pinned: { by: AccountId; at: number } | undefined;
  /** So many edits, reactions and pins have been taken in. */
  changes: number;
};

type Written = Pick<
  MessageEntry,
  'from' | 'at' | 'text' | 'mentions' | 'forwarded' | 'files' | 'imported'
>;

export type ChangeRefusal = Extract<
  RefusalCode,
  | 'no-such-message'
  | 'not-your-message'
  | 'message-gone'
  | 'not-an-emoji'
  | 'too-many-reactions'
  | 'too-many-changes'
  | 'too-many-pins'
>;

/**
 * The one file of rules: why a change does not fit its message, the same for a room that is asked and for a copy that
 * holds it already. Who may delete what others wrote is decided by the room alone.
 */
export function refuseChange(
  change: ChangeDraft,
  message: ChangedMessage | undefined,
): ChangeRefusal | undefined {
  if (!message) return 'no-such-message';
  if (message.deleted) return 'message-gone';
  // Whatever was done to it, it can still be deleted, and taken down.
  if (change.type === 'message-deleted') return undefined;
  if (change.type === 'message-unpinned' && message.pinned) return undefined;
  if (message.changes >= limits.changesPerMessage) return 'too-many-changes';
  switch (change.type) {
    case 'message-edited':
      // Nobody puts other words into somebody's mouth.
      if (change.by !== message.from || message.forwarded || message.imported)
        return 'not-your-message';
      return message.versions.length >= limits.editsPerMessage ? 'too-many-changes' : undefined;
    case 'reaction-added':
      if (!isEmoji(change.emoji)) return 'not-an-emoji';
      if (message.reactions.has(change.emoji)) return undefined;
      return message.reactions.size >= limits.reactionKinds ? 'too-many-reactions' : undefined;
    case 'reaction-removed':
    case 'message-pinned':
    case 'message-unpinned':
      return undefined;
    default:
      return assertNever(change);
  }
}

/** It is so already: a program said it that did not know of another one's, or of somebody else's pin. */
export function isSoAlready(change: ChangeDraft, { reactions, pinned }: ChangedMessage): boolean {
  switch (change.type) {
    case 'reaction-added':
    case 'reaction-removed': {
      const isThere = reactions.get(change.emoji)?.has(change.by) ?? false;
      return isThere === (change.type === 'reaction-added');
    }
    case 'message-pinned':
      return pinned !== undefined;
    case 'message-unpinned':
      return pinned === undefined;
    case 'message-edited':
    case 'message-deleted':
      return false;
    default:
      return assertNever(change);
  }
}

/**
 * The message with all that changes it, given in the order of the log, whatever order it was learnt in (W18). What
 * does not fit changes nothing.
 */
export function changedMessage(
  { from, at, text, mentions, forwarded, files, imported }: Written,
  changes: Iterable<ChangeDraft>,
): ChangedMessage {
  const message: ChangedMessage = {
    from,
    forwarded,
    files,
    imported,
    text,
    mentions,
    textAt: at,
    versions: [],
    // No other message is empty.
    deleted: text === '' ? { at } : undefined,
    reactions: new Map(),
    pinned: undefined,
    changes: 0,
  };
  for (const change of changes) takeIn(change, message);
  return message;
}

/** Takes in the next change of the log: the same as if the message were made anew with it. */
export function takeIn(change: ChangeDraft, message: ChangedMessage): void {
  // The text may have been emptied before its deletion was heard of.
  const isDeletion = change.type === 'message-deleted' && message.deleted?.by === undefined;
  if (isDeletion || refuseChange(change, message) === undefined) apply(change, message);
}

function apply(change: ChangeDraft, message: ChangedMessage): void {
  const { reactions } = message;
  message.changes += 1;
  switch (change.type) {
    case 'message-deleted':
      message.deleted = { by: change.by, at: change.at };
      message.text = '';
      message.mentions = undefined;
      message.files = undefined;
      message.imported = undefined;
      message.versions = [];
      message.pinned = undefined;
      reactions.clear();
      return;
    case 'message-edited':
      message.versions.push({ text: message.text, at: message.textAt });
      message.text = change.text;
      message.mentions = change.mentions;
      message.textAt = change.at;
      return;
    case 'reaction-added': {
      const by = reactions.get(change.emoji) ?? new Set();
      reactions.set(change.emoji, by.add(change.by));
      return;
    }
    case 'reaction-removed': {
      const by = reactions.get(change.emoji);
      by?.delete(change.by);
      if (by?.size === 0) reactions.delete(change.emoji);
      return;
    }
    case 'message-pinned':
      message.pinned ??= { by: change.by, at: change.at };
      return;
    case 'message-unpinned':
      message.pinned = undefined;
      return;
    default:
      return assertNever(change);
  }
}
