import { expect, it } from 'vitest';
import { readStatus } from './read-status.ts';

const at = (hours: number, minutes: number, day = 3) =>
  new Date(2026, 2, day, hours, minutes).getTime();
const now = at(14, 5);

it.each([
  ['', {}],
  ['📚 in class 15:00', { emoji: '📚', text: 'in class', until: at(15, 0) }],
  ['📚 derste 15.00', { emoji: '📚', text: 'derste', until: at(15, 0) }],
  ['lunch 30m', { text: 'lunch', until: now + 30 * 60_000 }],
  ['🌴', { emoji: '🌴' }],
  ['🌴 2h', { emoji: '🌴', until: now + 2 * 60 * 60_000 }],
  // Nine is over: tomorrow's.
  ['asleep 9:00', { text: 'asleep', until: at(9, 0, 4) }],
  // The end alone is what is said.
  ['15:00', { text: '15:00' }],
  ['at 25:00', { text: 'at 25:00' }],
  ['room 101', { text: 'room 101' }],
])('/status %s', (typed, status) => {
  expect(readStatus(typed, now)).toEqual(status);
});
