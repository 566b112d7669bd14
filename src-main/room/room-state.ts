import type {
  AnswerOf,
  CommandName,
  CommandOf,
  WhoAsks,
} from '../../src-shared/protocol/protocol.ts';
import type { HostLogEvent, HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Feature } from '../../src-shared/protocol/feature.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import type { Picture } from '../../src-shared/protocol/pictures.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import type { Effect, Now, Reply, SessionId } from './effects.ts';
import type { Bans } from './bans.ts';
import type { GuessWaits } from './guess-waits.ts';
import type { Groups } from './groups.ts';
import type { Knocks } from './knocks.ts';
import type { OtherHosts } from './other-hosts.ts';
import type { RoomIdentity } from './ports.ts';
import type { Transfers } from './transfers.ts';
import type { PrivateChats } from './private-chats.ts';
import type { WindowLimit } from './rate-limits.ts';
import type { RoomTime } from './room-time.ts';
import type { Roster, RosterAccount } from './roster.ts';
import type { AccountSession, MemberSession, RoomSession } from './session.ts';

/** What a command's handler may look at. */
export type RoomState = {
  identity: RoomIdentity;
  readonly limits: RoomLimits;
  readonly roster: Roster;
  readonly groups: Groups;
  readonly privates: PrivateChats;
  readonly signIns: WindowLimit;
  readonly signUps: WindowLimit;
  /** Sign-ins of who is new and shows an invite. */
  readonly invited: WindowLimit;
  readonly guesses: GuessWaits;
  readonly knocks: Knocks;
  /** Which session a token is being checked for. */
  readonly checkedTokens: Map<string, SessionId>;
  readonly otherHosts: OtherHosts;
  readonly transfers: Transfers;
  /** Which session is about to take a guest's name for an account. */
  readonly takenOver: Map<SessionId, AccountId>;
  options: HostOptions;
  settings: RoomSettings;
  picture: Picture | undefined;
  readonly bans: Bans;
  /** Whose time to be silent will be over. */
  readonly mutedForNow: Set<RosterAccount>;
  readonly time: RoomTime;
  /** Up to which entry of the log the room knows. */
  position: number;
};

/** One request of one session. */
export type Asked<S extends RoomSession = RoomSession, N extends CommandName = CommandName> = {
  room: RoomState;
  session: S;
  now: Now;
  reply: Reply<N>;
};

/** The session of who may ask. */
type SessionOf = {
  new: RoomSession;
  greeted: RoomSession;
  anybody: RoomSession;
  member: MemberSession;
  account: AccountSession;
};

/** What the room decides on a request. */
export type Handler<N extends CommandName> = (
  command: CommandOf<N>,
  asked: Asked<SessionOf[WhoAsks<N>], N>,
) => Effect[];

/** For all that can be asked of a feature. */
export type Handlers<F extends Feature> = {
  readonly [N in keyof F['requests'] & CommandName]: Handler<N>;
};

export function answer<N extends CommandName>(reply: Reply<N>, fields: AnswerOf<N>): Effect {
  return { do: 'answer', reply, fields };
}

export function refuse(reply: Reply, refusal: Refusal): Effect {
  return { do: 'refuse', reply, refusal };
}

/** A line about a session; its name is known if it has signed in. */
export function sessionLine(
  event: HostLogEvent,
  session: RoomSession,
  { roster, now }: { roster: Roster; now: Now },
): HostLogLine {
  const { address, port, dialect, stage } = session;
  return {
    at: now.wallMs,
    event,
    address,
    port,
    name: stage.is === 'member' ? roster.get(stage.account)?.name : undefined,
    dialect: dialect === 'oda' ? undefined : dialect,
  };
}
