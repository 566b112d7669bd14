import type { Refusal } from '../protocol/codes.ts';

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'signing-in' }
  | { state: 'syncing' }
  | { state: 'live' }
  /** Not connected since `since`; tries again by itself at `nextTryAt`. */
  | { state: 'waiting'; since: number; nextTryAt: number; cause: Refusal }
  /** Stays so until the person does something: open it again, sign in, choose another name. */
  | { state: 'closed'; cause?: Refusal | undefined };
