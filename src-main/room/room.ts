import { assertNever } from '../../src-shared/assert-never.ts';
import type { HostLogLine } from '../../src-shared/bridge/views.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Command } from '../../src-shared/protocol/commands.ts';
import { directPair, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomState } from './command-table.ts';
import { answer, refuse, runCommand } from './command-table.ts';
import type { Effect, Now, Reply, SessionId, SignInOutcome } from './effects.ts';
import type { Account, RoomIdentity } from './ports.ts';
import { WindowLimit } from './rate-limits.ts';
import { Roster } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import type { RoomSession } from './session.ts';
import { isMemberSession } from './session.ts';
import { wrongPasswordWaitMs } from './sign-in-rules.ts';

export type RoomOptions = {
  identity: RoomIdentity;
  accounts: readonly Account[];
  limits: RoomLimits;
};

export type NewSession = Pick<
  RoomSession,
  'id' | 'address' | 'addressKey' | 'port' | 'isOwnComputer'
>;

type RightClaim = Extract<SignInOutcome, { kind: 'right' }>;
type Admission = { session: RoomSession; reply: Reply; now: Now };

/**
 * The room itself: who is in it and what they may do. It has no sockets, disk, timers or clock;
 * every call says what time it is and gives back what is to be done, in order.
 */
export class Room {
  readonly #state: RoomState;
  readonly #sessions = new Map<SessionId, RoomSession>();
  readonly #members = new Set<SessionId>();

