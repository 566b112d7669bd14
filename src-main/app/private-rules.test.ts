import { describe, expect, it } from 'vitest';
import type { PrivateState } from '../../src-shared/member/own-copy.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { isBusy } from './private-rules.ts';

const ayse = 'ayse000000' as AccountId;
const bora = 'bora000000' as AccountId;

function having(...states: PrivateState[]) {
  return states.map((state) => ({ partner: ayse, state }));
}

describe('one private chat at a time (R3.3)', () => {
  it.each<[string, PrivateState, boolean]>([
    ['one that was asked for', { is: 'asking' }, true],
    ['one that is open', { is: 'open' }, true],
    ['one whose partner is lost', { is: 'interrupted', who: 'partner' }, true],
    ['one that waits for an answer here', { is: 'asked', expiresAt: 1 }, false],
    ['one that is over', { is: 'ended', reason: 'left' }, false],
  ])('with %s another one: busy is %s', (_what, state, busy) => {
    expect(isBusy(having(state), bora, 1)).toBe(busy);
  });

  it('as many as the person wants', () => {
    const two = having({ is: 'open' }, { is: 'open' });
    expect(isBusy(two, bora, 2)).toBe(true);
    expect(isBusy(two, bora, 3)).toBe(false);
  });

  it('two who ask each other are not busy with each other', () => {
    expect(isBusy(having({ is: 'asking' }), ayse, 1)).toBe(false);
  });
});
