import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import type { Presence } from '../../src-shared/protocol/members.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';

/** One of the hosts that run a room together; another one each time it starts. */
export type HostId = string & { readonly brand: 'HostId' };

type Present = Exclude<Presence, 'offline'>;

/** What the hosts of one room tell each other and nobody keeps; whatever is lost comes again with `present`. */
export type HostNotice = { host: HostId } & (
  | {
      /** All who are in there: its sign of life too. `isNew`: it has begun, and wants to hear that of the others. */
      type: 'present';
      accounts: readonly { account: AccountId; presence: Present }[];
      isNew?: true;
    }
  | { type: 'presence'; account: AccountId; presence: Presence; lastSeenAt: number | undefined }
  /** The device is in there now: its older sessions end (W8). */
  | { type: 'entered'; account: AccountId; device: DeviceId }
  | { type: 'receipt'; receipt: Receipt }
  | { type: 'gone' }
);
