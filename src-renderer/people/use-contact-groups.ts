import { useTranslation } from 'react-i18next';
import type { ContactGroupView } from '../../src-shared/bridge/contact-groups.ts';
import { everyone, type AccountId } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';

export type ContactGroupActions = {
  /** Puts a person in, or does nothing if they are in already. */
  putIn: (group: string, account: AccountId) => Promise<void>;
  takeOut: (group: string, account: AccountId) => Promise<void>;
  /** Takes everybody out; can be taken back. */
  empty: (group: string) => Promise<void>;
  /** Deletes the group; can be taken back. */
  remove: (group: string) => Promise<void>;
};

/** What can be done with contact groups (R0.8). Each goes out from how the group stands at that moment. */
export function useContactGroups(): ContactGroupActions {
  const { t } = useTranslation();
  const { request, app, frame, room } = useRoomStores();
  const groupNow = (group: string) => room.getState().contactGroups.get(group);
  const save = ({ group, name, members }: ContactGroupView) =>
    request('contact-group/save', { room: room.id, group, name, members });
  const offerBack = (before: ContactGroupView, text: string) =>
    frame.tell(text, { label: t('contacts.undo'), run: () => void save(before) });
  return {
    async putIn(id, account) {
      const group = groupNow(id);
      if (!group || group.members.includes(account)) return;
      const saved = await save({ ...group, members: [...group.members, account] });
      const person = nameOf(room.getState(), account) ?? t('conversations.someone');
      if (!saved) return;
      frame.tell(t('contacts.putInNotice', { name: person, group: group.name }));
    },
    async takeOut(id, account) {
      const group = groupNow(id);
      if (!group) return;
      await save({ ...group, members: group.members.filter((member) => member !== account) });
    },
    async empty(id) {
      const before = groupNow(id);
      if (!before || before.members.length === 0) return;
      const saved = await save({ ...before, members: [] });
      if (saved) offerBack(before, t('contacts.emptiedNotice', { group: before.name }));
    },
    async remove(id) {
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
