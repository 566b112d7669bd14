import type { ConversationId, AccountId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { useRoomStores } from './room-context.tsx';

/** Shows a conversation in this window; one that shows a conversation alone goes on doing so. */
export function useShowConversation(): (conversation: ConversationId) => void {
  const { app, room } = useRoomStores();
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
  const { request, room, openWindow } = useRoomStores();
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
