import { expect, it } from 'vitest';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { AccountNumbers, AccountSet } from './account-set.ts';

it('holds what a Set holds, whatever is put in and taken out', () => {
  const random = seededRandom(5);
  const numbers = new AccountNumbers();
  const sets = [0, 1].map(() => ({ bits: new AccountSet(numbers), plain: new Set<AccountId>() }));
  for (let round = 0; round < 4000; round += 1) {
    const account = `account${Math.floor(random.fraction() * 300)}` as AccountId;
    for (const { bits, plain } of sets) {
      expect(bits.has(account)).toBe(plain.has(account));
      if (random.fraction() < 0.5) {
        bits.add(account);
        plain.add(account);
      } else expect(bits.delete(account)).toBe(plain.delete(account));
    }
  }
  for (const { bits, plain } of sets) {
    expect([...bits].toSorted()).toEqual([...plain].toSorted());
    expect(bits.size).toBe(plain.size);
  }
});
