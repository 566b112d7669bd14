import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { groups } from '../../src-shared/protocol/groups.ts';
import { conversationKind, isTopic } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import { isForbidden } from '../../src-shared/protocol/room-settings.ts';
import { checkGroupName, checkTopicName } from '../../src-shared/text/names.ts';
import type { Effect } from './effects.ts';
import type { GroupDraft } from './room-group.ts';
import { append, refusePace } from './message-commands.ts';
import { refuseMuted } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { Roster } from './roster.ts';
import { isAccountSession } from './session.ts';
import type { AccountSession, MemberSession } from './session.ts';

export const groupCommands: Handlers<typeof groups> = {
  'list-groups'({ from }, { room, session, reply }) {
    return [answer(reply, room.groups.page(session.stage.account, from))];
  },
  'make-group'({ in: id, name, members }, asked) {
    const { groups, roster } = asked.room;
    const place = placeOf(id, asked);
    const others = new Set(members.filter((account) => account !== place.by));
    const named = nameGroup(name);
    const isGroup = conversationKind(id) === 'group';
    const refusal =
      (isGroup ? undefined : { code: 'bad-field' as const, field: 'in' }) ??
      refuseMaking(asked) ??
      named.refusal ??
      refuseMembers(others, roster) ??
      groups.refuseNew(id, place.by, others);
    return change(asked, refusal, [
      { type: 'added', ...place, account: place.by },
      { type: 'renamed', ...place, name: named.name },
      // They read how it was made, too.
      ...[...others].map((account) => ({ type: 'added' as const, ...place, account, firstSeq: 1 })),
    ]);
  },
  'rename-group'({ in: id, name: raw }, asked) {
    const place = placeOf(id, asked);
    const { name, refusal } = isTopic(id) ? nameTopic(id, raw, asked) : nameGroup(raw);
    return change(asked, refuseOwners(id, asked) ?? refusal, [{ type: 'renamed', ...place, name }]);
  },
  'change-group'({ in: id, readOnly }, asked) {
    const { groups, roster } = asked.room;
    const place = placeOf(id, asked);
    const own = roster.get(place.by);
    const refusal = groups.refuseLeading(id, place.by, own ? roleIn(own) : 'guest');
    return change(asked, refusal, [{ type: 'group-changed', ...place, readOnly }]);
  },
  'add-to-group'({ in: id, account }, asked) {
    const { groups, roster } = asked.room;
    const place = placeOf(id, asked);
    const refusal =
      refuseOwners(id, asked) ??
      refuseMembers([account], roster) ??
      groups.refuseAdded(id, account);
    return change(asked, refusal, [{ type: 'added', ...place, account }]);
  },
  'remove-from-group'({ in: id, account }, asked) {
    const { groups } = asked.room;
    const place = placeOf(id, asked);
    const refusal = refuseOwners(id, asked) ?? groups.refuseRemoved(id, account);
    return change(asked, refusal, [{ type: 'removed', ...place, account }]);
  },
  'leave-group'({ in: id }, asked) {
    const place = placeOf(id, asked);
    const refusal =
      refuseGuest(id, asked) ?? asked.room.groups.refuseChange(id, place.by, 'member');
    return change(asked, refusal, [{ type: 'removed', ...place, account: place.by }]);
  },
};

/** Where and when this session changes a group. */
export function placeOf(id: ConversationId, { session, now }: Asked<MemberSession>) {
  return { in: id, at: now.wallMs, by: session.stage.account };
}

/** What this session is in the room. */
export function ownRole({ room, session }: Asked<MemberSession>): Role {
  const own = room.roster.get(session.stage.account);
  return own ? roleIn(own) : 'guest';
}

/** What the owner alone may do, of a topic moderators too. */
export function refuseOwners(id: ConversationId, asked: Asked<MemberSession>): Refusal | undefined {
  const { account } = asked.session.stage;
  const who = may(ownRole(asked), 'change-topics') ? 'moderator' : 'owner';
  const refusal = asked.room.groups.refuseChange(id, account, who);
  return refuseGuest(id, asked) ?? refusal;
}

/** Guests are in no group; in a topic they may be. */
function refuseGuest(id: ConversationId, { session }: Asked<MemberSession>): Refusal | undefined {
  return isTopic(id) || isAccountSession(session) ? undefined : { code: 'guest-not-allowed' };
}

function nameTopic(id: ConversationId, raw: string, { room }: Asked<MemberSession>) {
  const named = checkTopicName(raw);
  if (!named.ok) return { name: '', refusal: refusalOfTopicName(named) };
  return { name: named.name, refusal: room.groups.refuseTopicName(id, named.nameKey) };
}

export function refusalOfTopicName({
  code,
  subject,
}: Extract<ReturnType<typeof checkTopicName>, { ok: false }>): Refusal {
  if (code === 'topic-name-too-long') return { code, limit: limits.maxTopicNameCharacters };
  return { code, subject };
}

export function change(
  asked: Asked<MemberSession, StoringName>,
  refusal: Refusal | undefined,
  drafts: readonly GroupDraft[],
): Effect[] {
  const own = asked.room.roster.get(asked.session.stage.account);
  // Whoever may not write may leave all the same.
  const isLeaving = drafts.every((draft) => draft.type === 'removed' && draft.account === draft.by);
  const silenced = own && !isLeaving ? refuseMuted(own, asked.now) : undefined;
  const refused = refusal ?? silenced ?? refusePace(asked);
  if (refused) return [refuse(asked.reply, refused)];
  for (const draft of drafts) asked.room.groups.plan(draft);
  return append(drafts, asked);
}

function refuseMaking({ room, session }: Asked<AccountSession>): Refusal | undefined {
  const own = room.roster.get(session.stage.account);
  const isKept = own && isForbidden(room.settings, 'groups', roleIn(own));
  return isKept ? { code: 'groups-forbidden' } : undefined;
}

function nameGroup(raw: string): { name: string; refusal?: Refusal } {
  const checked = checkGroupName(raw);
  if (checked.ok) return { name: checked.name };
  const { code, subject } = checked;
  const limit = code === 'group-name-too-long' ? { limit: limits.maxGroupNameCharacters } : {};
  return { name: '', refusal: { code, subject, ...limit } };
}

function refuseMembers(accounts: Iterable<AccountId>, roster: Roster): Refusal | undefined {
  for (const account of accounts) {
    const known = roster.get(account);
    if (!known) return { code: 'no-such-member' };
    if (known.isGuest) return { code: 'guest-not-allowed' };
  }
  return undefined;
}
