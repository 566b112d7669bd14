import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Membership } from './testing/membership.ts';
import { openMembership } from './testing/membership.ts';
import { own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const conversations = [everyone, directConversation(own, veli)] as const;

/** What can happen between a room and a member; numbers choose among what there is. */
type Step =
  | { do: 'say' | 'say-unheard'; in: 0 | 1 }
  | { do: 'repeat' | 'shuffle'; pick: number }
  | { do: 'write'; in: 0 | 1 }
  | { do: 'behind' | 'cut' | 'turn' | 'wait' };

const side = fc.constantFrom(0 as const, 1 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('say' as const, 'say-unheard' as const), in: side }),
  fc.record({ do: fc.constantFrom('repeat' as const, 'shuffle' as const), pick: fc.nat(20) }),
  fc.record({ do: fc.constant('write' as const), in: side }),
  fc.record({
    do: fc.constantFrom('behind' as const, 'cut' as const, 'turn' as const, 'wait' as const),
  }),
);

async function take(oda: Membership, each: Step, number: number): Promise<void> {
  const { room } = oda;
  switch (each.do) {
    case 'say':
      return room.tell(room.add(`said ${number}`, { in: conversations[each.in] }));
    case 'say-unheard':
      return void room.add(`unheard ${number}`, { in: conversations[each.in] });
    case 'repeat':
      return room.tell(...room.log.slice(each.pick % (room.log.length + 1)).slice(0, 3));
    case 'shuffle':
      return room.tell(...room.log.slice(-(each.pick % 6) - 1).toReversed());
    case 'write':
      return void (await oda.client.outbox.add(conversations[each.in], `written ${number}`));
    case 'behind':
      return room.tell({ type: 'behind' });
    case 'cut':
      return room.cut();
    case 'turn':
      return rest(3);
    case 'wait':
      oda.clock.advance(200);
      return rest(3);
  }
}

function textsOf(log: readonly Entry[], id: string): string[] {
  return log.flatMap((entry) => (entry.type === 'message' && entry.in === id ? [entry.text] : []));
}

describe('whatever the connection does', () => {
  it('W7 W8 every conversation is complete, in order and without doubles, on disk and on the screen', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(15), steps, async (before, each) => {
        const oda = await openMembership();
        for (let n = 0; n < before; n += 1) oda.room.add(`before ${n}`);
        oda.client.retryNow();
        for (const [number, one] of each.entries()) await take(oda, one, number);
        oda.room.cut();
        for (let turn = 0; turn < 40; turn += 1) {
          oda.clock.advance(1000);
          await rest(10);
        }
        await oda.untilState('live');
        await until(() => oda.client.outbox.list().length === 0);
        await rest();
        for (const id of conversations) {
          expect(await oda.timeline(id)).toEqual(textsOf(oda.room.log, id));
          const shown = oda.heard.appended.filter((entry) => entry.in === id);
          const first = shown[0]?.seq ?? 0;
          expect(shown.map(({ seq }) => seq)).toEqual(shown.map((_, place) => first + place));
        }
        const written = each.filter((one) => one.do === 'write').length;
        const ownTexts = oda.room.log.filter((e) => e.type === 'message' && e.from === own);
        expect(ownTexts).toHaveLength(written);
        expect(oda.heard.defects).toEqual([]);
        expect(oda.heard.resynced).toEqual([]);
        oda.room.cut();
        await oda.client.stop();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
