import { expect, it } from 'vitest';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { AccountSet } from './account-set.ts';

const accounts = Array.from({ length: 300 }, (_, at) => `account${at}` as AccountId);
const places = new Map(accounts.map((account, place) => [account, place]));
const room = { placeOf: (account: AccountId) => places.get(account) };

it('holds what a Set holds, whatever is put in and taken out', () => {
  const random = seededRandom(5);
  const sets = [0, 1].map(() => ({ bits: new AccountSet(room), plain: new Set<AccountId>() }));
  for (let round = 0; round < 4000; round += 1) {
    const account = accounts[Math.floor(random.fraction() * accounts.length)] as AccountId;
    for (const { bits, plain } of sets) {
      expect(bits.has(account)).toBe(plain.has(account));
      if (random.fraction() < 0.5) {
        expect(bits.add(account)).toBe(!plain.has(account));
        plain.add(account);
      } else expect(bits.delete(account)).toBe(plain.delete(account));
    }
  }
  for (const { bits, plain } of sets) {
    const held: (AccountId | undefined)[] = [];
    bits.eachPlace((place) => held.push(accounts[place]));
    expect(held).toEqual(accounts.filter((account) => plain.has(account)));
    expect(bits.size).toBe(plain.size);
  }
});

it('has nobody whom the room does not know, and keeps nothing of who is asked for', () => {
  const stranger = 'stranger' as AccountId;
  const bits = new AccountSet(room);
  bits.addPlace(0);
  expect([bits.add(stranger), bits.has(stranger), bits.delete(stranger)]).toEqual([
    false,
    false,
    false,
  ]);
  expect([bits.size, places.size]).toEqual([1, accounts.length]);
});
