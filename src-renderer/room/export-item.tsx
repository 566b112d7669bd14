import { useTranslation } from 'react-i18next';
import { Download } from 'lucide-react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { MenuItem } from '../ui/menu.tsx';
import { useRoom, useRoomStores } from './room-context.tsx';
import { conversationName } from './room-selectors.ts';

/** In the menus of a conversation. */
export function ExportItem({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const room = useRoom((state) => state.room?.room);
  const name = useRoom((state) => conversationName(state, conversation, t));
  return (
    <MenuItem
      icon={<Download />}
      onSelect={() => room && frame.askExport({ room, in: conversation, name })}
    >
      {t('exporting.open')}
    </MenuItem>
  );
}
