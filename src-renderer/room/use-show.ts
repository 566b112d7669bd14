import type { AccountId, ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { done, type Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import { goTo } from '../window/route.ts';
import { useRoomStores } from './room-context.tsx';

/** Below this width the right pane lies over the conversation instead of beside it. */
const overlaid = '(max-width: 1079px)';

/** Below this width hardly anything of the conversation is seen beside that pane. */
const covered = '(max-width: 799px)';

/** Shows a conversation in this window; one that shows a conversation alone goes on doing so. */
export function useShowConversation(): (conversation: ConversationId) => void {
  const { app, room } = useRoomStores();
  return (conversation) => {
    const isAlone = app.getState().route.to === 'window';
    goTo({ to: isAlone ? 'window' : 'room', room: room.id, in: conversation });
  };
}

/**
 * For what is shown once there is an answer. What is got before asking shows it, and does nothing for somebody who has gone
 * elsewhere meanwhile: what they type there is meant for that place.
 */
export function useShowAnswered(): () => (conversation: ConversationId) => void {
  const { app } = useRoomStores();
  const show = useShowConversation();
  return () => {
    const { route } = app.getState();
    return (conversation) => {
      // By itself and not by its parts: another one with the same parts was chosen since.
      if (app.getState().route === route) show(conversation);
    };
  };
}

/** Shows a conversation from the pane at the right, which goes where it lies over the conversation. */
export function useShowFromPane(): (conversation: ConversationId) => void {
  const { frame } = useRoomStores();
  const show = useShowConversation();
  return (conversation) => {
    show(conversation);
    if (window.matchMedia(overlaid).matches) frame.closePane();
  };
}

/**
 * To the next entry of those that a pane has found. One is not done with the pane: it stays, with the focus, as long
 * as enough of the conversation is seen beside it. Else the entry has the focus, where the same key does nothing more.
 */
export function useStepFromPane(): (conversation: ConversationId, seq: number) => void {
  const { frame, jump } = useRoomStores();
  const show = useShowConversation();
  return (conversation, seq) => {
    const isCovered = window.matchMedia(covered).matches;
    if (isCovered) {
      jump.land(conversation, seq);
      // First: what is below it takes no focus.
      frame.closePane();
    } else jump.jump(conversation, seq);
    show(conversation);
  };
}

/** Joins a topic if one is not in it, and shows it to whoever has not gone elsewhere meanwhile; before that, `joined`. */
export function useJoinTopic(joined: () => void): (topic: Topic) => Promise<Outcome<null>> {
  const { bridge, room } = useRoomStores();
  const showAnswered = useShowAnswered();
  return async (topic) => {
    const show = showAnswered();
    const answer = topic.joined
      ? done(null)
      : await bridge.request('topic/join', { room: room.id, in: topic.in });
    if (!answer.ok) return answer;
    joined();
    show(topic.in);
    return answer;
  };
}

/** Shows the search, told where to look: in a conversation, or everywhere. */
export function useSearchIn(): (conversation: ConversationId | undefined) => void {
  const { frame, search } = useRoomStores();
  return (conversation) => {
    search.begin(conversation);
    frame.showPane('search');
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
