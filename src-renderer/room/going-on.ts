import type { StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { DraftAim } from '../../src-shared/member/draft-aim.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { aimOf, type ModesState, type Resumed } from './composer-modes.ts';
import { findBegun } from './find-begun.ts';

export type Begun = { aim: DraftAim | undefined; outbox: readonly OutboxItem[] };

type Written = ModesState & { drafts: ReadonlyMap<ConversationId, string> };

type GoingOnParts = {
  room: RoomId;
  store: StoreApi<Written>;
  begunBefore: (conversation: ConversationId) => Begun;
  savedDraft: (conversation: ConversationId) => string | undefined;
  resume: (conversation: ConversationId, resumed: Resumed) => void;
  stagedDrafts: { begin: (conversation: ConversationId) => void };
};

/** What was begun in a conversation, in another window or before a restart, goes on, once. */
export function createGoingOn(bridge: OdaBridge, parts: GoingOnParts) {
  const { room, store, begunBefore, savedDraft, resume, stagedDrafts } = parts;
  const resumed = new Set<ConversationId>();
  /** What is not in the field yet, and is to be kept with the draft until then. */
  const waiting = new Map<ConversationId, DraftAim>();
  const draftOf = (conversation: ConversationId) => store.getState().drafts.get(conversation);

  /** The letters that one types would go into a message that was said. It is changed once they are out of the field. */
  function whenFree(conversation: ConversationId, edit: Resumed['edit']): void {
    const end = store.subscribe(({ modes }) => {
      if (modes.has(conversation) || draftOf(conversation) !== '') return;
      end();
      waiting.delete(conversation);
      resume(conversation, { quote: undefined, edit });
    });
  }

  /** Call it when the room is open. */
  async function goOn(conversation: ConversationId): Promise<void> {
    stagedDrafts.begin(conversation);
    const { aim, outbox } = begunBefore(conversation);
    if (resumed.has(conversation)) return;
    resumed.add(conversation);
    if (!aim || store.getState().modes.has(conversation)) return;
    const saved = savedDraft(conversation);
    const { files: _, ...begun } = aim;
    waiting.set(conversation, begun);
    const { quote, edit } = await findBegun(bridge, aim, { room, in: conversation, outbox });
    const typed = draftOf(conversation) ?? '';
    const isTyping = edit !== undefined && typed !== '' && typed !== saved;
    if (isTyping) waiting.set(conversation, { edit: begun.edit });
    else waiting.delete(conversation);
    resume(conversation, { quote, edit: isTyping ? undefined : edit });
    if (isTyping) whenFree(conversation, edit);
  }

  return {
    goOn,
    /** What is to be kept of all that. */
    aimIn(conversation: ConversationId): DraftAim | undefined {
      const now = aimOf(store.getState().modes.get(conversation));
      const later = waiting.get(conversation);
      return later ? { ...later, ...now } : now;
    },
  };
}
