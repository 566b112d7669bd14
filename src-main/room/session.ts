import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import type { SessionId } from './effects.ts';

/** How far a peer has come. */
export type SessionStage =
  | { is: 'new' }
  | { is: 'greeted' }
  /** A name, password or token is being checked. */
  | { is: 'checking' }
  | {
      is: 'member';
      account: AccountId;
      device: DeviceId;
      unacknowledged: number;
      /** Whether the device has shown, by asking anything, that its new token has arrived. */
      token: 'on-its-way' | 'arrived';
    };

export type RoomSession = {
  readonly id: SessionId;
  readonly address: string;
  /** What the limits per address count by. */
  readonly addressKey: string;
  readonly port: number;
  /** Of this computer itself, by loopback or memory: free of the limits per address. */
  readonly isOwnComputer: boolean;
  readonly openedAtMs: number;
  heardAtMs: number;
  stage: SessionStage;
};

export type MemberSession = RoomSession & { stage: Extract<SessionStage, { is: 'member' }> };

export function isMemberSession(session: RoomSession): session is MemberSession {
  return session.stage.is === 'member';
}
