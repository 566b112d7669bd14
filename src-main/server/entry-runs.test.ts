import { expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { parseServerFrame } from '../../src-shared/protocol/parse-server-frame.ts';
import { encodeRun, runsOf } from './entry-runs.ts';
import type { EntryRun } from './entry-runs.ts';
import type { Delivery } from './session-port.ts';

const kitchen = groupConversation('kitchenkitchen-1');
const ali = 'ali-ali-al' as AccountId;
const veli = 'veli-veli-' as AccountId;

let id = 0;
const place = (conversation: Entry['in']) => {
  id += 1;
  return { in: conversation, seq: id, id, at: 1 };
};
const message = (conversation: Entry['in'], text = 'x', from = ali): Entry => ({
  type: 'message',
  ...place(conversation),
  from,
  cid: 'c'.repeat(22) as Cid,
  text,
});
const change = (type: 'added' | 'removed'): Entry => ({
  type,
  ...place(kitchen),
  by: ali,
  account: veli,
});

/** Of one line: each part begins anew. */
const entriesIn = (bytes: Uint8Array): unknown[] => {
  const parsed = parseServerFrame(JSON.parse(Buffer.from(bytes).toString()) as never);
  if (!parsed?.ok || parsed.frame.type !== 'entries') throw new Error(JSON.stringify(parsed));
  return parsed.frame.entries;
};

const deliveriesOf = (run: EntryRun | undefined): Delivery[] =>
  [...encodeRun(run ?? [message(everyone)])].map(({ delivery }) => delivery);

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
  const deliveries = deliveriesOf(run);
  expect(deliveries.length).toBeGreaterThan(2);
  for (const { bytes } of deliveries) expect(bytes.length).toBeLessThan(80_000);
  expect(deliveries.flatMap(({ bytes }) => entriesIn(bytes))).toMatchObject(
    texts.map((text) => ({ text })),
  );
  expect(deliveries.flatMap(({ entries }) => entries)).toEqual(run);
});

it('a run is cut where a list would have more entries than a reader takes', () => {
  const [run] = runsOf(Array.from({ length: limits.maxHistoryPage + 1 }, () => message(everyone)));
  const deliveries = deliveriesOf(run);
  expect(deliveries.map(({ bytes }) => entriesIn(bytes).length)).toEqual([1000, 1]);
  expect(deliveries.flatMap(({ entries }) => entries)).toEqual(run);
});

it('what is short goes out at once, in one write for each who hears it', () => {
  const [run] = runsOf(Array.from({ length: 20 }, () => message(everyone)));
  expect(deliveriesOf(run).map(({ entries }) => entries)).toEqual([run]);
});

it('W4 a cid goes to who made it, and nobody else', () => {
  const [run] = runsOf([message(everyone), message(everyone, 'x', veli), message(everyone)]);
  const [part] = encodeRun(run ?? [message(everyone)]);
  const cidsIn = (delivery: Delivery | undefined): unknown[] =>
    (entriesIn(delivery?.bytes ?? Buffer.of()) as { cid?: unknown }[]).map(({ cid }) => cid);
  const cid = 'c'.repeat(22);
  expect(cidsIn(part?.delivery)).toEqual([undefined, undefined, undefined]);
  expect([...(part?.writers ?? [])]).toEqual([ali, veli]);
  expect(cidsIn(part?.deliveryTo(ali))).toEqual([cid, undefined, cid]);
  expect(cidsIn(part?.deliveryTo(veli))).toEqual([undefined, cid, undefined]);
});
