import type { RoomAccess } from '../protocol/connection.ts';
import type { FileFacts } from '../protocol/files.ts';
import type { Picture } from '../protocol/pictures.ts';
import type { ConversationKind } from '../protocol/ids.ts';
import type { Member } from '../protocol/members.ts';
import type { RoomSettings } from '../protocol/room-settings.ts';

/** What holds of a room, as every member is told. */
export type RoomFacts = {
  /** The host's log holds what is said to everyone. */
  logsTexts: boolean;
  /** Plain programs may come in from other computers. */
  plain: boolean;
  access: RoomAccess;
  files: FileFacts;
  /** Of the room. */
  picture?: Picture | undefined;
};

/** Out of what a room says of itself. */
export function roomFactsIn({ logsTexts, plain, access, files, picture }: RoomFacts): RoomFacts {
  return { logsTexts, plain, access, files, ...(picture ? { picture } : {}) };
}

export type PrivacyFacts = RoomFacts & {
  kind: ConversationKind | 'private';
  newcomersRead: RoomSettings['newcomersRead'];
  /** The room tells at once what changes; else the facts are those of the last time, if there was one. */
  isLive: boolean;
  /** Guests who are in now. */
  guests: number;
  /** Of a direct conversation: who takes the other one's name later is taken for the same. */
  isWithGuest: boolean;
  /** Of a private chat: both have compared. */
  isCompared: boolean;
};

/** What is to be said of a conversation; the words come from the catalogue key `privacy.<statement>`. */
export type PrivacyStatement =
  | 'read_everyone_open'
  | 'read_everyone_invited'
  | 'read_everyone_approval'
  | 'read_direct'
  | 'read_group'
  | 'read_topic'
  | 'newcomers_all'
  | 'newcomers_none'
  | 'newcomers_days'
  | 'read_private'
  | 'between_possible'
  | 'between_nobody'
  | 'host_reads'
  | 'host_sees_who'
  | 'stored'
  | 'files_kept'
  | 'files_kept_30'
  | 'files_kept_90'
  | 'files_kept_365'
  | 'stored_nowhere'
  | 'log_texts'
  | 'log_off'
  | 'log_no_texts'
  | 'maybe_otherwise'
  | 'guests_in'
  | 'guest_name'
  | 'way_encrypted'
  | 'way_end_to_end'
  | 'way_plain';

export type PrivacyLabel = {
  /** The one line that says the most. */
  line: PrivacyStatement;
  /** All of it: who reads, where and how long it is kept, how it travels. */
  statements: PrivacyStatement[];
  /** What stands in them, as `{{newcomers}}`. */
  values: PrivacyValues;
};

/** In milliseconds. */
export type PrivacyValues = { newcomersMs: number };

/** Who gets what is said to everyone without an account. */
export function countGuests(members: Iterable<Pick<Member, 'guest' | 'presence'>>): number {
  let count = 0;
  for (const { guest, presence } of members) if (guest && presence !== 'offline') count += 1;
  return count;
}

/** The honest label of a conversation, made from the facts alone. */
export function privacyLabel(facts: PrivacyFacts): PrivacyLabel {
  const statements = facts.kind === 'private' ? ofPrivate(facts) : ofStored(facts);
  const { newcomersRead: days } = facts;
  const newcomersMs = days === 'all' ? 0 : days * dayMs;
  return { line: statements[0] ?? 'host_reads', statements, values: { newcomersMs } };
}

const dayMs = 24 * 60 * 60_000;

/** Of what was said before they came, where whoever comes reads. */
function ofNewcomers({ kind, newcomersRead }: PrivacyFacts): PrivacyStatement[] {
  if (kind !== 'everyone' && kind !== 'topic') return [];
  if (newcomersRead === 'all') return ['newcomers_all'];
  return [newcomersRead === 0 ? 'newcomers_none' : 'newcomers_days'];
}

function ofPrivate({ isCompared }: PrivacyFacts): PrivacyStatement[] {
  return [
    isCompared ? 'between_nobody' : 'between_possible',
    'read_private',
    'host_sees_who',
    'stored_nowhere',
    'way_end_to_end',
  ];
}

function ofStored(facts: PrivacyFacts): PrivacyStatement[] {
  const { kind, isLive, logsTexts, plain, access, files, guests, isWithGuest } = facts;
  const isEveryone = kind === 'everyone';
  const readBy = `read_${kind === 'group' || kind === 'topic' ? kind : 'direct'}` as const;
  return [
    isEveryone ? (`read_everyone_${access}` as const) : readBy,
    ...ofNewcomers(facts),
    'host_reads',
    'stored',
    files.days === 0 ? 'files_kept' : (`files_kept_${files.days}` as const),
    // What the log once took in is not taken out of it again.
    isEveryone ? (logsTexts ? 'log_texts' : 'log_off') : 'log_no_texts',
    // Guests are in no group, and read no history; what is said to everyone they get.
    ...(guests > 0 && isEveryone ? (['guests_in'] as const) : []),
    ...(isWithGuest && kind === 'direct' ? (['guest_name'] as const) : []),
    // In a group there are no plain programs but IRC, by which members come in too.
    plain ? 'way_plain' : 'way_encrypted',
    ...(isLive ? [] : (['maybe_otherwise'] as const)),
  ];
}
