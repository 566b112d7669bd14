import type { MessageEntry } from '../protocol/entries.ts';

/** All that there are, and the first of them, oldest first. */
export type MissedMessages = { count: number; messages: MessageEntry[] };

/** What was said while somebody was away, is unread still, and concerns them; counted, and nothing of it guessed. */
export type Missed = {
  mentions: MissedMessages;
  /** Said directly or mentioning this person, and ending with a question mark. */
  questions: MissedMessages;
  /** Said where only those who lead write, by one of them. */
  announcements: MissedMessages;
  /** The message with the most unread answers, if there are several. */
  mostAnswered?: { message: MessageEntry; answers: number } | undefined;
};

export const nothingMissed: Missed = {
  mentions: { count: 0, messages: [] },
  questions: { count: 0, messages: [] },
  announcements: { count: 0, messages: [] },
};

/** Whoever touches nothing for so long, or is not connected, was away. */
export const awayAfterMs = 30 * 60_000;
