/** What of a conversation this person asked to be told of. */
export const attentionLevels = ['all', 'mentions', 'nothing'] as const;
export type AttentionLevel = (typeof attentionLevels)[number];

export type Attention = {
  level: AttentionLevel;
  /** Silent until then (this computer's clock); without a time until the person turns it on again. */
  muted?: { until?: number | undefined } | undefined;
};

/** Of a conversation for which nothing was chosen. */
export const usualAttention: Attention = { level: 'all' };

/** `mentions`: those of `unread` that mention this person or hold one of their words. */
export type UnreadCounts = { unread: number; mentions: number };

/** As it is at that time: a mute that is over is none. */
export function attentionAt(chosen: Attention, nowMs: number): Attention {
  const { level, muted } = chosen;
  const isOver = muted?.until !== undefined && muted.until <= nowMs;
  return muted && !isOver ? { level, muted } : { level };
}

/**
 * What badge, title and lists count of a conversation: what is unread, of which only what means this person if that is
 * chosen or it is muted, and nothing of what nothing is to be told of.
 */
export function countAsked({ unread, mentions }: UnreadCounts, attention: Attention): number {
  const { level, muted } = attention;
  if (level === 'nothing') return 0;
  return level === 'mentions' || muted ? mentions : unread;
}

/** Whether a message is told by a notification; `isMeant`: it mentions this person or holds one of their words. */
export function isNotified({ level, muted }: Attention, isMeant: boolean): boolean {
  if (muted || level === 'nothing') return false;
  return level === 'all' || isMeant;
}

export const muteSpans = ['hour', 'hours', 'morning', 'ever'] as const;
export type MuteSpan = (typeof muteSpans)[number];

const hourMs = 60 * 60_000;
/** Whoever is up before that means the morning that comes, not the one after it. */
const nightEndsAt = 5;
const morningBeginsAt = 8;

/** When a mute that begins now ends, by this computer's calendar; undefined if the person ends it. */
export function muteEnd(span: MuteSpan, nowMs: number): number | undefined {
  switch (span) {
    case 'hour':
      return nowMs + hourMs;
    case 'hours':
      return nowMs + 8 * hourMs;
    case 'morning': {
      const now = new Date(nowMs);
      const days = now.getHours() < nightEndsAt ? 0 : 1;
      const day = now.getDate() + days;
      return new Date(now.getFullYear(), now.getMonth(), day, morningBeginsAt).getTime();
    }
    case 'ever':
      return undefined;
  }
}

/** Hours in which nothing is shown or heard. `from`, `to`: minutes of the day; `days`: on which they begin, Sunday 0. */
export type QuietHours = { isOn: boolean; from: number; to: number; days: string };

export const minutesOfDay = 24 * 60;

/** Whether a time lies in them, by this computer's clock; over midnight too, and all day if they end as they begin. */
export function isQuietAt({ isOn, from, to, days }: QuietHours, nowMs: number): boolean {
  if (!isOn) return false;
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  const today = days.includes(String(now.getDay()));
  const yesterday = days.includes(String((now.getDay() + 6) % 7));
  if (from < to) return today && minute >= from && minute < to;
  return (today && minute >= from) || (yesterday && minute < to);
}
