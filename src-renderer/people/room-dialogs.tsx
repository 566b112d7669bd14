import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import { ContactGroupDialog } from './contact-group-dialog.tsx';
import { BlockQuestion } from './block-question.tsx';
import {
  AddToGroupDialog,
  LeaveGroupQuestion,
  NewGroupDialog,
  RenameGroupDialog,
} from './group-dialogs.tsx';
import { useRoomStores } from '../room/room-context.tsx';

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
