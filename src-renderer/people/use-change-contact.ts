import { useTranslation } from 'react-i18next';
import type { RequestParams } from '../../src-shared/bridge/bridge.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';

type ContactChange = Omit<RequestParams<'contact/change'>, 'room' | 'account'>;

/** Changes what this person keeps of somebody. */
export function useChangeContact() {
  const { t } = useTranslation();
  const { request, frame, room } = useRoomStores();
  const change = async (account: AccountId, changed: ContactChange) => {
    await request('contact/change', { room: room.id, account, ...changed });
  };
  /** Tells that it is done, and offers to take it back. */
  const block = async (account: AccountId) => {
    const done = await request('contact/change', { room: room.id, account, blocked: true });
    if (!done) return;
    const name = nameOf(room.getState(), account) ?? t('conversations.someone');
    frame.tell(t('contacts.blockedNotice', { name }), {
      label: t('contacts.unblock'),
      run: () => void change(account, { blocked: false }),
    });
  };
  return { change, block };
}
