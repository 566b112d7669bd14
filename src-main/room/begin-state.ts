import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import type { PrivateId } from '../../src-shared/protocol/ids.ts';
import type { HostId, RoomIdentity, RoomSnapshot } from './ports.ts';
import { Transfers } from './transfers.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { Bans } from './bans.ts';
import { GuessWaits } from './guess-waits.ts';
import { Knocks } from './knocks.ts';
import { PrivateChats } from './private-chats.ts';
import { RoomTime } from './room-time.ts';
import { WindowLimit } from './rate-limits.ts';
import type { RoomState } from './room-state.ts';

export type RoomOptions = {
  identity: RoomIdentity;
  /** Where the room begins to follow the log. */
  snapshot: RoomSnapshot;
  limits: RoomLimits;
  /** If several hosts run the room: which of them this is. */
  host?: HostId | undefined;
  /** 16 random characters of base64url. */
  newPrivateId: () => PrivateId;
  /** 22 random characters of base64url. */
  newTicket: () => FileTicket;
};

type Parts = Pick<RoomState, 'roster' | 'groups' | 'otherHosts'>;

/** The room as its log has it, before anybody is in. */
export function beginState(
  { identity, snapshot, limits: roomLimits, newPrivateId, newTicket }: Omit<RoomOptions, 'host'>,
  { roster, groups, otherHosts }: Parts,
): RoomState {
  const { head, options, settings, bans, name, picture, time } = snapshot;
  return {
    identity: { ...identity, name },
    limits: roomLimits,
    roster,
    groups,
    privates: new PrivateChats(roster, newPrivateId),
    signIns: new WindowLimit({
      count: limits.signInsPerAddressPerMinute,
      networkCount: limits.signInsPerNetworkPerMinute,
      windowMs: 60_000,
    }),
    signUps: new WindowLimit({
      count: roomLimits.signUpsPerAddress,
      networkCount: limits.signUpsPerNetwork,
      windowMs: limits.signUpsWindowMs,
    }),
    invited: new WindowLimit({ count: limits.signInsPerNetworkPerMinute, windowMs: 60_000 }),
    guesses: new GuessWaits(),
    knocks: new Knocks(),
    checkedTokens: new Map(),
    takenOver: new Map(),
    otherHosts,
    transfers: new Transfers(newTicket),
    options,
    settings,
    picture,
    bans: new Bans(bans),
    mutedForNow: new Set(roster.mutedForNow()),
    time: new RoomTime(time),
    position: head,
  };
}
