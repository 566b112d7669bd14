import { z } from 'zod';
import { epochMs, feature } from './feature.ts';

/** Somebody new who waits at the door of a room that asks first. */
const knock = z.object({
  /** As long as the room runs, no two have the same. */
  knock: z.int().positive(),
  name: z.string(),
  at: epochMs,
  /** From which address; told to the owner alone. */
  address: z.string().optional(),
});
export type Knock = z.infer<typeof knock>;

/** Who may wait at once. */
const knocksPerRoom = 50;

/** A room that asks before somebody new comes in. */
export const knocks = feature({
  requests: {
    /** The longest waiting first. */
    'list-knocks': {
      who: 'account',
      needs: 'answer-knocks',
      params: {},
      answer: { knocks: z.array(knock).max(knocksPerRoom) },
    },
    'answer-knock': {
      who: 'account',
      needs: 'answer-knocks',
      params: { knock: z.int().positive(), letIn: z.boolean() },
      answer: {},
    },
  },
  /** Who waits has changed: all of them, to those who may answer. */
  notices: { knocks: { knocks: z.array(knock).max(knocksPerRoom) } },
  /** To whom has waited: the same `sign-in` again makes the account now. */
  tellings: { 'let-in': {} },
  codes: {
    /** The one who answers has been asked; `let-in` or the end of the connection follows. */
    'approval-asked': { ends: false },
    'turned-away': { ends: true },
    'knock-unanswered': { ends: true },
    'too-many-knocks': { ends: false },
    /** A plain program has nothing by which it would be known again. */
    'oda-needed': { ends: false },
    'no-such-knock': { ends: false },
  },
  limits: {
    knocksPerRoom,
    knocksPerAddress: 8,
    /** How long somebody may wait. */
    knockMs: 10 * 60_000,
    /** How long whoever was turned away cannot ask again. */
    turnedAwayMs: 10 * 60_000,
    /** So many of one address are turned away in that time; then nobody of it can ask. */
    turnedAwayPerAddress: 3,
    turnedAwayPerNetwork: 16,
    /** How many lines more a peer may send while it waits: its signs of life. */
    maxLinesWhileWaiting: 256,
  },
});
