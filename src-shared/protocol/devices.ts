import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { accountId, deviceId } from './ids.ts';

const devicesPerAccount = 20;

/** A computer that comes in as this account without being asked for a password. */
const device = z.object({
  device: deviceId,
  /** As its program called it. */
  computer: z.string().optional(),
  since: epochMs,
  lastSeenAt: epochMs,
  /** It is in now. */
  isIn: z.boolean(),
  /** The one that asks. */
  isOwn: z.boolean(),
});
export type Device = z.infer<typeof device>;

/** One's own computers, and a way back in for who has lost password or computer. */
export const devices = feature({
  requests: {
    /** Those that were seen last first. */
    'list-devices': {
      who: 'account',
      params: {},
      answer: { devices: z.array(device).max(devicesPerAccount) },
    },
    /** Signs out there: its token and its key are worth nothing any more. Not for the one that asks: that is `sign-out`. */
    'end-device': { who: 'account', params: { device: deviceId }, answer: {} },
    /** A code in place of a password, for one use; the one before counts no more. For the owner alone. */
    'make-reset-code': {
      who: 'account',
      needs: 'reset-password',
      params: { account: accountId },
      answer: { resetCode: z.string().max(64), expiresAt: epochMs },
    },
  },
  codes: {
    'no-such-device': { ends: false },
    'signed-out-elsewhere': { ends: true },
    /** The code counts; with it a new password has to come. */
    'new-password-needed': { ends: false },
    /** Not that of this account, used, or too old: nobody is told which. */
    'reset-code-wrong': { ends: false },
  },
  limits: {
    /** Devices of one account that are known, and that hold a token. */
    devicesPerAccount,
    /** What a program calls its computer. */
    maxComputerCharacters: 64,
    resetCodeMs: 60 * 60_000,
  },
});
