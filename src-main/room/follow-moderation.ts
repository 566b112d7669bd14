import { factsOf } from '../../src-shared/host/host-options.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import type { RecordAct, Recorded } from '../../src-shared/protocol/moderation.ts';
import { banRefusal, bars } from './bans.ts';
import type { Marked } from './bans.ts';
import type { Effect, SessionId } from './effects.ts';
import type { StoredBan } from './ports.ts';
import { recordedOf } from './record.ts';
import type { RoomState } from './room-state.ts';
import { noticeMember } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import { isMemberSession } from './session.ts';
import type { MemberSession, RoomSession } from './session.ts';
import type { SystemEntry } from './system-entries.ts';

/** What the record is made of. */
export type ModerationEntry = Extract<SystemEntry, { type: RecordAct }>;

/** What the room knows after it, who goes, and who is told. */
export function followModeration(
  entry: ModerationEntry,
  room: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  const changed = applyToRoom(entry, room, sessions);
  const gone = new Set(
    changed.flatMap((effect) => (effect.do === 'close' ? [effect.session] : [])),
  );
  return [...tellRecord(entry, room, gone), ...changed];
}

function applyToRoom(
  entry: ModerationEntry,
  room: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  const { roster } = room;
  const target = 'account' in entry ? roster.get(entry.account) : undefined;
  switch (entry.type) {
    case 'role-set':
      return changeRole(target, entry.role, { room, sessions, at: entry.at });
    case 'handed-over':
      return handOver(target, { room, sessions, at: entry.at });
    case 'muted': {
      const { until } = entry;
      return changeMember(target, { muted: until === undefined ? {} : { until } }, room);
    }
    case 'unmuted':
      return changeMember(target, { muted: undefined }, room);
    case 'kicked':
      return [
        ...endSessions(target, { code: 'kicked', reason: entry.reason }),
        ...endTransfers(entry.account, sessions, room),
      ];
    case 'banned': {
      const { type: _, in: __, seq: ___, id: ban, ...marks } = entry;
      const banned = { ban, ...marks };
      room.bans.add(banned);
      return [...endBarred(banned, room, sessions), ...endTransfers(entry.account, sessions, room)];
    }
    case 'unbanned':
      room.bans.lift(entry.ban);
      return [];
    case 'room-changed':
      return changeRoom(entry.changes, room, sessions);
    default:
      return assertNever(entry);
  }
}

/** To everybody, but for those who go by it: these are told by the end of their connection. */
function tellRecord(
  entry: ModerationEntry,
  { roster }: RoomState,
  gone: ReadonlySet<SessionId>,
): Effect[] {
  const recorded = recordedOf(entry);
  if (!recorded) return [];
  const name = recorded.by === undefined ? undefined : roster.get(recorded.by)?.name;
  const other = recorded.account === undefined ? undefined : roster.get(recorded.account)?.name;
  const line = { at: entry.at, event: 'recorded', kind: kindOf(recorded), name, other } as const;
  const to = [...roster.sessions].filter((session) => !gone.has(session));
  const effects: Effect[] = [{ do: 'log', line }];
  if (to.length > 0) effects.push({ do: 'notice', to, frame: { type: 'recorded', ...recorded } });
  return effects;
}

/** As the host's log has words for it. */
function kindOf({ act, role = 'member' }: Recorded): string {
  if (act === 'room-changed') return 'changed';
  return act === 'role-set' ? `${act}_${role}` : act;
}

function changeMember(
  target: RosterAccount | undefined,
  change: Pick<RosterAccount, 'role'> | Pick<RosterAccount, 'muted'>,
  { roster, mutedForNow }: RoomState,
): Effect[] {
  if (!target) return [];
  Object.assign(target, change);
  if (target.muted?.until === undefined) mutedForNow.delete(target);
  else mutedForNow.add(target);
  return noticeMember(target, roster);
}

type Standing = { room: RoomState; sessions: Iterable<RoomSession>; at: number };

