import type { AccountId } from '../../../src-shared/protocol/ids.ts';

/** The key of a guest whose name was released: no name holds a line feed, so nobody can claim it. */
export function releasedKey(account: AccountId): string {
  return `\n${account}`;
}
