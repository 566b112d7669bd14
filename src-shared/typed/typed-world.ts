import type { PrivatePlace } from '../member/private-place.ts';
import type {
  PrivacyFacts,
  PrivacyStatement,
  PrivacyValues,
  RoomFacts,
} from '../member/privacy-label.ts';
import type { Outcome } from '../protocol/outcome.ts';
import type { OdaBridge } from '../bridge/bridge.ts';
import type { ContactGroupView } from '../bridge/contacts.ts';
import type { GroupView } from '../bridge/groups.ts';
import type { KnockView } from '../bridge/knocks.ts';
import type { PrivateView } from '../member/own-copy.ts';
import type { Refusal } from '../protocol/codes.ts';
import type { SentFile } from '../protocol/files.ts';
import type { MessageEntry } from '../protocol/entries.ts';
import type { Device } from '../protocol/devices.ts';
import type { Member } from '../protocol/members.ts';
import type { Recorded } from '../protocol/moderation.ts';
import type { Topic } from '../protocol/topics.ts';
import type { RoomSettings } from '../protocol/room-settings.ts';
import type { AccountId, ConversationId, RoomId } from '../protocol/ids.ts';
import { checkName } from '../text/names.ts';
import type { TypedProblem } from './read-typed.ts';

/** Where a line is typed. */
export type TypedWorld = {
  bridge: Pick<OdaBridge, 'request'>;
  room: RoomId;
  self: AccountId;
  members: () => Iterable<Member>;
  contactGroups: () => Iterable<ContactGroupView>;
  groups: () => Iterable<GroupView>;
  /** What the owner and moderators have set. */
  settings: () => Pick<RoomSettings, 'forbidden' | 'newcomersRead' | 'keep'>;
  privates: () => Iterable<PrivateView>;
  /** Who waits to be let in, if this person may answer; the longest waiting first. */
  knocks: () => Iterable<KnockView>;
  /** Of this computer. */
  wallMs: () => number;
  /** Where it is typed. */
  here: () => ConversationId | PrivateView;
  /** Which message has this number where numbers are shown. */
  numbered?: (number: number) => { in: ConversationId; seq: number } | undefined;
  /** Takes a file of this computer in by its path, for a private chat or not; missing where files are dropped and chosen. */
  stage?:
    | ((path: string, chat: PrivatePlace | undefined) => Promise<Outcome<SentFile>>)
    | undefined;
  /** What holds of the room. */
  facts: () => RoomFacts & Pick<PrivacyFacts, 'isLive'>;
};

/** One line of `from → to: text` (R0.6); `to` is missing for everyone and for groups. */
export type TypedHit = {
  message: MessageEntry;
  from: Member | undefined;
  to: Member | undefined;
};

export type TypedGroup = { group: ContactGroupView; members: Member[] };

/** Of people and groups. */
type NamesIn = ReadonlyMap<AccountId | ConversationId, string>;

/** What was done, with the names of who is in it. */
export type RecordedLine = { entry: Recorded; names: NamesIn };

export type TypedDone =
  | 'group-made'
  | 'group-removed'
  | 'person-added'
  | 'person-removed'
  | 'group-written'
  | 'direct-written'
  | 'reply-written'
  | 'change-written'
  | 'file-sent'
  | 'file-saved'
  | 'left-topic'
  | 'topic-changed'
  | 'private-asked'
  | 'private-accepted'
  | 'private-declined'
  | 'private-ended'
  | 'private-compared'
  | 'password-set'
  | 'password-changed'
  | 'password-removed'
  | 'password-kept'
  | 'kicked'
  | 'banned'
  | 'unbanned'
  | 'muted'
  | 'unmuted'
  | 'role-set'
  | 'handed-over'
  | 'room-changed'
  | 'group-changed'
  | 'let-in'
  | 'turned-away'
  | 'signed-out'
  | 'status-set'
  | 'status-cleared'
  | 'presence-available'
  | 'presence-do-not-disturb'
  | 'presence-away';

