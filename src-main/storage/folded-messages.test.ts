import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedMessage } from '../../src-shared/protocol/changed-message.ts';
import type { ChangeDraft, ChangeEntry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { FoldedMessages } from './folded-messages.ts';
import { changing, said } from './replica/testing/replica-samples.ts';

const ali = 'ali0000000' as AccountId;
const people = [ali, 'veli000000' as AccountId, 'cem0000000' as AccountId];
const written = said(1, { from: ali, text: 'one' });
const key = FoldedMessages.key(everyone, 1);

const change = fc.record({
  type: fc.constantFrom<ChangeDraft['type'][]>(
    'message-edited',
    'reaction-added',
    'reaction-added',
    'reaction-removed',
    'message-pinned',
    'message-unpinned',
    'message-deleted',
  ),
  by: fc.constantFrom(...people),
  emoji: fc.constantFrom('\u{1f44d}', '❤️', 'no emoji'),
});

type Sample = { type: ChangeDraft['type']; by: AccountId; emoji: string };

const entryOf = ({ type, by, emoji }: Sample, place: number): ChangeEntry =>
  changing(type, { seq: place + 2, by, target: 1, text: `edit ${place}`, emoji });

test('W18 a message advanced change by change is the one folded anew, in whatever order they are told', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.array(fc.nat(39), { maxLength: 80 }),
      (samples, order) => {
        const log = samples.map(entryOf);
        const folded = new FoldedMessages();
        const known = new Set<ChangeEntry>();
        const stored = () => log.filter((each) => known.has(each));
        for (const place of [...order, ...log.keys()]) {
          const entry = log[place];
          if (!entry || known.has(entry)) continue;
          known.add(entry);
          folded.advance(key, entry, entry.seq);
          const now = folded.get(key) ?? folded.fold(key, written, stored());
          const { changes: _, ...shown } = now;
          const { changes: __, ...anew } = changedMessage(written, stored());
          expect(shown).toEqual(anew);
        }
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

test('what is kept is bounded: those that were used longest ago are read anew', () => {
  const folded = new FoldedMessages(1000);
  const reaction = (place: number) =>
    entryOf({ type: 'reaction-added', by: ali, emoji: '❤️' }, place);
  const keys = [1, 2, 3].map((number) => FoldedMessages.key(number, 1));
  for (const each of keys) folded.fold(each, written, [reaction(0)]);
  expect(keys.map((each) => folded.get(each) !== undefined)).toEqual([true, true, true]);
  folded.get(keys[0] ?? key);
  for (let place = 1; place <= 4; place += 1)
    folded.advance(keys[2] ?? key, reaction(place), place + 2);
  expect(keys.map((each) => folded.get(each) !== undefined)).toEqual([true, false, true]);
  folded.forget();
  expect(keys.map((each) => folded.get(each))).toEqual([undefined, undefined, undefined]);
});

test('of 5,000 reactions that come one by one all but the first are taken in without reading the others', () => {
  const folded = new FoldedMessages();
  const log: ChangeEntry[] = [];
  let read = 0;
  for (let place = 0; place < 5000; place += 1) {
    const by = `react${String(place).padStart(5, '0')}` as AccountId;
    const reaction = entryOf({ type: 'reaction-added', by, emoji: '❤️' }, place);
    log.push(reaction);
    folded.advance(key, reaction, reaction.seq);
    const known = folded.get(key);
    if (!known) read += log.length;
    const now = known ?? folded.fold(key, written, log);
    expect(now.reactions.get('❤️')?.size).toBe(place + 1);
  }
  expect(read).toBe(1);
});
