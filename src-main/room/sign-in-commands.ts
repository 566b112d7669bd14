import { factsOf } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { protocolVersion } from '../../src-shared/protocol/connection.ts';
import type { connection } from '../../src-shared/protocol/connection.ts';
import { ownAddress } from '../../src-shared/host/host-log.ts';
import type { InviteSecret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { signIn } from '../../src-shared/protocol/sign-in.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { Effect, Reply } from './effects.ts';
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
        room: { id, name, epoch, ...factsOf(room.options) },
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
    const { room, session, reply } = asked;
    const claimed = claimName(command.name, asked);
    if (!claimed.ok) return [refuse(reply, claimed.refusal)];
    const { name, nameKey, owner, waitMs: addressWaitMs } = claimed;
    if (addressWaitMs > 0 && (!owner || owner.isGuest)) return [tryLater(reply, addressWaitMs)];
    const { password, device, deviceKey, invite } = command;
    const claim = { password, device, deviceKey, invite };
    if (!owner) return signUp({ ...asked, name, nameKey, claim });
    if (owner.isGuest) {
      // The name belongs to nobody: who comes with a key of one's own may have it while no guest uses it.
      if (presenceOf(owner) !== 'offline') return [refuse(reply, { code: 'name-taken' })];
      return signUp({ ...asked, name, nameKey, claim, guest: owner });
    }
    session.stage = { is: 'checking', since: room.position };
    const { account, hasPassword } = owner;
    const { addressKey } = session;
    return [{ do: 'check-claim', reply, account, hasPassword, claim, addressKey, addressWaitMs }];
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

function signUp(asked: SignUp): Effect[] {
  const { room, session, reply, name, nameKey, claim, guest } = asked;
  const weak = passwordRefusal(claim.password);
  if (weak) return [refuse(reply, weak)];
  const isAnswered = session.stage.is === 'let-in' && session.stage.nameKey === nameKey;
  if (room.options.access === 'approval' && !isAnswered && !isBidden(session, claim.invite)) {
    if (session.dialect !== 'oda') return [refuse(reply, { code: 'oda-needed' })];
    return knockAtDoor(asked, { session, name, nameKey, device: claim.device });
  }
  const refusal = isAnswered ? undefined : refuseSignUp(asked, claim.invite);
  if (refusal) return [refuse(reply, refusal)];
  session.stage = { is: 'checking', since: room.position };
  if (guest) room.takenOver.set(session.id, guest.account);
  return [{ do: 'create-account', reply, name, nameKey, claim, guest: guest?.account }];
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
  rawName: string,
  asked: Asked,
): { known: RosterAccount } | { effects: Effect[] } {
  const { room, session, reply } = asked;
  // Nobody invites a plain program: it could not show that it was. Nor is it asked for: who says yes says it to a
  // device that is known again by its key, and here anybody could come back under the name.
  const { access } = room.options;
  if (access !== 'open') {
    const code = access === 'invited' ? 'invite-needed' : 'oda-needed';
    return { effects: [refuse(reply, { code })] };
  }
  const claimed = claimName(rawName, asked);
  if (!claimed.ok) return { effects: [refuse(reply, claimed.refusal)] };
  const { name, nameKey, owner, waitMs } = claimed;
  if (waitMs > 0) return { effects: [tryLater(reply, waitMs)] };
  const isTakenOver = owner && [...room.takenOver.values()].includes(owner.account);
  if (owner && !isTakenOver) {
    const isFree = owner.isGuest && presenceOf(owner) === 'offline';
    return isFree ? { known: owner } : { effects: [refuse(reply, { code: 'name-taken' })] };
  }
  const refusal = refuseSignUp(asked);
  if (refusal) return { effects: [refuse(reply, refusal)] };
  // A guest who takes another name is in under the one before until then.
  if (!isMemberSession(session)) {
    session.stage = { is: 'checking', since: room.position };
  }
  return { effects: [{ do: 'create-guest', reply, name, nameKey }] };
}

/** `waitMs`: how long the address has to wait. */
function claimName(rawName: string, { room, session, now }: Asked) {
  const checked = checkName(rawName);
  if (!checked.ok) {
    const { code, subject } = checked;
    const limit = code === 'name-too-long' ? { limit: limits.maxNameCharacters } : {};
    return { ok: false, refusal: { code, subject, ...limit } } as const;
  }
  const waitMs = session.isOwnComputer ? 0 : room.signIns.take(session.addressKey, now.monotonicMs);
  const { name, nameKey } = checked;
  return { ok: true, name, nameKey, owner: room.roster.findByNameKey(nameKey), waitMs } as const;
}

/** Who hosts the room comes in from within the program, and needs no invite. */
function isBidden({ address }: RoomSession, invite: InviteSecret | undefined): boolean {
  return invite !== undefined || address === ownAddress;
}

function refuseSignUp({ room, session, now }: Asked, invite?: InviteSecret): Refusal | undefined {
  if (room.options.access === 'invited' && !isBidden(session, invite))
    return { code: 'invite-needed' };
  const waitMs = session.isOwnComputer ? 0 : room.signUps.take(session.addressKey, now.monotonicMs);
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