/** What came of a command; windows and the terminal show it each in their way. */
export type TypedOutcome =
  /** Online first. */
  | { is: 'people'; people: Member[] }
  /** Newest first from a search, oldest first from `/search_person` (R0.7). */
  | { is: 'hits'; hits: TypedHit[]; hasMore: boolean }
  | { is: 'groups'; groups: TypedGroup[] }
  | { is: 'group'; group: TypedGroup }
  /** All of the room, joined or not. */
  | { is: 'topics'; topics: Topic[] }
  /** What the label of the conversation says, the line that says the most first. */
  | { is: 'privacy'; statements: readonly PrivacyStatement[]; values: PrivacyValues }
  /** What both of a private chat compare: places in the list of signs. */
  | { is: 'compare'; name: string; signs: readonly number[]; isCompared: boolean }
  /** Newest first: of the record, or the bans that are in force. */
  | { is: 'record'; of: 'record' | 'bans'; entries: RecordedLine[]; hasMore: boolean }
  | { is: 'knocks'; knocks: readonly KnockView[] }
  | { is: 'devices'; devices: readonly Device[] }
  /** Shown this once; by it a person sets a new password. */
  | { is: 'reset-code'; name: string; resetCode: string; expiresAt: number }
  /** `name`: the group or the person. */
  | { is: 'done'; done: TypedDone; name: string }
  | { is: 'wrong'; problem: TypedProblem | NotThere }
  | { is: 'refused'; refusal: Refusal }
  /** This conversation is wanted. */
  | { is: 'show'; in: ConversationId; name: string }
  /** One's password is to be set, changed or removed; it is never part of a line. */
  | { is: 'password' }
  | { is: 'leave' }
  | { is: 'help' };

/** What a command needs and is not there. */
type NotThere =
  /** `several-asks`: more than one person asks for a private chat, and which one is meant has to be said. */
  | {
      code: 'nobody' | 'no-group' | 'no-ask' | 'no-place' | 'no-topic' | 'several-asks';
      name: string;
    }
  | { code: 'no-ban' | 'no-role' | 'no-setting' | 'no-message'; name: string }
  | { code: 'no-knock' | 'no-device' | 'no-presence'; name: string }
  /** So many messages would go for good by what was typed; with `now` behind it they do. */
  | { code: 'keep-now'; name: string; meant: string }
  | { code: 'no-private' | 'passwords-differ' };

export async function withPerson(
  world: TypedWorld,
  name: string,
  run: (world: TypedWorld, person: Member) => Promise<TypedOutcome>,
): Promise<TypedOutcome> {
  const person = findPerson(world, name);
  return person ? run(world, person) : { is: 'wrong', problem: { code: 'nobody', name } };
}

export function doneOr(answer: Outcome<unknown>, done: TypedDone, name: string): TypedOutcome {
  return answer.ok ? { is: 'done', done, name } : { is: 'refused', refusal: answer.refusal };
}

/** Oneself is not among them: nobody writes to themselves. */
export function findPerson(world: TypedWorld, typed: string): Member | undefined {
  const found = findMember(world, typed);
  return found?.account === world.self ? undefined : found;
}

export function findMember(world: TypedWorld, typed: string): Member | undefined {
  const wanted = checkName(typed);
  if (!wanted.ok) return undefined;
  for (const member of world.members()) {
    const known = checkName(member.name);
    if (known.ok && known.nameKey === wanted.nameKey) return member;
  }
  return undefined;
}

export function memberOf(world: TypedWorld, account: AccountId): Member | undefined {
  for (const member of world.members()) if (member.account === account) return member;
  return undefined;
}

/** The names that a line of the record needs, as far as they are known. */
export function namesIn(
  { members, groups }: { members: Iterable<Member>; groups: Iterable<GroupView> },
  { by, account, in: place }: Recorded,
): NamesIn {
  const names = new Map<AccountId | ConversationId, string>();
  for (const member of members)
    if (member.account === by || member.account === account) names.set(member.account, member.name);
  for (const group of groups) if (group.in === place) names.set(group.in, group.name);
  return names;
}
