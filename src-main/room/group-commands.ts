import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { groups } from '../../src-shared/protocol/groups.ts';
import { conversationKind } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { isForbidden } from '../../src-shared/protocol/room-settings.ts';
import { checkGroupName } from '../../src-shared/text/names.ts';
import type { Effect } from './effects.ts';
import type { GroupDraft } from './groups.ts';
import { append, refusePace } from './message-commands.ts';
import { refuseMuted } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { Roster } from './roster.ts';
import type { AccountSession } from './session.ts';

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
      ...[...others].map((account) => ({ type: 'added' as const, ...place, account })),
    ]);
  },
  'rename-group'({ in: id, name: raw }, asked) {
    const place = placeOf(id, asked);
    const { name, refusal } = nameGroup(raw);
    const refused = asked.room.groups.refuseChange(id, place.by, 'owner') ?? refusal;
    return change(asked, refused, [{ type: 'renamed', ...place, name }]);
  },
  'add-to-group'({ in: id, account }, asked) {
    const { groups, roster } = asked.room;
    const place = placeOf(id, asked);
    const refusal =
      groups.refuseChange(id, place.by, 'owner') ??
      refuseMembers([account], roster) ??
      groups.refuseAdded(id, account);
    return change(asked, refusal, [{ type: 'added', ...place, account }]);
  },
  'remove-from-group'({ in: id, account }, asked) {
    const { groups } = asked.room;
    const place = placeOf(id, asked);
    const refusal = groups.refuseChange(id, place.by, 'owner') ?? groups.refuseRemoved(id, account);
    return change(asked, refusal, [{ type: 'removed', ...place, account }]);
  },
  'leave-group'({ in: id }, asked) {
    const place = placeOf(id, asked);
    const refusal = asked.room.groups.refuseChange(id, place.by, 'member');
    return change(asked, refusal, [{ type: 'removed', ...place, account: place.by }]);
  },
};

/** Where and when this session changes a group. */
function placeOf(id: ConversationId, { session, now }: Asked<AccountSession>) {
  return { in: id, at: now.wallMs, by: session.stage.account };
}

function change(
  asked: Asked<AccountSession, StoringName>,
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
