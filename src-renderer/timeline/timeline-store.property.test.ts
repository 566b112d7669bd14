import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { joined, message, reacted, roomId, settled, veli } from '../bridge/testing/sample-room.ts';
import { expectNoHole, started } from './testing/started-timeline.ts';

describe('timeline store', () => {
  it('never shows a message twice or leaves one out, whatever order things come in', async () => {
    const step = fc.oneof(
      fc.constant({ is: 'older' as const }),
      fc.constant({ is: 'newer' as const }),
      fc.constant({ is: 'newest' as const }),
      fc.record({
        is: fc.constant('jump' as const),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ is: fc.constant('say' as const), count: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ is: fc.constant('repeat' as const), back: fc.integer({ min: 0, max: 9 }) }),
      fc.constant({ is: 'wait' as const }),
    );
    const isPresence = (seq: number) => seq % 7 === 0 || seq % 11 < 3;
    const isChange = (seq: number) => seq % 5 < 2 || Math.floor(seq / 250) % 2 === 1;
    const entryAt = (seq: number) => {
      if (isChange(seq)) return reacted(seq, 1);
      return isPresence(seq) ? joined(seq, [veli, 'Veli']) : message(seq);
    };
    const run = async (
      count: number,
      steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
    ) => {
      const all = Array.from({ length: count }, (_, i) => entryAt(i + 1));
      const { append, bridge, said, timeline } = await started(all);
      for (const taken of steps) {
        const held = said.get(everyone) ?? [];
        if (taken.is === 'older') void timeline.loadOlder();
        else if (taken.is === 'newer') void timeline.loadNewer();
        else if (taken.is === 'newest') void timeline.jumpToNewest();
        else if (taken.is === 'jump')
          void timeline.jumpTo(1 + Math.floor(taken.to * (held.length - 1)));
        else if (taken.is === 'say') {
          append(Array.from({ length: taken.count }, (_, i) => entryAt(held.length + i + 1)));
        } else if (taken.is === 'repeat') {
          const entries = held.slice(-1 - taken.back);
          bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
        } else await settled();
        expectNoHole(timeline, said.get(everyone) ?? []);
        const keys = timeline.getState().rows.map((row) => row.key);
        expect(new Set(keys).size).toBe(keys.length);
      }
      await settled();
      await timeline.jumpToNewest();
      await settled();
      expect(timeline.getState().held.to).toBe(said.get(everyone)?.length);
      expectNoHole(timeline, said.get(everyone) ?? []);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.array(step, { maxLength: 25 }), run),
      { numRuns: 60 },
    );
  });
});
