import { expect, it } from 'vitest';
import { GuessWaits } from './guess-waits.ts';

const quarterMs = 15 * 60_000;

it('makes the next guess wait 1 s, doubling to 15 minutes; a right one forgets them', () => {
  const waits = new GuessWaits();
  let now = 0;
  const longest = Array.from({ length: 12 }, () => {
    expect(waits.begin('ali', now)).toBe(0);
    const waitMs = waits.wrong('ali', now);
    expect(waits.begin('ali', now + waitMs - 1)).toBe(1);
    now += waitMs;
    return waitMs;
  });
  expect(longest.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(longest.at(-1)).toBe(quarterMs);
  expect(waits.begin('ali', now)).toBe(0);
  waits.right('ali');
  expect(waits.begin('ali', now)).toBe(0);
  expect(waits.wrong('ali', now)).toBe(1000);
});

it('lets a hundred at once have what one gets', () => {
  const waits = new GuessWaits();
  const begun = Array.from({ length: 100 }, () => waits.begin('ali', 5));
  expect(begun.filter((waitMs) => waitMs === 0)).toHaveLength(1);
  expect(waits.begin('veli', 5)).toBe(0);
});

it('counts the wait from the verdict, not from the asking', () => {
  const waits = new GuessWaits();
  waits.begin('ali', 0);
  expect(waits.wrong('ali', 900)).toBe(1000);
  expect(waits.begin('ali', 1500)).toBe(400);
});

it('takes back a guess that was never looked at', () => {
  const waits = new GuessWaits();
  waits.begin('ali', 0);
  waits.untried('ali', 10);
  expect(waits.begin('ali', 10)).toBe(0);
  waits.wrong('ali', 10);
  expect(waits.begin('ali', 1010)).toBe(0);
  waits.untried('ali', 1020);
  expect(waits.begin('ali', 1020)).toBe(0);
  expect(waits.wrong('ali', 1020)).toBe(2000);
});

it('forgets the one that was touched longest ago where many guess', () => {
  const waits = new GuessWaits();
  waits.begin('first', 0);
  waits.begin('second', 0);
  for (let number = 0; number < 9999; number += 1) waits.begin(`guesser ${number}`, 0);
  expect(waits.begin('second', 0)).toBe(1000);
  expect(waits.begin('first', 0)).toBe(0);
});

it('takes who guesses again for one who was touched just now', () => {
  const waits = new GuessWaits();
  waits.begin('first', 0);
  waits.begin('second', 0);
  waits.wrong('first', 0);
  for (let number = 0; number < 9999; number += 1) waits.begin(`guesser ${number}`, 0);
  expect(waits.begin('first', 0)).toBe(1000);
  expect(waits.begin('second', 0)).toBe(0);
});
