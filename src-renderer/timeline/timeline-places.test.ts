import { describe, expect, it } from 'vitest';
import { done } from '../../src-shared/protocol/outcome.ts';
import { message, pageOf, settled } from '../bridge/testing/sample-room.ts';
import { expectNoHole, messages, seqs, started } from './testing/started-timeline.ts';

describe('the place a timeline shows', () => {
  it('jumps around a number and comes back to the newest', async () => {
    const { timeline } = await started(messages(5000));
    const { generation } = timeline.getState();
    await timeline.jumpTo(1000);
    const state = timeline.getState();
    expect(state.target).toEqual({ seq: 1000, place: 'middle' });
    expect(state.generation).toBeGreaterThan(generation);
    expect(seqs(timeline)).toContain(1000);
    expect(state.newer).toEqual({ is: 'more' });
    await timeline.loadNewer();
    expectNoHole(timeline, messages(5000));
    await timeline.jumpToNewest();
    expect(seqs(timeline).at(-1)).toBe(5000);
    expect(timeline.getState().newer).toEqual({ is: 'end' });
  });

  it('a jump to what is there loads nothing', async () => {
    const { bridge, timeline } = await started(messages(100));
    await timeline.jumpTo(40);
    expect(bridge.asked('timeline/page')).toHaveLength(1);
    expect(timeline.getState().target).toEqual({ seq: 40, place: 'middle' });
  });

  it('the answer to an earlier jump does not replace the later place', async () => {
    const { bridge, timeline } = await started(messages(5000));
    const answers = new Map<unknown, () => void>();
    bridge.answer({
      'timeline/page': ({ around = 1 }) =>
        new Promise((resolve) => {
          const page = pageOf([message(around)], { hasOlder: true, hasNewer: true });
          answers.set(around, () => resolve(done(page)));
        }),
    });
    void timeline.jumpTo(1000);
    void timeline.jumpTo(3000);
    answers.get(3000)?.();
    await settled();
    answers.get(1000)?.();
    await settled();
    expect(seqs(timeline)).toEqual([3000]);
  });

  it('jumps to a first unread message that lies far above', async () => {
    const { timeline } = await started(messages(2000), { readSeq: 500, unread: 1500 });
    expect(timeline.getState().rows.some((row) => row.startsUnread)).toBe(false);
    await timeline.jumpToFirstUnread();
    expect(timeline.getState().rows.find((row) => row.startsUnread)?.key).toBe('seq:501');
  });

  it('keeps about 1,500 entries, cut where nobody looks', async () => {
    const { clock, timeline } = await started(messages(9000));
    for (let i = 0; i < 20; i += 1) {
      const first = seqs(timeline)[0] ?? 0;
      timeline.see(first, first + 10);
      await timeline.loadOlder();
      clock.advance(1000);
      expect(seqs(timeline).length).toBeLessThanOrEqual(1900);
    }
    const first = seqs(timeline)[0] ?? 0;
    expect(first).toBe(9000 - 80 - 20 * 120 + 1);
    expect(timeline.getState().newer).toEqual({ is: 'more' });
    expectNoHole(timeline, messages(9000));
  });

  it('while one reads at the end what is cut is the beginning', async () => {
    const { append, clock, timeline } = await started(messages(10));
    for (let next = 11; next < 5000; next += 100) {
      const last = seqs(timeline).at(-1) ?? 0;
      timeline.see(last - 10, last);
      append(Array.from({ length: 100 }, (_, i) => message(next + i)));
      clock.advance(1000);
    }
    expect(seqs(timeline).at(-1)).toBe(5010);
    expect(seqs(timeline).length).toBeLessThanOrEqual(1900);
    expect(timeline.getState().older).toEqual({ is: 'more' });
  });
});
