import { expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import { encodeRun, runsOf } from './entry-runs.ts';

const kitchen = groupConversation('kitchenkitchen-1');
const ali = 'ali-ali-al' as AccountId;
const veli = 'veli-veli-' as AccountId;

let id = 0;
const place = (conversation: Entry['in']) => {
  id += 1;
  return { in: conversation, seq: id, id, at: 1 };
};
const message = (conversation: Entry['in'], text = 'x'): Entry => ({
  type: 'message',
  ...place(conversation),
  from: ali,
  cid: 'c'.repeat(22) as Cid,
  text,
});
const change = (type: 'added' | 'removed'): Entry => ({
  type,
  ...place(kitchen),
  by: ali,
  account: veli,
});

it('messages of one conversation go together, whatever was written elsewhere meanwhile', () => {
  const [one, two, three] = [message(everyone), message(kitchen), message(everyone)];
  expect(runsOf([one, two, three])).toEqual([[one, three], [two]]);
});

it('who comes into a group or goes stands alone: others hear what is before it and after it', () => {
  const entries = [message(kitchen), change('added'), message(kitchen), message(kitchen)];
  const [before, added, after, later] = entries;
  const removed = change('removed');
  expect(runsOf([...entries, removed])).toEqual([[before], [added], [after, later], [removed]]);
});

it('W12 a run is cut where it is long, and all of it goes out in order', () => {
  const texts = Array.from({ length: 40 }, (_, number) => `${number} ${'x'.repeat(5000)}`);
  const [run] = runsOf(texts.map((text) => message(everyone, text)));
  const deliveries = [...encodeRun(run ?? [message(everyone)])];
  expect(deliveries.length).toBeGreaterThan(2);
  for (const { bytes } of deliveries) expect(bytes.length).toBeLessThan(80_000);
  const lines = Buffer.concat(deliveries.map(({ bytes }) => bytes))
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(
    texts.map((text) => ({ text })),
  );
  expect(deliveries.flatMap(({ entries }) => entries)).toEqual(run);
});

it('what is short goes out at once, in one write for each who hears it', () => {
  const [run] = runsOf(Array.from({ length: 20 }, () => message(everyone)));
  expect([...encodeRun(run ?? [message(everyone)])].map(({ entries }) => entries)).toEqual([run]);
});
