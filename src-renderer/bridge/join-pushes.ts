import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';

/** Something told that somebody is to hear. */
export type Told<N extends PushName = PushName> = {
  name: N;
  push: Pushes[N];
  hear: (push: Pushes[N]) => void;
};

type Place = { room: string; in?: string };

type Joining<N extends PushName> = {
  isSame: (one: Pushes[N], other: Pushes[N]) => boolean;
  join: (before: Pushes[N], next: Pushes[N]) => Pushes[N];
  /** Whether both are told where the earlier one stood, or where the later one does. */
  at: 'earlier' | 'later';
  /** What of it is drawn at once, and what after that; undefined if it is little. */
  part?: (push: Pushes[N]) => { now: Pushes[N]; rest: Pushes[N] } | undefined;
};

/** So many messages, or changes of them, are drawn at once: a key waits no longer than for these. */
export const mostAtOnce = 12;

const isSamePlace = (one: Place, other: Place) => one.room === other.room && one.in === other.in;
const latest = { isSame: isSamePlace, join: <T>(_: T, next: T): T => next, at: 'later' } as const;

/**
 * What stands for all that was told of the same thing before. Entries go to the first of them, everything else to the last:
 * a message is told of before what changes it, and before the counts that follow from it.
 */
const joinings: { [N in PushName]?: Joining<N> } = {
  'room/changed': latest,
  'host/changed': latest,
  'outbox/changed': latest,
  'reads/changed': latest,
  'typing/changed': latest,
  'timeline/appended': {
    isSame: isSamePlace,
    join: (before, next) => {
      const quotes = [...(before.quotes ?? []), ...(next.quotes ?? [])];
      const entries = [...before.entries, ...next.entries];
      return { ...before, entries, ...(quotes.length > 0 ? { quotes } : {}) };
    },
    at: 'earlier',
    part: (push) => {
      const { now, rest } = cut(push.entries);
      // Each answer may be in either part.
      return rest && { now: { ...push, entries: now }, rest: { ...push, entries: rest } };
    },
  },
  'message/changed': {
    isSame: isSamePlace,
    join: (before, next) => ({ ...next, messages: [...before.messages, ...next.messages] }),
    at: 'later',
    part: (push) => {
      const { now, rest } = cut(push.messages);
      return rest && { now: { ...push, messages: now }, rest: { ...push, messages: rest } };
    },
  },
  'conversation/changed': {
    isSame: () => true,
    join: (before, next) => [
      ...before.filter((view) => !next.some((later) => isSamePlace(view, later))),
      ...next,
    ],
    at: 'later',
  },
};

/** Told for itself, and changes nothing of what the others say. */
const alone: ReadonlySet<PushName> = new Set(['message/arrived', 'host/logged']);

/** Adds to what waits to be heard, and joins it with what was told of the same thing before. */
export function addTold<N extends PushName>(waiting: Told[], told: Told<N>): void {
  const joining: Joining<N> | undefined = joinings[told.name];
  for (let place = waiting.length - 1; joining && place >= 0; place -= 1) {
    const before = waiting[place];
    if (!before || !(before.name in joinings || alone.has(before.name))) break;
    if (!isOfSame(before, told) || !joining.isSame(before.push, told.push)) continue;
    const joined = { ...told, push: joining.join(before.push, told.push) } as unknown as Told;
    if (joining.at === 'earlier') {
      waiting[place] = joined;
    } else {
      waiting.splice(place, 1);
      waiting.push(joined);
    }
    return;
  }
  waiting.push(told as unknown as Told);
}

function isOfSame<N extends PushName>(before: Told, told: Told<N>): before is Told<N> & Told {
  return before.name === told.name && before.hear === (told.hear as unknown);
}

/** What of something told is heard in this turn, and what in a later one. */
export function parted<N extends PushName>(told: Told<N>): { now: Told<N>; rest?: Told<N> } {
  const joining: Joining<N> | undefined = joinings[told.name];
  const parts = joining?.part?.(told.push);
  if (!parts) return { now: told };
  return { now: { ...told, push: parts.now }, rest: { ...told, push: parts.rest } };
}

function cut<T>(all: T[]): { now: T[]; rest?: T[] } {
  if (all.length <= mostAtOnce) return { now: all };
  return { now: all.slice(0, mostAtOnce), rest: all.slice(mostAtOnce) };
}
