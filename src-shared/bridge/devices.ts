import type { Device } from '../protocol/devices.ts';
import { accountId, deviceId } from '../protocol/ids.ts';
import { bridgeFeature, carries, inRoom } from './feature.ts';

/** One's own computers in a room, and what a host gives to who has lost a password or a computer. */
export const devices = bridgeFeature({
  requests: {
    /** Those that were seen last first; kept nowhere here. */
    'device/list': { params: inRoom, result: carries<Device[]>() },
    /** Signs out there; gives back those that are left. */
    'device/end': { params: inRoom.extend({ device: deviceId }), result: carries<Device[]>() },
    /** A code in place of somebody's password, for one use: it cannot be shown again. */
    'member/make-reset-code': {
      params: inRoom.extend({ account: accountId }),
      result: carries<{ resetCode: string; expiresAt: number }>(),
    },
  },
});
