import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { accountId } from './ids.ts';
import { picture } from './pictures.ts';
import { roles } from './roles.ts';
import { status } from './status.ts';

/** A person as the room's roster shows them. `lastSeenAt` is missing for who never was online. */
const member = z.object({
  account: accountId,
  name: z.string(),
  presence: z.enum(['online', 'do-not-disturb', 'away', 'offline']),
  lastSeenAt: epochMs.optional(),
  /** Came by a plain program, without an account: anybody can use the name. */
  guest: z.literal(true).optional(),
  /** Missing for a member, and for who came by a plain program. */
  role: z.enum(roles).optional(),
  /** May not write; until then, or for ever. */
  muted: z.object({ until: epochMs.optional() }).optional(),
  status: status.optional(),
  picture: picture.optional(),
});
export type Member = z.infer<typeof member>;
export type Presence = Member['presence'];
/** How somebody who is in can stand. */
export type PresenceHere = Exclude<Presence, 'offline'>;
/** Who is at the keyboard comes first in lists. */
export const presenceOrder = { online: 0, 'do-not-disturb': 1, away: 2, offline: 3 } as const;

/** Members in one answer of `list-members`, conversations in one answer of `sync`. */
export const rosterPage = 1000;

/** Who is in the room, and whether they are there. */
export const members = feature({
  requests: {
    /** Whether the person is at the keyboard, or wants no disturbance; online if nothing was said. */
    'set-presence': {
      who: 'member',
      params: { presence: z.enum(['online', 'do-not-disturb', 'away']) },
      answer: {},
    },
    'list-members': {
      who: 'member',
      /** `from`: the `next` of the page before. */
      params: { from: accountId.optional() },
      answer: { members: z.array(member).max(rosterPage), next: accountId.optional() },
    },
  },
  entries: {
    /** An account came online; the first one of an account is how others learn its name. */
    joined: { account: accountId, name: z.string() },
    /** An account's last session ended: it left, or its connection was lost. */
    left: { account: accountId, reason: z.enum(['left', 'lost']) },
  },
  /** Somebody came, went, or is away: how they stand now. */
  notices: { member: member.shape },
  codes: { 'no-such-member': { ends: false }, 'guest-not-allowed': { ends: false } },
  limits: {
    maxRoomNameCharacters: 64,
    rosterPage,
    /** How long a person may touch nothing before being shown as away. */
    awayAfterMs: 10 * 60_000,
  },
});