/** What a ban did not hold for as long as somebody looked after the room, it holds for now. */
function changeRole(
  target: RosterAccount | undefined,
  role: Role,
  { room, sessions, at }: Standing,
): Effect[] {
  const changed = changeMember(target, { role: role === 'member' ? undefined : role }, room);
  const barred = [...sessions].flatMap((session): Effect[] => {
    if (!isMemberSession(session) || session.stage.account !== target?.account) return [];
    const refusal = room.bans.refuse(markedBy(session, target), at);
    return refusal ? [{ do: 'close', session: session.id, refusal }] : [];
  });
  return [...changed, ...barred];
}

function handOver(target: RosterAccount | undefined, standing: Standing): Effect[] {
  const before = standing.room.roster.owner;
  if (!target || target === before) return [];
  return [...changeRole(before, 'moderator', standing), ...changeRole(target, 'owner', standing)];
}

function endSessions(target: RosterAccount | undefined, refusal: Refusal): Effect[] {
  return [...(target?.sessions.keys() ?? [])].map((session) => ({ do: 'close', session, refusal }));
}

/** Whoever has to go takes no file along. */
function endTransfers(
  account: AccountId,
  sessions: Iterable<RoomSession>,
  { transfers }: RoomState,
): Effect[] {
  transfers.forget(account);
  return [...sessions].flatMap(({ id, stage }): Effect[] => {
    const isTheirs = stage.is === 'transferring' && stage.account === account;
    return isTheirs ? [{ do: 'close', session: id, refusal: { code: 'kicked' } }] : [];
  });
}

function markedBy(session: MemberSession, account: RosterAccount | undefined): Marked {
  const addressKey = session.isOwnComputer ? undefined : session.addressKey;
  return { account, device: session.stage.device, addressKey };
}

/** Everybody for whom a ban holds now. */
function endBarred(
  banned: StoredBan,
  { roster }: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  const { at } = banned;
  return [...sessions].flatMap((session): Effect[] => {
    if (!isMemberSession(session)) return [];
    if (!bars(banned, markedBy(session, roster.get(session.stage.account)), at)) return [];
    return [{ do: 'close', session: session.id, refusal: banRefusal(banned, at) }];
  });
}

function changeRoom(
  { name, ...changes }: Extract<ModerationEntry, { type: 'room-changed' }>['changes'],
  room: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  if (name !== undefined) room.identity = { ...room.identity, name };
  Object.assign((room.settings = { ...room.settings }), changes);
  return [...noticeRoom(room), ...endGuests(room, sessions)];
}

function endGuests({ settings, roster }: RoomState, sessions: Iterable<RoomSession>): Effect[] {
  if (!settings.forbidden.includes('guests')) return [];
  return [...sessions].flatMap((session): Effect[] => {
    const isGuest = isMemberSession(session) && roster.get(session.stage.account)?.isGuest;
    if (!isGuest) return [];
    return [{ do: 'close', session: session.id, refusal: { code: 'guests-forbidden' } }];
  });
}

/** What members are told of the room, when they come and when it changes. */
export function toldOf({ options, settings, picture }: RoomState) {
  return { ...factsOf(options), settings, ...(picture ? { picture } : {}) };
}

export function noticeRoom(room: RoomState): Effect[] {
  const { identity, roster } = room;
  if (roster.sessions.size === 0) return [];
  const frame = { type: 'room', name: identity.name, ...toldOf(room) } as const;
  return [{ do: 'notice', to: [...roster.sessions], frame }];
}

/** Tells of those whose time to be silent is over. */
export function endMutes({ mutedForNow, roster }: RoomState, nowMs: number): Effect[] {
  const over = [...mutedForNow].filter(({ muted }) => (muted?.until ?? 0) <= nowMs);
  return over.flatMap((account) => {
    account.muted = undefined;
    mutedForNow.delete(account);
    return noticeMember(account, roster);
  });
}
