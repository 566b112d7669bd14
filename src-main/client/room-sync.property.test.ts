import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Membership } from './testing/membership.ts';
import { openMembership } from './testing/membership.ts';
import type { ScriptedRoom } from './testing/scripted-room.ts';
import { own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import { saying } from './testing/saying.ts';

const cooks = groupConversation('cooks00000000000');
const conversations = [everyone, directConversation(own, veli), cooks] as const;
const group = { in: cooks, name: 'Aşçılar', owner: veli, members: [veli, own], firstSeq: 1 };

/** What can happen between a room and a member; numbers choose among what there is. */
type Step =
  | { do: 'say' | 'say-unheard'; in: 0 | 1 | 2 }
  | { do: 'repeat' | 'shuffle'; pick: number }
  | { do: 'write'; in: 0 | 1 }
  | { do: 'take-out' | 'take-in' | 'behind' | 'cut' | 'turn' | 'wait' };

const side = fc.constantFrom(0 as const, 1 as const);
const any = fc.constantFrom(0 as const, 1 as const, 2 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('say' as const, 'say-unheard' as const), in: any }),
  fc.record({ do: fc.constantFrom('repeat' as const, 'shuffle' as const), pick: fc.nat(20) }),
  fc.record({ do: fc.constant('write' as const), in: side }),
  fc.record({ do: fc.constantFrom('take-out' as const, 'take-in' as const) }),
  fc.record({
    do: fc.constantFrom('behind' as const, 'cut' as const, 'turn' as const, 'wait' as const),
  }),
);

async function take(oda: Membership, each: Step, number: number): Promise<void> {
  const { room } = oda;
  switch (each.do) {
    case 'say':
      return tellReadable(room, [room.add(`said ${number}`, { in: conversations[each.in] })]);
    case 'say-unheard':
      return void room.add(`unheard ${number}`, { in: conversations[each.in] });
    case 'repeat':
      return tellReadable(room, room.log.slice(each.pick % (room.log.length + 1)).slice(0, 3));
    case 'shuffle':
      return tellReadable(room, room.log.slice(-(each.pick % 6) - 1).toReversed());
    case 'take-out':
    case 'take-in':
      return changeGroup(room, each.do);
    case 'write':
      return void (await oda.client.outbox.add(
        conversations[each.in],
        saying(`written ${number}`),
      ));
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

/** Only messages: that somebody came or was taken out is said once, when it is so. */
function tellReadable(room: ScriptedRoom, entries: readonly Entry[]): void {
  const mayBeHeard = (entry: Entry): boolean =>
    entry.type === 'message' && room.readable(entry.in).includes(entry);
  room.tell(...entries.filter(mayBeHeard));
}

function changeGroup(room: ScriptedRoom, change: 'take-out' | 'take-in'): void {
  const isIn = room.groups.length > 0;
  if (isIn === (change === 'take-in')) return;
  const type = isIn ? 'removed' : 'added';
  const [seq, id] = [room.seqAfter(cooks), room.log.length + 1];
  const entry = { type, in: cooks, seq, id, at: id, by: veli, account: own } as const;
  room.log.push(entry);
  room.groups = isIn ? [] : [group];
  room.tell(...(isIn ? [] : [{ type: 'group', ...group }]), entry);
}

function shown(entries: readonly Entry[]): string[] {
  return entries.map((entry) => (entry.type === 'message' ? entry.text : entry.type));
}

describe('whatever the connection does', () => {
  it('W7 W8 every conversation is complete, in order and without doubles, on disk and on the screen', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(15), steps, async (before, each) => {
        const oda = await openMembership();
        oda.room.groups = [group];
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
          expect(await oda.timeline(id)).toEqual(shown(oda.room.readable(id)));
          const pushed = oda.heard.appended.filter((entry) => entry.in === id);
          const first = pushed[0]?.seq ?? 0;
          expect(pushed.map(({ seq }) => seq)).toEqual(pushed.map((_, place) => first + place));
        }
        const standing = oda.room.groups.length > 0 ? 'member' : 'left';
        expect(oda.client.groups.get(cooks)?.standing ?? 'left').toBe(standing);
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
