import { expect, test } from 'vitest';
import { message, outboxItem, self } from '../bridge/testing/sample-room.ts';
import { chunksOf } from './row-chunks.ts';
import { steadyRows, timelineRows, type Row } from './timeline-rows.ts';

const source = { outbox: [], self, unreadAfter: undefined, hasOlder: false, hasNewer: false };
const messages = Array.from({ length: 50 }, (_, i) => message(i + 1));
const rowsTo = (last: number, before: readonly Row[] = [], outbox = [] as never[]) =>
  steadyRows(before, timelineRows({ ...source, outbox, entries: messages.slice(0, last) }));

test('all rows stand in chunks, in their order', () => {
  const rows = rowsTo(50);
  const chunks = chunksOf(rows, []);
  expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(rows);
  expect(chunks.map(({ key }) => key)).toEqual(['beginning', '0', '1', '2']);
});

test('a message at the end makes its own chunk another one, and no other', () => {
  const rows = rowsTo(45);
  const before = chunksOf(rows, []);
  const after = chunksOf(rowsTo(46, rows), before);
  expect(after.map((chunk, place) => chunk === before[place])).toEqual([true, true, true, false]);
});

test('what waits stands in the chunk above it, where it stays when it is said', () => {
  const outbox = [outboxItem('waits')];
  const rows = timelineRows({ ...source, outbox, entries: messages.slice(0, 45) });
  const last = chunksOf(rows, []).at(-1);
  expect(last?.key).toBe('2');
  expect(last?.rows.at(-1)?.body.is).toBe('waiting');
});
