import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { PeopleForm } from './people-form.tsx';
import { othersOf } from '../room/people.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';

export type ContactGroupDialogProps = {
  /** Missing for one that is to be made. */
  group?: string | undefined;
  /** Who is chosen at first in one that is to be made. */
  members: readonly AccountId[];
  onClose: () => void;
};

/** Makes a contact group, or renames and fills one (R0.8). */
export function ContactGroupDialog({ group, members, onClose }: ContactGroupDialogProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { room } = useRoomStores();
  const state = useRoom((all) => all);
  const known = group === undefined ? undefined : state.contactGroups.get(group);
  const people = useMemo(() => othersOf(state), [state]);
  const save = async (name: string, chosen: AccountId[]) => {
    const answer = await bridge.request('contact-group/save', {
      room: room.id,
      ...(group === undefined ? {} : { group }),
      name,
      members: chosen,
    });
    if (!answer.ok) return answer.refusal;
    if (!known) goTo({ to: 'contact-group', room: room.id, group: answer.value.group });
    return undefined;
  };
  return (
    <PeopleForm
      title={known ? t('contacts.editGroup', { group: known.name }) : t('contacts.newGroup')}
      description={t('contacts.groupText')}
      action={known ? t('contacts.save') : t('contacts.make')}
      name={known?.name ?? ''}
      people={people}
      chosen={known?.members ?? members}
      mayBeEmpty
      submit={save}
      onClose={onClose}
    />
  );
}
