import { createStore } from 'zustand/vanilla';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';

type JumpState = {
  /** The entry that is asked for, until the conversation's timeline takes it. */
  to: { in: ConversationId; seq: number } | undefined;
};

/** Jumps to one message, asked for by one part of the window and carried out by another. */
export function createJumpStore() {
  const store = createStore<JumpState>(() => ({ to: undefined }));
  return Object.assign(store, {
    jump: (conversation: ConversationId, seq: number) =>
      store.setState({ to: { in: conversation, seq } }),
    /** The number that is asked for in this conversation; it is not asked for any more then. */
    take: (conversation: ConversationId) => {
      const { to } = store.getState();
      if (to?.in !== conversation) return undefined;
      store.setState({ to: undefined });
      return to.seq;
    },
  });
}
