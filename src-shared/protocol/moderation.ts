import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';
import { keepThere } from './retention.ts';
import { givenRoles, roles } from './roles.ts';
import { roomChanges } from './room-settings.ts';

const limits = {
  /** Why somebody was kicked, banned or muted. */
  maxReasonCharacters: 200,
  /** Bans of a room that are in force. */
  bansPerRoom: 1000,
  /** Bans in one answer of `list-bans`, lines in one of `read-record`. */
  banPage: 50,
  recordPage: 50,
  /** Addresses, and apart from them devices, that one ban holds for. */
  marksPerBan: 40,
  shortestPenaltyMs: 1000,
  /** What is to last longer is for ever. */
  longestPenaltyMs: 10 * 365 * 24 * 60 * 60_000,
} as const;

/** Of whom a ban holds besides the account: its devices, the addresses it came from, all who came by its invite. */
export const banReaches = ['device', 'address', 'invite'] as const;
export type BanReach = (typeof banReaches)[number];

const reach = z.array(z.enum(banReaches)).max(banReaches.length);
const reason = z.string().max(4 * limits.maxReasonCharacters);
const lastsMs = z.int().min(limits.shortestPenaltyMs).max(limits.longestPenaltyMs);
const to = { account: accountId };
/** For ever if `lastsMs` is missing. */
const penalty = { ...to, lastsMs: lastsMs.optional(), reason: reason.optional() };

/** A ban is known by the entry of the log that made it. */
const banNumber = z.int().positive();

const ban = z.object({
  ban: banNumber,
  account: accountId,
  reach,
  at: epochMs,
  /** Missing if the host did it. */
  by: accountId.optional(),
  until: epochMs.optional(),
  reason: z.string().optional(),
});
export type Ban = z.infer<typeof ban>;

export const recordActs = [
  'role-set',
  'handed-over',
  'kicked',
  'banned',
  'unbanned',
  'muted',
  'unmuted',
  'room-changed',
  'group-changed',
  'retention-changed',
] as const;
export type RecordAct = (typeof recordActs)[number];

/** Who did what to whom, when and why. */
const recorded = z.object({
  id: z.int().positive(),
  at: epochMs,
  act: z.enum(recordActs),
  /** Missing if the host did it. */
  by: accountId.optional(),
  account: accountId.optional(),
  role: z.enum(roles).optional(),
  reach: reach.optional(),
  until: epochMs.optional(),
  reason: z.string().optional(),
  changes: roomChanges.optional(),
  /**
   * Of `group-changed` and `retention-changed`: where, and what holds there since; what is of a group is told to those
   * alone who may read that in it.
   */
  in: conversationId.optional(),
  readOnly: z.boolean().optional(),
  keep: keepThere.optional(),
});
export type Recorded = z.infer<typeof recorded>;

/** Roles, and what those who look after a room do to others. */
export const moderation = feature({
  requests: {
    'set-role': {
      who: 'account',
      needs: 'set-role',
      params: { ...to, role: z.enum(givenRoles) },
      answer: {},
    },
    /** The room's ownership; who had it is a moderator then. */
    'hand-over': { who: 'account', needs: 'hand-over', params: to, answer: {} },
    kick: {
      who: 'account',
      needs: 'kick',
      params: { ...to, reason: reason.optional() },
      answer: {},
    },
    /** `reach`: of what it holds besides the account; the answer leaves out what is not known of it. */
    ban: {
      who: 'account',
      needs: 'ban',
      params: { ...penalty, reach: reach.optional() },
      answer: { reach },
    },
    unban: { who: 'account', needs: 'ban', params: { ban: banNumber }, answer: {} },
    /** The newest first; `from`: the `next` of the page before. */
    'list-bans': {
      who: 'account',
      needs: 'ban',
      params: { from: banNumber.optional() },
      answer: { bans: z.array(ban).max(limits.banPage), next: banNumber.optional() },
    },
    mute: { who: 'account', needs: 'mute', params: penalty, answer: {} },
    unmute: { who: 'account', needs: 'mute', params: to, answer: {} },
    /** The newest first; `from`: the `next` of the page before. */
    'read-record': {
      who: 'account',
      params: { from: z.int().positive().optional() },
      answer: {
        entries: z.array(recorded).max(limits.recordPage),
        next: z.int().positive().optional(),
      },
    },
  },
  /** What was written into the record just now. */
  notices: { recorded: recorded.shape },
  codes: {
    'not-allowed': { ends: false },
    kicked: { ends: true },
    banned: { ends: true },
    muted: { ends: false },
    'no-such-ban': { ends: false },
    'too-many-bans': { ends: false },
    'reason-too-long': { ends: false },
  },
  limits,
});
