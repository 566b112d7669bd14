import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { RoomState } from './room-store.ts';

type Kept = Omit<ContactView, 'room' | 'account'>;

const nothing: Kept = { note: '', favourite: false, blocked: false, muted: false };

/** What this person keeps of somebody, and what it is if nothing was kept yet. */
export function contactOf(state: Pick<RoomState, 'contacts'>, account: AccountId): Kept {
  return state.contacts.get(account) ?? nothing;
}
