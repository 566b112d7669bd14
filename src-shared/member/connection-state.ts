import type { Refusal } from '../protocol/codes.ts';

export type ConnectionState =
  | { is: 'connecting' }
  | { is: 'signing-in' }
  | { is: 'syncing' }
  | { is: 'live' }
  /** Not connected since `since`; tries again by itself at `nextTryAt`. */
  | { is: 'waiting'; since: number; nextTryAt: number; cause: Refusal }
  /** Stays so until the person does something: open it again, sign in, choose another name. */
  | { is: 'closed'; cause?: Refusal | undefined };
