import { useTranslation } from 'react-i18next';
import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import { everyone, type AccountId } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import type { RequestParams } from '../../src-shared/bridge/bridge.ts';

/** What can be done with contact groups (R0.8). Each goes out from how the group stands at that moment. */
export function useContactGroups() {
  const { t } = useTranslation();
  const { request, app, frame, room } = useRoomStores();
  const groupNow = (group: string) => room.getState().contactGroups.get(group);
  const save = ({ group, name, members }: ContactGroupView) =>
    request('contact-group/save', { room: room.id, group, name, members });
  const offerBack = (before: ContactGroupView, text: string) =>
    frame.tell(text, { label: t('contacts.undo'), run: () => void save(before) });
  return {
    /** Puts a person in, or does nothing if they are in already. */
    async putIn(id: string, account: AccountId): Promise<void> {
      const group = groupNow(id);
      if (!group || group.members.includes(account)) return;
      const saved = await save({ ...group, members: [...group.members, account] });
      const person = nameOf(room.getState(), account) ?? t('conversations.someone');
      if (!saved) return;
      frame.tell(t('contacts.putInNotice', { name: person, group: group.name }));
    },
    async takeOut(id: string, account: AccountId): Promise<void> {
      const group = groupNow(id);
      if (!group) return;
      await save({ ...group, members: group.members.filter((member) => member !== account) });
    },
    /** Takes everybody out; can be taken back. */
    async empty(id: string): Promise<void> {
      const before = groupNow(id);
      if (!before || before.members.length === 0) return;
      const saved = await save({ ...before, members: [] });
      if (saved) offerBack(before, t('contacts.emptiedNotice', { group: before.name }));
    },
    /** Deletes the group; can be taken back. */
    async remove(id: string): Promise<void> {
      const { route } = app.getState();
      const before = await request('contact-group/remove', { room: room.id, group: id });
      if (!before) return;
      if (route.to === 'contact-group' && route.group === id) {
        goTo({ to: 'room', room: room.id, in: everyone });
      }
      offerBack(before, t('contacts.removedNotice', { group: before.name }));
    },
  };
}

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
