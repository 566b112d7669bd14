import { expect, test } from 'vitest';
import { everyone, groupConversation } from '../../../src-shared/protocol/ids.ts';
import { MessageNumbers } from './message-numbers.ts';

const group = groupConversation('trip000000000000');

test('each message has one number wherever it stands, and keeps it', () => {
  const numbers = new MessageNumbers();
  expect(numbers.of(everyone, 50)).toBe(1);
  expect(numbers.of(group, 50)).toBe(2);
  expect(numbers.of(everyone, 50)).toBe(1);
  expect(numbers.named(2)).toEqual({ in: group, seq: 50 });
  expect(numbers.known(everyone, 51)).toBeUndefined();
});

test('the oldest are forgotten, and after a new beginning no number means another message', () => {
  const numbers = new MessageNumbers(2);
  for (const seq of [10, 11, 12]) numbers.of(everyone, seq);
  expect([1, 2, 3].map((number) => numbers.named(number)?.seq)).toEqual([undefined, 11, 12]);
  expect(numbers.of(everyone, 10)).toBe(4);
  numbers.forget();
  expect(numbers.named(4)).toBeUndefined();
  expect(numbers.of(everyone, 10)).toBe(5);
});
