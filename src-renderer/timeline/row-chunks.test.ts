import { expect, test } from 'vitest';
import { message, outboxItem, self } from '../bridge/testing/sample-room.ts';
import { windowOfRun } from './entry-window.ts';
import { chunksOf } from './row-chunks.ts';
import { steadyRows, timelineRows, type Row } from './timeline-rows.ts';

const source = { outbox: [], self, unreadAfter: undefined, hasOlder: false, hasNewer: false };
const messages = Array.from({ length: 50 }, (_, i) => message(i + 1));
const rowsTo = (last: number, before: readonly Row[] = [], outbox = [] as never[]) =>
  steadyRows(
    before,
    timelineRows({ ...source, outbox, held: windowOfRun(messages.slice(0, last)) }),
  );

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
  const waits = outboxItem('waits');
  const entries = messages.slice(0, 39);
  const waiting = chunksOf(
    timelineRows({ ...source, outbox: [waits], held: windowOfRun(entries) }),
    [],
  );
  expect(waiting.at(-1)?.key).toBe('1');
  expect(waiting.at(-1)?.rows.at(-1)?.body.is).toBe('waiting');
  const said = message(40, { from: self, cid: waits.cid });
  const saidRows = timelineRows({ ...source, held: windowOfRun([...entries, said]) });
  const after = chunksOf(saidRows, waiting);
  expect(after.at(-1)?.key).toBe('1');
  expect(after.at(-1)?.rows.at(-1)?.body).toMatchObject({ is: 'message', own: true });
  const more = timelineRows({ ...source, held: windowOfRun([...entries, said, message(41)]) });
  expect(chunksOf(more, after).map(({ key, rows }) => [key, rows.length])).toEqual([
    ['beginning', 1],
    ['0', 19],
    ['1', 21],
    ['2', 1],
  ]);
});
