import { isEmoji } from '../protocol/emoji.ts';
import type { Status } from '../protocol/status.ts';
import type { Given } from './typed-commands.ts';
import { doneOr } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

const unitsMs = { m: 60_000, h: 60 * 60_000 };

/** `📚 in class 15:00`, `lunch 30m`: an emoji, words, and when it ends, each if it is there. */
export function readStatus(typed: string, nowMs: number): Status {
  const words = typed.trim().split(/\s+/);
  const [first = ''] = words;
  const emoji = isEmoji(first) ? first : undefined;
  const said = emoji === undefined ? words : words.slice(1);
  const until = endOf(said.at(-1) ?? '', nowMs);
  // A time alone is what is said.
  const isEnd = until !== undefined && (said.length > 1 || emoji !== undefined);
  const text = (isEnd ? said.slice(0, -1) : said).join(' ');
  return {
    ...(emoji === undefined ? {} : { emoji }),
    ...(text === '' ? {} : { text }),
    ...(isEnd ? { until } : {}),
  };
}

/** `15:00`, `15.00`, `30m`, `2h`; a time of day that is over is tomorrow's. */
function endOf(word: string, nowMs: number): number | undefined {
  const [, count, unit] = /^(\d{1,3})([mh])$/i.exec(word) ?? [];
  if (count !== undefined && unit !== undefined)
    return nowMs + Number(count) * unitsMs[unit.toLowerCase() as keyof typeof unitsMs];
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(word) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  return nextTimeOfDay(Number(hours), Number(minutes), nowMs);
}

/** By this computer's clock. */
export function nextTimeOfDay(hours: number, minutes: number, nowMs: number): number {
  const at = new Date(nowMs);
  at.setHours(hours, minutes, 0, 0);
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1);
  return at.getTime();
}

export const statusRuns = {
  async status(
    { bridge, room, wallMs }: TypedWorld,
    { status: typed }: Given,
  ): Promise<TypedOutcome> {
    const status = readStatus(typed, wallMs());
    const set = await bridge.request('room/set-status', { room, status });
    return doneOr(set, typed === '' ? 'status-cleared' : 'status-set', '');
  },
};