  constructor({ identity, accounts, limits: roomLimits }: RoomOptions) {
    const { messageBurst: burst, messagesPerSecond: perSecond } = roomLimits;
    this.#state = {
      identity,
      limits: roomLimits,
      roster: new Roster(accounts, { burst, perSecond }),
      signIns: new WindowLimit({ count: limits.signInsPerAddressPerMinute, windowMs: 60_000 }),
      signUps: new WindowLimit({
        count: roomLimits.signUpsPerAddress,
        windowMs: limits.signUpsWindowMs,
      }),
    };
  }

  open(session: NewSession, now: Now): void {
    this.#sessions.set(session.id, {
      ...session,
      openedAtMs: now.monotonicMs,
      heardAtMs: now.monotonicMs,
      stage: { is: 'new' },
    });
  }

  /** Any sign of life, even half a line (W10). */
  heard(id: SessionId, now: Now): void {
    const session = this.#sessions.get(id);
    if (session) session.heardAtMs = now.monotonicMs;
  }

  handle(id: SessionId, command: Command, now: Now): Effect[] {
    const session = this.#sessions.get(id);
    if (!session) return [];
    const reply = { session: id, rid: command.rid };
    const effects = runCommand(command, { room: this.#state, session, now, reply });
    const { stage } = session;
    if (stage.is !== 'member' || stage.token === 'arrived') return effects;
    stage.token = 'arrived';
    return [{ do: 'confirm-token', device: stage.device }, ...effects];
  }

  /** The report on a `create-account`, `check-claim` or `check-token`. */
  signInChecked(reply: Reply, outcome: SignInOutcome, now: Now): Effect[] {
    const session = this.#sessions.get(reply.session);
    if (outcome.kind === 'right' && outcome.created) {
      const { account, created } = outcome;
      this.#state.roster.add({ account, ...created });
    }
    if (!session) return [];
    if (outcome.kind === 'refused') {
      session.stage = { is: 'greeted' };
      return [
        refuse(reply, outcome.refusal),
        {
          do: 'log',
          line: { ...this.#logLine('refused', session, now), code: outcome.refusal.code },
        },
      ];
    }
    return this.#admit({ session, reply, now }, outcome);
  }

  /** A wrong password was given: further tries wait longer and longer. */
  passwordWasWrong(account: AccountId, now: Now): number {
    const known = this.#state.roster.get(account);
    if (!known) return 0;
    known.wrongPasswords += 1;
    const waitMs = wrongPasswordWaitMs(known.wrongPasswords);
    known.lockedUntilMs = now.monotonicMs + waitMs;
    return waitMs;
  }

  /** The session's message was acknowledged or refused by the store. */
  settled(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session && isMemberSession(session)) session.stage.unacknowledged -= 1;
  }

  /** The connection has ended, by `reason` or (undefined) by itself. */
  closed(id: SessionId, reason: RefusalCode | undefined, now: Now): Effect[] {
    const session = this.#sessions.get(id);
    if (!session) return [];
    const line = { ...this.#logLine('disconnected', session, now), code: reason };
    this.#sessions.delete(id);
    this.#members.delete(id);
    if (!isMemberSession(session)) return [{ do: 'log', line }];
    const account = this.#state.roster.get(session.stage.account);
    account?.sessions.delete(id);
    if (!account || account.sessions.size > 0 || reason === 'room-closed') {
      return [...this.#noteLastSeen(account, now), { do: 'log', line }];
    }
    const why = reason === 'signed-out' ? 'left' : 'lost';
    return [
      ...this.#noteLastSeen(account, now),
      {
        do: 'append',
        draft: {
          type: 'left',
          in: everyone,
          at: now.wallMs,
          account: account.account,
          reason: why,
        },
      },
      { do: 'log', line: { ...line, event: why } },
      { do: 'log', line },
    ];
  }

  /** Ends who did not sign in in time and who has been silent for too long. */
  tick(now: Now): Effect[] {
    const effects: Effect[] = [];
    for (const session of this.#sessions.values()) {
      const code = overdue(session, now);
      if (code) effects.push({ do: 'close', session: session.id, refusal: { code } });
    }
    return effects;
  }

  /** Sessions that hear what is said in a conversation; all members' for `everyone`. */
  audience(id: ConversationId): Iterable<SessionId> {
    const pair = directPair(id);
    if (!pair) return this.#members;
    return pair.flatMap((side) => [...(this.#state.roster.get(side)?.sessions ?? [])]);
  }

  nameOf(id: SessionId): string | undefined {
    const session = this.#sessions.get(id);
    if (!session || !isMemberSession(session)) return undefined;
    return this.#state.roster.get(session.stage.account)?.name;
  }

  nameOfAccount(account: AccountId): string | undefined {
    return this.#state.roster.get(account)?.name;
  }

  isMember(id: SessionId): boolean {
    return this.#members.has(id);
  }

  get memberSessionCount(): number {
    return this.#members.size;
  }

  #admit({ session, reply, now }: Admission, outcome: RightClaim): Effect[] {
    const { account: id, device, token, created } = outcome;
    const account = this.#state.roster.get(id);
    if (!account) return [refuse(reply, { code: 'token-invalid' })];
    const replaced = this.#sessionsOfDevice(account, device);
    const wasOffline = account.sessions.size === 0;
    account.wrongPasswords = 0;
    account.lockedUntilMs = 0;
    account.sessions.add(session.id);
    account.lastSeenAt = now.wallMs;
    session.stage = { is: 'member', account: id, device, unacknowledged: 0, token: 'on-its-way' };
    this.#members.add(session.id);

    const { name } = account;
    const effects: Effect[] = [
      answer(reply, { account: id, name, token, created: created !== undefined }),
      { do: 'log', line: this.#logLine(outcome.how, session, now) },
    ];
    for (const older of replaced) {
      effects.push({ do: 'close', session: older, refusal: { code: 'replaced' } });
    }
    if (wasOffline) {
      const draft = { type: 'joined', in: everyone, at: now.wallMs, account: id, name } as const;
      effects.push({ do: 'append', draft });
    }
    return effects;
  }

  #sessionsOfDevice(account: RosterAccount, device: string): SessionId[] {
    return [...account.sessions].filter((id) => {
      const session = this.#sessions.get(id);
      return session !== undefined && isMemberSession(session) && session.stage.device === device;
    });
  }

  #noteLastSeen(account: RosterAccount | undefined, now: Now): Effect[] {
    if (!account) return [];
    account.lastSeenAt = now.wallMs;
    return [{ do: 'save-last-seen', account: account.account, at: now.wallMs }];
  }

  #logLine(event: HostLogLine['event'], session: RoomSession, now: Now): HostLogLine {
    const { address, port } = session;
    return { at: now.wallMs, event, address, port, name: this.nameOf(session.id) };
  }
}

function overdue(session: RoomSession, now: Now): 'sign-in-deadline' | 'silent' | undefined {
  const { stage } = session;
  switch (stage.is) {
    case 'member':
      return now.monotonicMs - session.heardAtMs >= limits.silenceMs ? 'silent' : undefined;
    case 'new':
    case 'greeted':
    case 'checking':
      return now.monotonicMs - session.openedAtMs >= limits.signInDeadlineMs
        ? 'sign-in-deadline'
        : undefined;
    default:
      return assertNever(stage);
  }
}
