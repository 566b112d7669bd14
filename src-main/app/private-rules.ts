import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';

type Running = Pick<PrivateView, 'partner' | 'state'>;

/**
 * Whether one more private chat is too many for a person who wants `most` at once, in all rooms together.
 * One with the same partner is not another one: two who ask each other meet in one.
 */
export function isBusy(privates: readonly Running[], partner: AccountId, most: number): boolean {
  const others = privates.filter((one) => one.partner !== partner && isRunning(one));
  return others.length >= most;
}

/** Asked for by this person, or under way. An ask that waits for this person's answer does not count. */
export function isRunning({ state }: Pick<PrivateView, 'state'>): boolean {
  return state.is === 'asking' || state.is === 'open' || state.is === 'interrupted';
}
