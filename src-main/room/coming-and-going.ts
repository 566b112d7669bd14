import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { ToldFileSpace } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { Effect, Now, Reply, SignInOutcome } from './effects.ts';
import { tellSpaceAnew } from './file-space.ts';
import { mayReadOne } from './permissions.ts';
import { presenceChanged, standing } from './presence.ts';
import type { Standing } from './presence.ts';
import { sessionLine } from './room-state.ts';
import type { RoomState } from './room-state.ts';
import { endDevice, presenceOf } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import { isAccountSession, isMemberSession } from './session.ts';
import type { MemberSession, MemberStage, RoomSession } from './session.ts';

export type Admission = {
  session: RoomSession;
  reply: Reply;
  now: Now;
  /** Missing for a guest. */
  claim?: Extract<SignInOutcome, { is: 'right' }>;
  /** The account, or the guest's row, was made just now. */
  isNew: boolean;
};

/**
 * Lets a session in as `account`; it may have left another name for it. Its answer comes first, then whatever it and the
 * others are told.
 */
export function admit(room: RoomState, account: RosterAccount, admission: Admission): Effect[] {
  const { session, reply, now, claim, isNew } = admission;
  const { roster, privates, otherHosts } = room;
  const leftName = isMemberSession(session) ? leaveName(room, session, now) : [];
  const before = standing(account);
  const replaced = claim ? endDevice(account, claim.device) : [];
  account.lastSeenAt = now.wallMs;
  const entered = enter(account, admission);
  if (!session.isOwnComputer) account.addressKey = session.addressKey;
  roster.enter(account, entered);

  const { account: id, name, hasPassword } = account;
  const guest = { account: id, name, created: isNew };
  const fields = claim ? { ...guest, hasPassword, token: claim.token } : guest;
  const line = sessionLine(claim?.how ?? 'guest-entered', entered, { roster, now });
  // Somebody else may have had the name before, and been lost together with the host.
  const stale = before.everywhere === 'offline' ? leaveTopics(room, account, now) : [];
  const effects: Effect[] = [
    ...leftName,
    ...stale,
    { do: 'admit', reply, fields },
    { do: 'log', line },
  ];
  if (claim)
    effects.push(...otherHosts.tell({ type: 'entered', account: id, device: claim.device }));
  effects.push(...replaced);
  if (before.everywhere === 'offline') {
    const draft = { type: 'joined', in: everyone, at: now.wallMs, account: id, name } as const;
    effects.push({ do: 'append', draft });
  }
  effects.push(...presenceChanged({ account, before, session, now }, room));
  if (!isAccountSession(entered)) return effects;
  const mayRead = (told: ToldFileSpace) => mayReadOne(id, told, room);
  const anew = tellSpaceAnew(account, entered, { roster, mayRead });
  return [...effects, ...privates.entered(entered, now), ...anew];
}

/** A member's session has ended, by `reason` or (undefined) by itself. */
export function depart(
  room: RoomState,
  session: MemberSession,
  { reason, now }: { reason: RefusalCode | undefined; now: Now },
): Effect[] {
  const { roster, privates } = room;
  const line = { ...sessionLine('disconnected', session, { roster, now }), code: reason };
  const account = roster.get(session.stage.account);
  if (!account) return [{ do: 'log', line }];
  const { before, saved } = leave(room, account, { session, now });
  const effects = [saved];
  // A room that closes takes nobody out of it.
  if (reason === 'room-closed') return [...effects, { do: 'log', line }];
  if (reason === 'silent') effects.push({ do: 'log', line: { ...line, event: 'went-silent' } });
  const hasLeft = reason === 'signed-out';
  if (isAccountSession(session)) effects.push(...privates.gone(session, { hasLeft, now }));
  effects.push(...presenceChanged({ account, before, session, now }, room));
  if (presenceOf(account) === 'offline') {
    const why = hasLeft ? 'left' : 'lost';
    effects.push(...leaveTopics(room, account, now), appendLeft(account, why, now));
    effects.push({ do: 'log', line: { ...line, event: why } });
  }
  return [...effects, { do: 'log', line }];
}

/** A guest goes on under another name: who was in under the one before has left. */
function leaveName(room: RoomState, session: MemberSession, now: Now): Effect[] {
  const account = room.roster.get(session.stage.account);
  if (!account) return [];
  const line = sessionLine('left', session, { roster: room.roster, now });
  const { before, saved } = leave(room, account, { session, now });
  const changed = presenceChanged({ account, before, session, now }, room);
  const topics = leaveTopics(room, account, now);
  return [saved, ...changed, ...topics, appendLeft(account, 'left', now), { do: 'log', line }];
}

function leave(
  { roster }: RoomState,
  account: RosterAccount,
  { session, now }: { session: MemberSession; now: Now },
): { before: Standing; saved: Effect } {
  const before = standing(account);
  roster.leave(session);
  account.lastSeenAt = now.wallMs;
  if (account.isGuest && presenceOf(account) === 'offline') roster.setStatus(account, undefined);
  const { device } = session.stage;
  const saved = { do: 'save-last-seen', account: account.account, at: now.wallMs, device } as const;
  return { before, saved };
}

/** A guest is in topics for as long as in the room: tomorrow the name may be somebody else's. */
function leaveTopics({ groups }: RoomState, own: RosterAccount, now: Now): Effect[] {
  if (!own.isGuest) return [];
  const { account } = own;
  return groups.of(account).map(({ in: id }): Effect => {
    const place = { in: id, at: now.wallMs, by: account };
    const draft = { type: 'removed', ...place, account } as const;
    groups.plan(draft);
    return { do: 'append', draft };
  });
}

function appendLeft({ account }: RosterAccount, reason: 'left' | 'lost', now: Now): Effect {
  return {
    do: 'append',
    draft: { type: 'left', in: everyone, at: now.wallMs, account, reason },
  };
}

function enter({ account }: RosterAccount, { session, claim }: Admission): MemberSession {
  const stage: MemberStage = {
    is: 'member',
    account,
    device: claim?.device,
    unacknowledged: isMemberSession(session) ? session.stage.unacknowledged : 0,
    presence: isMemberSession(session) ? session.stage.presence : 'online',
    token: claim ? 'on-its-way' : 'arrived',
    privateLimit: 1,
  };
  return Object.assign(session, { stage });
}
