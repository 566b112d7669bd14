import { z } from 'zod';
import { heartbeat } from './connection.ts';
import { feature } from './feature.ts';
import { accountId, deviceId, inviteSecret, secret } from './ids.ts';

/** Who has come in, by a name or by a token. */
const admission = {
  account: accountId,
  name: z.string(),
  /** For `resume`: bound to the device, good for seven days and for one use (W8). */
  token: secret,
  /** True if this sign-in made the account (R3.1). */
  created: z.boolean(),
  /** Whether the name has a password. */
  hasPassword: z.boolean(),
  heartbeat: heartbeat.optional(),
};

/** Names, passwords, and coming back without one. */
export const signIn = feature({
  requests: {
    'sign-in': {
      who: 'greeted',
      params: {
        name: z.string().max(256),
        /** Needed only if the name has a password and this device was not signed in before. */
        password: z.string().max(512).optional(),
        /** In place of the one before, if `password` is a code by which it can be set anew. */
        newPassword: z.string().max(512).optional(),
        /** What this computer is called: told to its own account alone. */
        computer: z.string().max(64).optional(),
        device: deviceId,
        /** Proves the device if the account has no password; the room keeps only its hash. */
        deviceKey: secret,
        /** Of the invite by which somebody comes who is new; who has an account needs none, and uses none up. */
        invite: inviteSecret.optional(),
        /** The room's, if it has one: of whoever is new and comes without an invite. */
        roomPassword: z.string().max(512).optional(),
      },
      answer: admission,
    },
    resume: { who: 'greeted', params: { device: deviceId, token: secret }, answer: admission },
    'sign-out': { who: 'member', params: {}, answer: {} },
    /** Sets or changes the password of one's own name; without `password` it is removed. */
    'set-password': {
      who: 'account',
      params: {
        /** Needed if the name has one. */
        current: z.string().max(512).optional(),
        password: z.string().max(512).optional(),
        /** What proves this device if the name has no password any more. */
        deviceKey: secret,
      },
      answer: { hasPassword: z.boolean() },
    },
  },
  codes: {
    'name-empty': { ends: false },
    'name-too-long': { ends: false },
    'name-not-allowed': { ends: false },
    'name-taken': { ends: false },
    'password-needed': { ends: false },
    'wrong-password': { ends: false },
    'password-too-short': { ends: false },
    'password-too-long': { ends: false },
    'try-later': { ends: false },
    'token-invalid': { ends: false },
    /** The room is for those who are invited: who is new needs an invite, who has a name there its password. Which of both is not told. */
    'invite-or-password-needed': { ends: false },
    /** The room is for those who are invited, and nobody can show that in this way. */
    'invite-needed': { ends: false },
    /** Revoked or never made: nobody is told which. */
    'invite-unknown': { ends: false },
    'invite-expired': { ends: false },
    'invite-used-up': { ends: false },
    'signed-out': { ends: true },
    'password-changed': { ends: true },
  },
  limits: {
    signInsPerAddressPerMinute: 5,
    signInsPerNetworkPerMinute: 64,
    wrongPasswordFirstWaitMs: 1000,
    wrongPasswordLongestWaitMs: 15 * 60_000,
    signUpsPerAddress: 3,
    signUpsPerNetwork: 64,
    signUpsWindowMs: 10 * 60_000,
    minPasswordCharacters: 8,
    maxPasswordCharacters: 128,
    /** A shorter password is taken too, with a warning. */
    shortPasswordCharacters: 15,
    maxNameCharacters: 32,
    /** Invites of a room that are in force. */
    invitesPerRoom: 100,
    /** The most that one invite lets in, unless it lets in any number. */
    maxInviteUses: 65_535,
    /** Names that are told of those who came by one. */
    invitedNames: 50,
    tokenLifetimeMs: 7 * 24 * 60 * 60_000,
  },
});
