import { protocolVersion } from '../../src-shared/protocol/connection.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { InviteSecret, Pin, Secret, DeviceId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomLink } from './room-link.ts';
import { tidyRoomName } from './vet-entries.ts';
import { createHmac } from 'node:crypto';
import type { Profile } from './replica/room-records.ts';

export type Greeting = AnswerOf<'hello'>;
export type Admission = AnswerOf<'sign-in'>;

/** A connection that has come past the door. */
export type Entered = { link: RoomLink; greeting: Greeting; admission: Admission };

/** What a person or this computer can show at the door; `token` comes first unless a password is given. */
export type Credentials = {
  name: string;
  password?: string | undefined;
  /** In place of the one before, if `password` is a code by which it can be set anew. */
  newPassword?: string | undefined;
  /** What this computer is called. */
  computer?: string | undefined;
  token?: Secret | undefined;
  /** By which somebody new comes. */
  invite?: InviteSecret | undefined;
  /** Hears that those inside were asked, and then it is waited for. */
  asked?: (() => void) | undefined;
  /** The room's own password, of whoever is new. */
  roomPassword?: string | undefined;
};

/** The first word to whatever answers at an address (W2). */
export async function greet(link: RoomLink, program: string): Promise<Outcome<Greeting>> {
  const answer = await link.request('hello', { protocol: protocolVersion.newest, program });
  if (!answer.ok) return answer;
  const { protocol, room, limits: inForce } = answer.value;
  if (protocol < protocolVersion.oldest || protocol > protocolVersion.newest) {
    link.end({ code: 'not-a-room' });
    return refused({ code: 'not-a-room' });
  }
  link.setRhythm(inForce);
  return {
    ok: true,
    value: {
      protocol,
      room: { ...room, name: tidyRoomName(room.name, room.id) },
      limits: {
        ...inForce,
        maxRequestsInFlight: within(inForce.maxRequestsInFlight, limits.maxRequestsInFlight),
        maxLineBytes: within(inForce.maxLineBytes, limits.maxServerLineBytes),
        maxTextCharacters: within(inForce.maxTextCharacters, limits.maxServerLineBytes),
        maxUnacknowledged: within(inForce.maxUnacknowledged, limits.maxUnacknowledged),
        maxHistoryPage: within(inForce.maxHistoryPage, limits.maxHistoryPage),
        historyPage: within(inForce.historyPage, limits.maxHistoryPage),
      },
    },
  };
}

/**
 * Resumes with the token if there is one, else (or if it is refused) signs in (W8, R3.1). A room that asks first
 * is waited for only if `asked` hears of it.
 */
export async function signIn(
  link: RoomLink,
  { device, deviceKey }: DeviceIdentity,
  { token, asked, name, password, newPassword, computer, invite, roomPassword }: Credentials,
): Promise<Outcome<Admission>> {
  if (token !== undefined && password === undefined) {
    const resumed = await link.request('resume', { device, token });
    if (resumed.ok || resumed.refusal.code !== 'token-invalid') return resumed;
  }
  const known = { name, device, deviceKey, computer };
  const claim = { ...known, password, newPassword, invite, roomPassword };
  const answer = await link.request('sign-in', claim);
  if (answer.ok || answer.refusal.code !== 'approval-asked' || !asked) return answer;
  asked();
  const refusal = await link.untilLetIn();
  return refusal ? refused(refusal) : link.request('sign-in', claim);
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(1, value));
}

export type DeviceIdentity = { device: DeviceId; deviceKey: Secret };

/**
 * This installation as one room knows it. Each room sees another identity, so two rooms cannot tell that it is the
 * same person. A room says itself which one it is, and can say that it is another one: only its key makes it that.
 */
export function deriveDevice(
  profile: Profile,
  { room, pin }: { room: RoomId; pin: Pin },
): DeviceIdentity {
  const derive = (label: string): string =>
    createHmac('sha256', profile.deviceSecret)
      .update(`${label}:${room}:${pin}`)
      .digest('base64url');
  return {
    device: derive('device').slice(0, 16) as DeviceId,
    deviceKey: derive('key') as Secret,
  };
}
