import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { ContactGroupDialog } from './contact-group-dialog.tsx';
import {
  AddToGroupDialog,
  LeaveGroupQuestion,
  NewGroupDialog,
  RenameGroupDialog,
} from './group-dialogs.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Question } from '../ui/question.tsx';
import { useChangeContact } from './use-change-contact.ts';

/** The dialog about the room's people that somebody asked for. */
export function RoomDialogs() {
  const { dialogs } = useRoomStores();
  const dialog = useStore(dialogs, (state) => state.dialog);
  const onClose = () => dialogs.close();
  if (!dialog) return null;
  switch (dialog.is) {
    case 'block':
      return <BlockQuestion account={dialog.account} onClose={onClose} />;
    case 'new-group':
      return <NewGroupDialog {...dialog} onClose={onClose} />;
    case 'rename-group':
      return <RenameGroupDialog group={dialog.in} onClose={onClose} />;
    case 'add-to-group':
      return <AddToGroupDialog group={dialog.in} onClose={onClose} />;
    case 'leave-group':
      return <LeaveGroupQuestion group={dialog.in} onClose={onClose} />;
    case 'contact-group':
      return <ContactGroupDialog {...dialog} onClose={onClose} />;
    default:
      return assertNever(dialog);
  }
}

/** Says what blocking means before it is done. */
function BlockQuestion({ account, onClose }: { account: AccountId; onClose: () => void }) {
  const { t } = useTranslation();
  const { block } = useChangeContact();
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  return (
    <Question
      title={t('contacts.blockTitle', { name })}
      text={t('contacts.blockText')}
      action={t('contacts.block')}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void block(account);
      }}
    />
  );
}
