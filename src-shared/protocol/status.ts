import { z } from 'zod';
import { epochMs, feature } from './feature.ts';

const limits = {
  /** Beside its one emoji. */
  maxStatusCharacters: 80,
  /** Of one account at once, and then one in so long. */
  statusBurst: 5,
  statusEveryMs: 5000,
  /** How far ahead a status may end: a year. */
  statusMs: 366 * 24 * 60 * 60_000,
} as const;

const fields = {
  emoji: z.string().max(64).optional(),
  /** Four bytes at most are one character. */
  text: z
    .string()
    .max(4 * limits.maxStatusCharacters)
    .optional(),
  /** When the room drops it, by its own clock; missing if it stands until it is changed. */
  until: epochMs.optional(),
};

/** What somebody says of oneself beside the name: an emoji, words, or both. */
export const status = z.object(fields);
export type Status = z.infer<typeof status>;

/** What people say of themselves; told with how they stand (`member`). */
export const statusWords = feature({
  requests: {
    /** In place of the one before; without emoji and text there is none any more. */
    'set-status': { who: 'member', params: fields, answer: {} },
  },
  codes: { 'status-too-long': { ends: false } },
  limits,
});
