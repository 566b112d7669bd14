import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { conversationKind } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { checkGroupName } from '../../src-shared/text/names.ts';
import type { Effect } from './effects.ts';
import type { GroupDraft } from './groups.ts';
import { append, refusePace } from './message-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handler } from './room-state.ts';
import type { Roster } from './roster.ts';
import type { AccountSession } from './session.ts';

export const listGroups: Handler<'list-groups'> = ({ from }, { room, session, reply }) => {
  return [answer(reply, room.groups.page(session.stage.account, from))];
};

export const makeGroup: Handler<'make-group'> = (command, asked) => {
  const { room, session, now } = asked;
  const { account: by } = session.stage;
  const { in: id } = command;
  const others = new Set(command.members.filter((account) => account !== by));
  const named = nameGroup(command.name);
  const refusal =
    (conversationKind(id) === 'group' ? undefined : { code: 'bad-field' as const, field: 'in' }) ??
    named.refusal ??
    refuseMembers(others, room.roster) ??
    room.groups.refuseNew(id, by, others);
  const place = { in: id, at: now.wallMs, by };
  return change(asked, refusal, [
    { type: 'added', ...place, account: by },
    { type: 'renamed', ...place, name: named.name },
    ...[...others].map((account) => ({ type: 'added' as const, ...place, account })),
  ]);
};

export const renameGroup: Handler<'rename-group'> = (command, asked) => {
  const { room, session, now } = asked;
  const { account: by } = session.stage;
  const named = nameGroup(command.name);
  const refusal = room.groups.refuseChange(command.in, by, 'owner') ?? named.refusal;
  return change(asked, refusal, [
    { type: 'renamed', in: command.in, at: now.wallMs, by, name: named.name },
  ]);
};

export const addToGroup: Handler<'add-to-group'> = ({ in: id, account }, asked) => {
  const { room, session, now } = asked;
  const { account: by } = session.stage;
  const refusal =
    room.groups.refuseChange(id, by, 'owner') ??
    refuseMembers([account], room.roster) ??
    room.groups.refuseAdded(id, account);
  return change(asked, refusal, [{ type: 'added', in: id, at: now.wallMs, by, account }]);
};

export const removeFromGroup: Handler<'remove-from-group'> = ({ in: id, account }, asked) => {
  const { room, session, now } = asked;
  const { account: by } = session.stage;
  const refusal =
    room.groups.refuseChange(id, by, 'owner') ?? room.groups.refuseRemoved(id, account);
  return change(asked, refusal, [{ type: 'removed', in: id, at: now.wallMs, by, account }]);
};

export const leaveGroup: Handler<'leave-group'> = ({ in: id }, asked) => {
  const { room, session, now } = asked;
  const { account } = session.stage;
  const refusal = room.groups.refuseChange(id, account, 'member');
  return change(asked, refusal, [
    { type: 'removed', in: id, at: now.wallMs, by: account, account },
  ]);
};

function change(
  asked: Asked<AccountSession, StoringName>,
  refusal: Refusal | undefined,
  drafts: readonly GroupDraft[],
): Effect[] {
  const refused = refusal ?? refusePace(asked);
  if (refused) return [refuse(asked.reply, refused)];
  for (const draft of drafts) asked.room.groups.plan(draft);
  return append(drafts, asked);
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
