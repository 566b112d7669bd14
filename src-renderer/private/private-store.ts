import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { createWriting } from '../room/writing.ts';

export type PrivateStore = ReturnType<typeof createPrivateStore>;

/** What the window of a private chat does; how the chat stands, the room's state tells. */
export function createPrivateStore(
  bridge: OdaBridge,
  place: { room: RoomId; private: PrivateId },
  maxTextCharacters: () => number,
) {
  const store = createWriting(maxTextCharacters, (text) =>
    bridge.request('private/send', { ...place, text }),
  );
  return Object.assign(store, {
    async answer(accept: boolean) {
      const answer = await bridge.request('private/answer', { ...place, accept });
      if (!answer.ok) store.setState({ refusal: answer.refusal });
    },
    markRead: () => void bridge.request('private/mark-read', place),
    /** Leaves it if it still runs; its text is gone then. */
    close: (): void => void bridge.request('private/close', place),
  });
}
