import { assertNever } from '../../src-shared/assert-never.ts';
import { isEmoji } from '../../src-shared/protocol/emoji.ts';
import { isChange } from '../../src-shared/protocol/entries.ts';
import type {
  ChangeEntry,
  Entry,
  EntryOf,
  MessageEntry,
} from '../../src-shared/protocol/entries.ts';
import {
  conversationKind,
  directPair,
  directPartner,
  everyone,
  hasMembers,
  isTopic,
} from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  checkGroupName,
  checkName,
  checkRoomName,
  checkTopicName,
} from '../../src-shared/text/names.ts';
import { printable } from '../../src-shared/text/printable.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';

/** The last moment that a Date can show. */
const latestMs = 8.64e15;
/** The last position of a log that a replica can number. */
const lastPosition = 2 ** 40 - 1;

/** A longer text is not kept, whatever limit the host set: it would cost too much in the copy and its index. */
export const maxTextUnits = limits.maxLineBytes;

/** The entry as it may be kept, or undefined if no honest room would send it to `own`. */
export function vetEntry(entry: Entry, own: AccountId): Entry | undefined {
  if (entry.at > latestMs || entry.id > lastPosition) return undefined;
  // Each entry takes a position of the log.
  if (entry.seq > entry.id) return undefined;
  if (!mayBeSeen(entry.in, own)) return undefined;
  if (isChange(entry)) return vetChange(entry);
  switch (entry.type) {
    case 'message':
      return vetMessage(entry);
    case 'joined':
      if (entry.in !== everyone) return undefined;
      return { ...entry, name: tidyName(entry.name, entry.account) };
    case 'left':
      return entry.in === everyone ? entry : undefined;
    case 'expired':
      return entry.target < entry.seq ? entry : undefined;
    case 'retention-changed':
      return directPair(entry.in) ? undefined : entry;
    default:
      return hasMembers(entry.in) ? vetOfGroup(entry) : undefined;
  }
}

type OfGroup = Exclude<
  Entry,
  ChangeEntry | EntryOf<'message' | 'joined' | 'left' | 'expired' | 'retention-changed'>
>;

function vetOfGroup(entry: OfGroup): Entry | undefined {
  const { type, in: id } = entry;
  switch (type) {
    case 'added':
    case 'removed':
      return entry;
    case 'group-changed':
      return isTopic(id) ? undefined : entry;
    case 'renamed':
      return { ...entry, name: tidyGroupName(entry.name, id) };
    case 'archived':
    case 'reopened':
      return isTopic(id) ? entry : undefined;
    case 'topic-made': {
      const about = tidyAbout(entry.about);
      return isTopic(id) ? { ...entry, name: tidyGroupName(entry.name, id), about } : undefined;
    }
    case 'described':
      return isTopic(id) ? { ...entry, about: tidyAbout(entry.about) } : undefined;
    default:
      return assertNever(type);
  }
}

function vetMessage(entry: MessageEntry): MessageEntry | undefined {
  const { text, reply, seq, from, imported } = entry;
  if (text.length > maxTextUnits || (reply !== undefined && reply >= seq)) return undefined;
  const pair = directPair(entry.in);
  if (pair && !pair.includes(from)) return undefined;
  return imported ? { ...entry, imported: tidyImported(imported) } : entry;
}

/** It comes after the message that it changes, and from somebody who may write there. */
function vetChange(entry: ChangeEntry): ChangeEntry | undefined {
  const pair = directPair(entry.in);
  if (entry.target >= entry.seq || (pair && !pair.includes(entry.by))) return undefined;
  if ('text' in entry && entry.text.length > maxTextUnits) return undefined;
  // A room may know emoji that this computer does not; nothing else is shown in their place.
  return 'emoji' in entry && !isEmoji(entry.emoji) ? { ...entry, emoji: '\ufffd' } : entry;
}

/** Who is in a group cannot be told by its id. */
export function mayBeSeen(conversation: ConversationId, own: AccountId): boolean {
  const kind = conversationKind(conversation);
  return kind !== 'direct' || directPartner(conversation, own) !== undefined;
}

export type PageOfHistory = {
  in: ConversationId;
  entries: readonly Entry[];
  own: AccountId;
  /** The page must begin right after this number, if given. */
  after?: number | undefined;
  /** The page must end right before this number, if given. */
  before?: number | undefined;
};

/** The page as it may be kept; undefined if it is empty, has a hole, or is not what was asked for. */
export function vetPage({
  in: id,
  entries,
  own,
  after,
  before,
}: PageOfHistory): Entry[] | undefined {
  const vetted: Entry[] = [];
  for (const entry of entries) {
    const kept = entry.in === id ? vetEntry(entry, own) : undefined;
    const last = vetted.at(-1);
    if (!kept || (last && (kept.seq !== last.seq + 1 || kept.id <= last.id))) return undefined;
    vetted.push(kept);
  }
  const [first, last] = [vetted[0], vetted.at(-1)];
  if (!first || !last) return undefined;
  if (after !== undefined && first.seq !== after + 1) return undefined;
  if (before !== undefined && last.seq !== before - 1) return undefined;
  return vetted;
}

/** Names of who wrote elsewhere have no rules but that they are seen as one name. */
function tidyImported({ author, reactions, ...rest }: Imported): Imported {
  const known = reactions?.filter(({ emoji }) => isEmoji(emoji)) ?? [];
  const name = oneLine(printable(author)) || '?';
  return { ...rest, author: name, ...(known.length > 0 ? { reactions: known } : {}) };
}

/** If a room lets odd names through, they are not shown here: the id takes the name's place. */
export function tidyName(name: string, account: AccountId): string {
  const checked = checkName(name.slice(0, 4 * limits.maxNameCharacters));
  return checked.ok ? checked.name : account;
}

export function tidyRoomName(name: string, room: RoomId): string {
  const checked = checkRoomName(name.slice(0, 4 * limits.maxRoomNameCharacters));
  return checked.ok ? checked.name : room;
}

export function tidyGroupName(name: string, group: ConversationId): string {
  const check = isTopic(group) ? checkTopicName : checkGroupName;
  const checked = check(name.slice(0, 4 * limits.maxGroupNameCharacters));
  return checked.ok ? checked.name : group.slice('group:'.length);
}

export function tidyAbout(about: string): string {
  return oneLine(about.slice(0, 2 * limits.maxAboutCharacters));
}

/** No honest room tells a longer one. */
export function tidyReason(reason: string): string {
  return reason.slice(0, 2 * limits.maxReasonCharacters).toWellFormed();
}
