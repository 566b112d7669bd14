import type { Dialect } from '../../src-shared/host/host-log.ts';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { PresenceHere } from '../../src-shared/protocol/members.ts';
import type { Now, SessionId } from './effects.ts';

/** How far a peer has come. */
type SessionStage =
  | { is: 'new' }
  | { is: 'greeted' }
  /**
   * A name, password or token is being checked, since the room knew as much of the log; `token` as
   * `RoomState.checkedTokens` names it.
   */
  | { is: 'checking'; since: number; token?: string }
  /** Waits for somebody inside to say yes or no, since then (monotonic). */
  | { is: 'knocking'; sinceMs: number }
  /** Carries files of this account, and nothing else. */
  | { is: 'transferring'; account: AccountId }
  /** May make an account of this name. */
  | { is: 'let-in'; nameKey: string }
  | {
      is: 'member';
      account: AccountId;
      /** Missing for a guest. */
      device?: DeviceId | undefined;
      unacknowledged: number;
      presence: PresenceHere;
      /** Whether the device has shown, by asking anything, that its new token has arrived. */
      token: 'on-its-way' | 'arrived';
      /** How many private chats the person wants at once. */
      privateLimit: number;
    };

export type RoomSession = {
  readonly id: SessionId;
  readonly address: string;
  /** What the limits per address count by. */
  readonly addressKey: string;
  readonly port: number;
  /** Of this computer itself, by loopback or memory: free of the limits per address. */
  readonly isOwnComputer: boolean;
  readonly dialect: Dialect;
  /** When the time to sign in began. */
  openedAtMs: number;
  heardAtMs: number;
  stage: SessionStage;
};

export type MemberStage = Extract<SessionStage, { is: 'member' }>;
export type MemberSession = RoomSession & { stage: MemberStage };

export function isMemberSession(session: RoomSession): session is MemberSession {
  return session.stage.is === 'member';
}

/** Of a member with an account, not of a guest. */
export type AccountSession = MemberSession & { stage: { device: DeviceId } };

export function isAccountSession(session: RoomSession): session is AccountSession {
  return isMemberSession(session) && session.stage.device !== undefined;
}

type Overdue = 'sign-in-deadline' | 'silent' | 'knock-unanswered';

/** Why a session must be ended by now. */
export function overdue(session: RoomSession, now: Now): Overdue | undefined {
  const { openedAtMs, heardAtMs, stage } = session;
  const isSilent = now.monotonicMs - heardAtMs >= limits.silenceMs;
  if (isMemberSession(session) || stage.is === 'transferring')
    return isSilent ? 'silent' : undefined;
  if (stage.is === 'knocking') {
    if (isSilent) return 'silent';
    return now.monotonicMs - stage.sinceMs >= limits.knockMs ? 'knock-unanswered' : undefined;
  }
  return now.monotonicMs - openedAtMs >= limits.signInDeadlineMs ? 'sign-in-deadline' : undefined;
}
