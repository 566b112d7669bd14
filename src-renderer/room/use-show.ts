import type { ConversationId, AccountId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../window/app-context.tsx';
import { goTo } from '../window/route.ts';
import { useRoomStores } from './room-context.tsx';
import { useOpenWindow } from '../window/open-window.ts';
import { useRequest } from '../window/use-request.ts';

/** Shows a conversation in this window; one that shows a conversation alone goes on doing so. */
export function useShowConversation(): (conversation: ConversationId) => void {
  const { app } = useAppStores();
  const { room } = useRoomStores();
  return (conversation) => {
    const isAlone = app.getState().route.to === 'window';
    goTo({ to: isAlone ? 'window' : 'room', room: room.id, in: conversation });
  };
}

/**
 * Asks a member for a private chat and opens its window; if there is one with them already, that
 * window. A refusal is told by a notice. Call it from a click or a key: only then windows open.
 */
export function useAskPrivate(): (account: AccountId) => void {
  const request = useRequest();
  const { room } = useRoomStores();
  const openWindow = useOpenWindow();
  return (account) => {
    const views = [...room.getState().privates.values()];
    const open = views.find((view) => view.partner === account && view.state.is !== 'ended');
    const show = (id: PrivateId) => openWindow.privateChat(room.id, id);
    if (open) return show(open.private);
    void request('private/ask', { room: room.id, account }).then((asked) => {
      if (asked) show(asked.private);
    });
  };
}
