import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { Entry, MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { Mention } from '../../../../src-shared/protocol/mentions.ts';
import { fileKindOf } from '../../../../src-shared/text/file-kinds.ts';
import { textWithNames } from '../../../../src-shared/text/file-names.ts';
import { foldText } from '../../../../src-shared/text/fold.ts';
import type { SearchQuery } from '../../../client/replica/conversations.ts';
import { ali, changing, kitchen, me, said, sentFile, veli, withAli } from './replica-samples.ts';
import type { OpenReplica } from './replica-contract.ts';

/** Whatever is said and asked, what is found is what looking at every message finds. */
export function searchEquivalence(open: OpenReplica): void {
  test('R0.6 every search finds what reading all messages would find', async () => {
    const letter = fc.constantFrom(
      'a',
      'b',
      'I',
      'ı',
      'ş',
      '"',
      "'",
      '%',
      ' ',
      '語',
      '👋',
      '\u0301',
    );
    const text = fc.string({ unit: letter, maxLength: 12 });
    const replica = await open();
    const all: MessageEntry[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), text, async (given, query) => {
        const entries = given.map((one, index) => {
          const seq = all.length + index + 1;
          return said(seq, { text: one, from: seq % 3 === 0 ? veli : ali });
        });
        await replica.entries.add(kitchen, everyone, entries);
        all.push(...entries);
        const from = query.length % 2 === 0 ? veli : undefined;
        const read = foldText(query).trim() === '' && !from ? [] : all.filter(fits(query, from));
        const hits = read.toReversed().map((message) => ({ room: kitchen, message }));
        let next: string | undefined;
        for (let seen = 0; seen === 0 || seen < hits.length; seen += 20) {
          const page = await replica.search.find({ text: query, limit: 20, from, next });
          expect(page.hits).toEqual(hits.slice(seen, seen + 20));
          next = page.next;
          expect(next !== undefined).toBe(seen + 20 < hits.length);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test('R0.7 every search with filters finds what reading all messages would find', async () => {
    const replica = await open();
    const log: Logged[] = [];
    const seqs = new Map<ConversationId, number>();
    let [id, given] = [0, 0];
    const next = (where: ConversationId) => {
      id += gaps[given % gaps.length] ?? 1;
      given += 1;
      seqs.set(where, (seqs.get(where) ?? 0) + 1);
      return { in: where, seq: seqs.get(where) ?? 0, id };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(saying, { maxLength: 6 }), asking, async (sayings, query) => {
        for (const { in: where, from, text, at, files, mentions, pin } of sayings) {
          const more = { ...(files && { files: files.map((name) => sentFile(name)) }), mentions };
          const place = next(where);
          const message = said(place.seq, { ...place, from, text, at, ...more });
          const entries: Entry[] = [message];
          if (pin) {
            const target = message.seq;
            entries.push(changing('message-pinned', { ...next(where), target, by: ali }));
          }
          await replica.entries.add(kitchen, where, entries);
          log.push({ message, isPinned: pin });
        }
        const isAsked = Object.values(query).some((each) => each !== undefined && each !== '');
        const read = isAsked ? log.filter((each) => passes(query, each)) : [];
        const hits = read.toReversed().map(({ message }) => ({ room: kitchen, message }));
        let from: string | undefined;
        for (let seen = 0; seen === 0 || seen < hits.length; seen += 7) {
          const page = await replica.search.find({ ...query, limit: 7, next: from });
          expect(page.hits).toEqual(hits.slice(seen, seen + 7));
          from = page.next;
          expect(from !== undefined).toBe(seen + 7 < hits.length);
        }
      }),
      { seed: 12, numRuns: 100 },
    );
  });
}

type Logged = { message: MessageEntry; isPinned: boolean };

/** Between positions in the log: the first and the last of a block of places, and blocks without any. */
const gaps = [4096, 8191, 1];

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const aPlace = fc.constantFrom(everyone, withAli);
const aPerson = fc.constantFrom(me, ali, veli);
const aWord = fc.constantFrom(
  'elma',
  'İl',
  'ıl',
  'ARMUT',
  'mut',
  'a',
  '://',
  'www.',
  'ş',
  '\ue000',
);
const aTime = fc.integer({ min: 1, max: 9 });

/** What somebody says; clocks go back and forth. */
const saying = fc.record({
  in: aPlace,
  from: aPerson,
  text: fc.array(aWord, { minLength: 1, maxLength: 4 }).map((several) => several.join(' ')),
  at: aTime,
  files: optional(fc.constantFrom<string[][]>(['elma.png'], ['ARMUT.zip', 'b.mp3'])),
  mentions: optional(fc.constant<Mention[]>([{ account: me, name: 'İl' }])),
  pin: fc.boolean(),
});

const asking = fc.record({
  text: fc.array(aWord, { maxLength: 2 }).map((several) => several.join(' ')),
  in: optional(aPlace),
  from: optional(aPerson),
  before: optional(aTime),
  after: optional(aTime),
  hasLink: fc.option(fc.constant(true), { nil: undefined, freq: 1 }),
  hasFile: optional(fc.constantFrom('any', 'picture', 'sound', 'film', 'other')),
  mentionsMe: fc.option(fc.constant(true), { nil: undefined, freq: 1 }),
  isPinned: fc.option(fc.constant(true), { nil: undefined, freq: 1 }),
});

/** The plain meaning of a search with filters: for each one that is there, whether the message passes. */
function passes(query: Omit<SearchQuery, 'limit'>, { message, isPinned }: Logged): boolean {
  const folded = foldText(textWithNames(message));
  const kinds = message.files?.map(fileKindOf) ?? [];
  const checks: [filter: unknown, passed: boolean][] = [
    [query.in, message.in === query.in],
    [query.from, message.from === query.from],
    [query.before, message.at < (query.before ?? 0)],
    [query.after, message.at >= (query.after ?? 0)],
    [query.hasLink, folded.includes('://') || folded.includes('www.')],
    [query.hasFile, kinds.some((kind) => query.hasFile === 'any' || kind === query.hasFile)],
    [query.mentionsMe, message.from !== me && message.mentions !== undefined],
    [query.isPinned, isPinned],
  ];
  const words = foldText(query.text).split(/\s+/u);
  return (
    checks.every(([filter, passed]) => filter === undefined || passed) &&
    words.every((word) => folded.includes(word))
  );
}

/** The plain meaning of a search. */
function fits(text: string, from: AccountId | undefined): (message: MessageEntry) => boolean {
  const wanted = foldText(text).split(/\s+/u);
  return (message) =>
    (from === undefined || message.from === from) &&
    // What has no letters at all is what was deleted.
    foldText(message.text) !== '' &&
    wanted.every((word) => foldText(message.text).includes(word));
}
