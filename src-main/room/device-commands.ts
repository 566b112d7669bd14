import type { devices } from '../../src-shared/protocol/devices.ts';
import type { DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect } from './effects.ts';
import { refuse } from './room-state.ts';
import type { Handlers, RoomState } from './room-state.ts';
import type { Roster, RosterAccount } from './roster.ts';
import type { RoomSession } from './session.ts';
import { systemPlace } from './system-entries.ts';
import type { SystemEntryOf } from './system-entries.ts';

export const deviceCommands: Handlers<typeof devices> = {
  'list-devices'(_command, { room, session, reply }) {
    const { account, device: own } = session.stage;
    const sessions = [...(room.roster.get(account)?.sessions.values() ?? [])];
    const isIn = sessions.flatMap(({ stage }) => stage.device ?? []);
    return [{ do: 'read-devices', reply, account, own, isIn }];
  },
  'end-device'({ device }, { room, session, now, reply }) {
    const { account, device: own } = session.stage;
    if (device === own) return [refuse(reply, { code: 'no-such-device' })];
    const retryAfterMs = room.roster.get(account)?.bucket.take(now.monotonicMs) ?? 0;
    if (retryAfterMs > 0) return [refuse(reply, { code: 'try-later', retryAfterMs })];
    const at = now.wallMs;
    const draft = { type: 'device-ended', in: systemPlace, at, account, device } as const;
    return [{ do: 'write', reply, draft }];
  },
  'make-reset-code'({ account }, { room, reply }) {
    if (!mayBeReset(room.roster.get(account))) return [refuse(reply, { code: 'no-such-member' })];
    return [{ do: 'make-reset-code', reply, account }];
  },
};

/** A guest of a plain program has nothing to set. */
function mayBeReset(account: RosterAccount | undefined): account is RosterAccount {
  return account !== undefined && !account.isGuest;
}

/** The device is out, and what it proved before counts no more. */
export function endedDevice(
  { id, account, device }: SystemEntryOf<'device-ended'>,
  { roster }: RoomState,
): Effect[] {
  const own = roster.get(account);
  if (!own) return [];
  noteEnded(own, device, id);
  return [...own.sessions.values()].flatMap((session): Effect[] =>
    session.stage.device === device
      ? [{ do: 'close', session: session.id, refusal: { code: 'signed-out-elsewhere' } }]
      : [],
  );
}

/** As many as there can be of them. */
function noteEnded({ endedDevices }: RosterAccount, device: DeviceId, id: number): void {
  endedDevices.delete(device);
  endedDevices.set(device, id);
  const [oldest] = endedDevices.keys();
  if (endedDevices.size > limits.devicesPerAccount && oldest) endedDevices.delete(oldest);
}

/** What the session proved was looked at before its device was signed out. */
export function wasEnded(
  { stage }: RoomSession,
  { endedDevices }: Pick<RosterAccount, 'endedDevices'>,
  device: DeviceId,
): boolean {
  return stage.is === 'checking' && (endedDevices.get(device) ?? 0) > stage.since;
}

export function resetCodeLine(
  { at, account }: SystemEntryOf<'reset-code-made'>,
  roster: Roster,
): Effect {
  return { do: 'log', line: { at, event: 'reset-code-made', name: roster.get(account)?.name } };
}
