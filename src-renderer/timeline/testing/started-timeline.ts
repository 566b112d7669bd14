import { expect } from 'vitest';
import { isShown } from '../../../src-shared/member/shown-entry.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { createSampleRoom, message, now, roomId, self } from '../../bridge/testing/sample-room.ts';
import {
  createTimelineStore,
  type TimelineOptions,
  type TimelineStore,
} from '../timeline-store.ts';

export const messages = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => message(i + 1));

/** A timeline of everyone that shows its newest page, beside the room that it is of. */
export async function started(entries: Entry[], more: Partial<TimelineOptions> = {}) {
  const sample = createSampleRoom({ entries });
  const clock = new ManualClock(now);
  const timeline = createTimelineStore(sample.bridge, {
    room: roomId,
    in: everyone,
    self,
    readSeq: entries.length,
    unread: 0,
    outbox: [],
    clock,
    ...more,
  });
  await timeline.start();
  return { ...sample, clock, timeline };
}

export const seqs = (timeline: TimelineStore) =>
  timeline.getState().held.entries.map((entry) => entry.seq);

/** All that is shown of the numbers that the window says it holds is there, once. */
export function expectNoHole(timeline: TimelineStore, said: readonly Entry[]): void {
  const { from, to } = timeline.getState().held;
  const wanted = said.filter((entry) => isShown(entry) && entry.seq >= from && entry.seq <= to);
  expect(seqs(timeline)).toEqual(wanted.map(({ seq }) => seq));
}
