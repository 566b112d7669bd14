import { toldOf } from './follow-moderation.ts';
import { wireCodes } from '../../src-shared/protocol/codes.ts';
import type { Refusal, WireCode } from '../../src-shared/protocol/codes.ts';
import { protocolVersion } from '../../src-shared/protocol/connection.ts';
import type { connection } from '../../src-shared/protocol/connection.ts';
import { ownAddress } from '../../src-shared/host/host-log.ts';
import type { AccountId, InviteSecret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { signIn } from '../../src-shared/protocol/sign-in.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { Marked } from './bans.ts';
import type { Claim, Effect, Reply, SessionId } from './effects.ts';
import { knockAtDoor } from './knock-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import { presenceOf } from './roster.ts';
import type { Roster, RosterAccount } from './roster.ts';
import { isMemberSession, isAccountSession } from './session.ts';
import type { RoomSession } from './session.ts';
import { passwordRefusal } from './sign-in-rules.ts';

/** While one change of a password is checked another one of the same account waits for it to be over. */
const oneByOneMs = 1000;

/** How a plain program's person comes in. */
export type GuestEntering = { name: string; roomPassword?: string | undefined };

export const signInCommands: Handlers<typeof connection & typeof signIn> = {
  hello(command, { room, session, reply }) {
    const supported = protocolVersion;
    if (command.protocol < supported.oldest) return tellVersion(reply, 'peer-too-old');
    if (command.protocol > supported.newest) return tellVersion(reply, 'peer-too-new');
    session.stage = { is: 'greeted' };
    const { room: id, name, epoch } = room.identity;
    return [
      answer(reply, {
        protocol: command.protocol,
        room: { id, name, epoch, ...toldOf(room) },
        limits: {
          maxLineBytes: limits.maxLineBytes,
          maxRequestsInFlight: limits.maxRequestsInFlight,
          maxTextCharacters: room.limits.maxTextCharacters,
          maxUnacknowledged: limits.maxUnacknowledged,
          messageBurst: room.limits.messageBurst,
          messagesPerSecond: room.limits.messagesPerSecond,
          historyPage: limits.historyPage,
          maxHistoryPage: limits.maxHistoryPage,
          heartbeatMs: limits.heartbeatMs,
          silenceMs: limits.silenceMs,
        },
      }),
    ];
  },
  ping: (_command, { reply }) => [answer(reply, {})],
  'sign-in'(command, asked) {
    const { session, reply } = asked;
    const claimed = claimName(command.name, asked, command.invite);
    if (!claimed.ok) return [refuse(reply, claimed.refusal)];
    const { name, nameKey, owner, waitMs: addressWaitMs } = claimed;
    const isNew = !owner || owner.isGuest;
    const isSecret = isForInvited(asked, { nameKey, invite: command.invite });
    if (addressWaitMs > 0 && isNew && !isSecret) return [tryLater(reply, addressWaitMs)];
    const { type: _type, rid: _rid, name: _name, ...claim } = command;
    const weak = passwordRefusal(claim.newPassword);
    if (weak) return [refuse(reply, weak)];
    if (isSecret) {
      const known = isNew ? undefined : owner;
      return checkClaim(asked, {
        ...known,
        account: known?.account ?? nobodyOf(nameKey),
        claim,
        addressWaitMs,
        isSecret,
      });
    }
    // Of an account it is said only to who has shown to be its person.
    const banned = isNew ? refuseBanned({ device: claim.device }, asked) : undefined;
    if (banned) return [refuse(reply, banned), ...endIfSo(session.id, banned)];
    if (!owner) return signUp({ ...asked, name, nameKey, claim });
    if (owner.isGuest) {
      // The name belongs to nobody: who comes with a key of one's own may have it while no guest uses it.
      if (presenceOf(owner) !== 'offline') return [refuse(reply, { code: 'name-taken' })];
      return signUp({ ...asked, name, nameKey, claim, guest: owner });
    }
    return checkClaim(asked, { ...owner, claim, addressWaitMs, isSecret });
  },
  resume(command, { room, session, reply }) {
    const { device, token } = command;
    const key = `${device} ${token}`;
    const older = room.checkedTokens.get(key);
    room.checkedTokens.set(key, session.id);
    session.stage = { is: 'checking', since: room.position, token: key };
    const effects: Effect[] = [{ do: 'check-token', reply, device, token }];
    // Whoever uses one token twice at once is one device: the newer session is the one that it wants.
    if (older === undefined) return effects;
    return [{ do: 'close', session: older, refusal: { code: 'replaced' } }, ...effects];
  },
  /** The answer follows when the device's token is worth nothing any more; a guest has none. */
  'sign-out'(_command, { session, reply }) {
    if (!isAccountSession(session)) return goodbye(reply);
    const { account, device } = session.stage;
    return [{ do: 'end-token', reply, account, device }];
  },
  /** Sets, changes or (without a new one) removes the password of one's own name (R3.12). */
  'set-password'(command, { room, session, now, reply }) {
    const { current, password, deviceKey } = command;
    const { account, device } = session.stage;
    const own = room.roster.get(account);
    if (!own) return [refuse(reply, { code: 'sign-in-first' })];
    const refusal = passwordRefusal(password);
    if (refusal) return [refuse(reply, refusal)];
    if (own.hasPassword && current === undefined)
      return [refuse(reply, { code: 'password-needed' })];
    if (own.isChangingPassword) return [tryLater(reply, oneByOneMs)];
    // By account, never by address: the device is known, and others at its address must not keep it from this.
    const waitMs = own.bucket.take(now.monotonicMs);
    if (waitMs > 0) return [tryLater(reply, waitMs)];
    own.isChangingPassword = true;
    const checked = own.hasPassword ? current : undefined;
    return [
      { do: 'change-password', reply, account, device, deviceKey, current: checked, password },
    ];
  },
};

function tellVersion(reply: Reply, code: 'peer-too-old' | 'peer-too-new'): Effect[] {
  return [
    refuse(reply, { code, supported: { ...protocolVersion } }),
    { do: 'close', session: reply.session, refusal: { code } },
  ];
}

function tryLater(reply: Reply, retryAfterMs: number): Effect {
  return refuse(reply, { code: 'try-later', retryAfterMs });
}

type SignUp = Asked<RoomSession, 'sign-in'> &
  Pick<Extract<Effect, { do: 'create-account' }>, 'name' | 'nameKey' | 'claim'> & {
    /** Who had the name so far. */
    guest?: RosterAccount;
  };

/** The room is for those who are invited, and this one shows no invite: a stranger, or who has been in before. */
function isForInvited(
  { room, session }: Asked,
  { nameKey, invite }: { nameKey: string; invite: InviteSecret | undefined },
): boolean {
  if (room.options.access !== 'invited') return false;
  return !isBidden(session, invite) && !isLetIn(session, nameKey);
}

/** Those inside have said yes to the name. */
function isLetIn({ stage }: RoomSession, nameKey: string): boolean {
  return stage.is === 'let-in' && stage.nameKey === nameKey;
}

/** What no account is called: wrong passwords for a name that nobody has are counted by it. */
function nobodyOf(nameKey: string): AccountId {
  return `:${nameKey}` as AccountId;
}

function checkClaim(
  { room, session, reply }: Asked<RoomSession, 'sign-in'>,
  about: Pick<EffectOf<'check-claim'>, 'account' | 'isSecret' | 'claim' | 'addressWaitMs'> & {
    hasPassword?: boolean;
  },
): Effect[] {
  session.stage = { is: 'checking', since: room.position };
  const { account, hasPassword = false, isSecret, claim, addressWaitMs } = about;
  const { addressKey } = session;
  const known = { account, hasPassword, isSecret };
  return [{ do: 'check-claim', reply, ...known, claim, addressKey, addressWaitMs }];
}

function signUp(asked: SignUp): Effect[] {
  const { room, session, reply, name, nameKey, claim, guest } = asked;
  const weak = passwordRefusal(claim.password);
  if (weak) return [refuse(reply, weak)];
  const isAnswered = isLetIn(session, nameKey);
  if (room.options.access === 'approval' && !isAnswered && !isBidden(session, claim.invite)) {
    if (session.dialect !== 'oda') return [refuse(reply, { code: 'oda-needed' })];
    return knockAtDoor(asked, { session, name, nameKey, device: claim.device });
  }
  // Who was let in by name is as good as invited.
  const refusal = isAnswered
    ? undefined
    : (refuseWithoutPassword(asked, claim) ?? refuseSignUp(asked, claim.invite));
  if (refusal) return [refuse(reply, refusal)];
  session.stage = { is: 'checking', since: room.position };
  if (guest) room.takenOver.set(session.id, guest.account);
  // Who hosts the room comes in from within the program.
  const isOwner = session.address === ownAddress && room.roster.owner === undefined;
  const { addressKey } = session;
  const shown = isAnswered ? { ...claim, roomPassword: undefined } : claim;
  const about = { name, nameKey, claim: shown, guest: guest?.account, isOwner, addressKey };
  return [{ do: 'create-account', reply, ...about }];
}

export function goodbye(reply: Reply<'sign-out'>): Effect[] {
  return [
    answer(reply, {}),
    { do: 'close', session: reply.session, refusal: { code: 'signed-out' } },
  ];
}

/**
 * A plain program's person. A guest of an earlier day is given back to come in at once; otherwise a row is
 * made for the name, or it is refused.
 */
export function claimGuest(
  { name: rawName, roomPassword }: GuestEntering,
  asked: Asked,
): { known: RosterAccount } | { effects: Effect[] } {
  const { room, session, reply } = asked;
  const closed = refuseGuests(asked);
  if (closed) return { effects: [refuse(reply, closed), ...endIfSo(session.id, closed)] };
  const locked = refuseWithoutPassword(asked, { roomPassword });
  if (locked) return { effects: [refuse(reply, locked)] };
  const claimed = claimName(rawName, asked);
  if (!claimed.ok) return { effects: [refuse(reply, claimed.refusal)] };
  const { name, nameKey, owner, waitMs } = claimed;
  if (waitMs > 0) return { effects: [tryLater(reply, waitMs)] };
  const isTakenOver = owner && [...room.takenOver.values()].includes(owner.account);
  if (owner && !isTakenOver) {
    const isFree = owner.isGuest && presenceOf(owner) === 'offline';
    if (!isFree) return { effects: [refuse(reply, { code: 'name-taken' })] };
    const banned = refuseBanned({ account: owner }, asked);
    if (banned) return { effects: [refuse(reply, banned), ...endIfSo(session.id, banned)] };
    const needsPassword = room.settings.hasPassword && !isMemberSession(session);
    const readsAll = room.settings.newcomersRead === 'all' && !owner.readsFrom;
    if (!needsPassword && readsAll) return { known: owner };
    if (!isMemberSession(session)) session.stage = { is: 'checking', since: room.position };
    return { effects: [createGuest(asked, { name, nameKey, roomPassword, known: owner.account })] };
  }
  const refusal = refuseSignUp(asked);
  if (refusal) return { effects: [refuse(reply, refusal)] };
  // A guest who takes another name is in under the one before until then.
  if (!isMemberSession(session)) {
    session.stage = { is: 'checking', since: room.position };
  }
  return { effects: [createGuest(asked, { name, nameKey, roomPassword })] };
}

/**
 * Nobody invites a plain program: it could not show that it was. Nor is it asked for: who says yes says it to a device that is
 * known again by its key, and here anybody could come back under the name.
 */
function refuseGuests(asked: Asked): Refusal | undefined {
  const { options, settings } = asked.room;
  if (options.access === 'invited') return { code: 'invite-needed' };
  if (options.access === 'approval') return { code: 'oda-needed' };
  if (settings.forbidden.includes('guests')) return { code: 'guests-forbidden' };
  return refuseBanned({}, asked);
}

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;

/** Who is in already has shown the room's password. */
function createGuest(
  { reply, session, room }: Asked,
  own: Omit<EffectOf<'create-guest'>, 'do' | 'reply' | 'addressKey'>,
): Effect {
  const isLocked = room.settings.hasPassword && !isMemberSession(session);
  const roomPassword = isLocked ? own.roomPassword : undefined;
  const { addressKey } = session;
  return { do: 'create-guest', reply, ...own, roomPassword, addressKey };
}

/** Who is new needs the room's password, unless it has an invite or hosts the room. */
function refuseWithoutPassword(
  { room, session }: Asked,
  { invite, roomPassword }: Pick<Claim, 'invite' | 'roomPassword'>,
): Refusal | undefined {
  const isFree = invite !== undefined || session.address === ownAddress || isMemberSession(session);
  const isNeeded = room.settings.hasPassword && !isFree;
  return isNeeded && roomPassword === undefined ? { code: 'room-password-needed' } : undefined;
}

/** Nobody is banned from the host's own computer. */
export function refuseBanned(
  who: Omit<Marked, 'addressKey'>,
  { room, session, now }: Pick<Asked, 'room' | 'session' | 'now'>,
): Refusal | undefined {
  const addressKey = session.isOwnComputer ? undefined : session.addressKey;
  return room.bans.refuse({ ...who, addressKey }, now.wallMs);
}

/** The connection ends after some refusals. */
export function endIfSo(session: SessionId, refusal: Refusal): Effect[] {
  const isEnd = refusal.code in wireCodes && wireCodes[refusal.code as WireCode].ends;
  return isEnd ? [{ do: 'close', session, refusal }] : [];
}

/** `waitMs`: how long the address has to wait. */
function claimName(rawName: string, { room, session, now }: Asked, invite?: InviteSecret) {
  const checked = checkName(rawName);
  if (!checked.ok) {
    const { code, subject } = checked;
    const limit = code === 'name-too-long' ? { limit: limits.maxNameCharacters } : {};
    return { ok: false, refusal: { code, subject, ...limit } } as const;
  }
  const { name, nameKey } = checked;
  const owner = room.roster.findByNameKey(nameKey);
  const { addressKey, isOwnComputer } = session;
  // A class that is invited may be behind one address. There is nothing to guess in an invite, as there is in a password.
  const isNew = !owner || owner.isGuest;
  const tries = isNew && invite !== undefined ? room.invited : room.signIns;
  const waitMs = isOwnComputer ? 0 : tries.take(addressKey, now.monotonicMs);
  return { ok: true, name, nameKey, owner, waitMs } as const;
}

/** Who hosts the room comes in from within the program, and needs no invite. */
function isBidden({ address }: RoomSession, invite: InviteSecret | undefined): boolean {
  return invite !== undefined || address === ownAddress;
}

function refuseSignUp({ room, session, now }: Asked, invite?: InviteSecret): Refusal | undefined {
  // The invite says itself how many may come.
  const isFree = session.isOwnComputer || invite !== undefined;
  const waitMs = isFree ? 0 : room.signUps.take(session.addressKey, now.monotonicMs);
  return waitMs > 0 ? { code: 'try-later', retryAfterMs: waitMs } : undefined;
}

/** The report on a `change-password`, which has come by the log before. */
export function passwordChanged(
  { reply, account, password }: Extract<Effect, { do: 'change-password' }>,
  refusal: Refusal | undefined,
  roster: Roster,
): Effect[] {
  const own = roster.get(account);
  if (!own) return [];
  own.isChangingPassword = false;
  if (refusal) return [refuse(reply, refusal)];
  return [answer(reply, { hasPassword: password !== undefined })];
}
