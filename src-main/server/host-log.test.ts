import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { HostLog } from './host-log.ts';

const line = (at: number): HostLogLine => ({ at, event: 'ready' });
const times = (lines: readonly HostLogLine[]) => lines.map(({ at }) => at);

it('the newest thousand lines are kept, however many there were', () => {
  const log = new HostLog(() => undefined);
  for (let at = 1; at <= 1000; at += 1) log.add(line(at));
  expect(times(log.read())[0]).toBe(1);
  for (let at = 1001; at <= 5500; at += 1) log.add(line(at));
  expect(log.read()).toHaveLength(1000);
  expect(times(log.read()).slice(-1)).toEqual([5500]);
  expect(times(log.read())[0]).toBe(4501);
});

it('what one turn of the loop adds is told at once, in order, and only once', async () => {
  const told: number[][] = [];
  const log = new HostLog((lines) => told.push(times(lines)));
  log.add(line(1));
  log.add(line(2));
  expect(told).toEqual([]);
  await nextTurn();
  log.add(line(3));
  log.flush();
  await nextTurn();
  expect(told).toEqual([[1, 2], [3]]);
});

it('one line alone is told too, and what is read stays as it was', async () => {
  const told: number[][] = [];
  const log = new HostLog((lines) => told.push(times(lines)));
  log.add(line(1));
  const read = log.read();
  await nextTurn();
  expect(told).toEqual([[1]]);
  log.add(line(2));
  expect(times(read)).toEqual([1]);
});
