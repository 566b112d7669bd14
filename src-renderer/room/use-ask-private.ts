import { useAppStores } from '../window/app-context.tsx';
import { useOpenWindow } from '../window/open-window.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { AccountId } from '../../src-shared/protocol/ids.ts';

import { useRoomStores } from './room-context.tsx';

/**
 * Asks a member for a private chat and opens its window; if there is one with them already, that
 * window. A refusal is told by a notice. Call it from a click or a key: only then windows open.
 */
export function useAskPrivate(): (account: AccountId) => void {
  const bridge = useBridge();
  const { frame } = useAppStores();
  const { room } = useRoomStores();
  const openWindow = useOpenWindow();
  return (account) => {
    const views = [...room.getState().privates.values()];
    const open = views.find((view) => view.partner === account && view.state.is !== 'ended');
    if (open) {
      openWindow.privateChat(room.id, open.private);
      return;
    }
    void bridge.request('private/ask', { room: room.id, account }).then((answer) => {
      if (answer.ok) openWindow.privateChat(room.id, answer.value.private);
      else frame.notify({ key: 'notice.refused', params: { refusal: answer.refusal } });
    });
  };
}
