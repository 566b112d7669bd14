import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../window/app-context.tsx';
import { goTo } from '../window/route.ts';
import { useRoomStores } from './room-context.tsx';

/** Shows a conversation in this window; one that shows a conversation alone goes on doing so. */
export function useShowConversation(): (conversation: ConversationId) => void {
  const { app } = useAppStores();
  const { room } = useRoomStores();
  return (conversation) => {
    const isAlone = app.getState().route.to === 'window';
    goTo({ to: isAlone ? 'window' : 'room', room: room.id, in: conversation });
  };
}
