import { createHmac } from 'node:crypto';
import type { DeviceId, RoomId, Secret } from '../../src-shared/protocol/ids.ts';
import type { Profile } from './replica/room-records.ts';

export type DeviceIdentity = { device: DeviceId; deviceKey: Secret };

/**
 * This installation as one room knows it. Each room sees another identity, so two rooms cannot tell that it is the
 * same person.
 */
export function deriveDevice(profile: Profile, room: RoomId): DeviceIdentity {
  const derive = (label: string): string =>
    createHmac('sha256', profile.deviceSecret).update(label).digest('base64url');
  return {
    device: derive(`device:${room}`).slice(0, 16) as DeviceId,
    deviceKey: derive(room) as Secret,
  };
}
