import type { Refusal } from '../protocol/codes.ts';
import type { AccountId, Cid, PrivateId, RoomId } from '../protocol/ids.ts';
import type { PrivateEndReason } from '../protocol/private-chats.ts';

export type PrivateState =
  /** This person has asked and waits. */
  | { is: 'asking' }
  /** The other one has asked; until `expiresAt` (this computer's clock) it can be answered. */
  | { is: 'asked'; expiresAt: number }
  | { is: 'open' }
  /** One of the two is not connected just now. */
  | { is: 'interrupted'; who: 'self' | 'partner' }
  /** `by` this person, the partner, or nobody. */
  | {
      is: 'ended';
      reason: PrivateEndReason | 'connection-lost';
      by?: 'self' | 'partner' | undefined;
    };

/** One message of a private chat, in memory only. */
export type PrivateMessage = {
  cid: Cid;
  from: AccountId;
  at: number;
  text: string;
  state: 'sending' | 'sent' | 'failed';
  /** Why the room would not take it. */
  refusal?: Refusal | undefined;
};

/** A private chat as windows show it; nothing of it is ever on a disk. */
export type PrivateView = {
  room: RoomId;
  private: PrivateId;
  partner: AccountId;
  /** What the room calls them, for a window that shows another room; empty if not known. */
  partnerName: string;
  state: PrivateState;
  /** Oldest first; the newest 1,000. */
  messages: PrivateMessage[];
  /** Messages of the partner that no window has shown yet. */
  unread: number;
};
