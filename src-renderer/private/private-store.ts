import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

type PrivateWriting = {
  /** What is being written; only in this window, never stored. */
  text: string;
  /** Why the last request was refused; gone with the next change of the text. */
  refusal: Refusal | undefined;
};

export type PrivateStore = StoreApi<PrivateWriting> & {
  write(text: string): void;
  /** Sends what is written, or says why it cannot. */
  send(): Promise<void>;
  answer(accept: boolean): Promise<void>;
  markRead(): void;
  /** Leaves it if it still runs; its text is gone then. */
  close(): void;
};

/** What the window of a private chat does; how the chat stands, the room's state tells. */
export function createPrivateStore(
  bridge: OdaBridge,
  place: { room: RoomId; private: PrivateId },
  maxTextCharacters: () => number,
): PrivateStore {
  const store = createStore<PrivateWriting>(() => ({ text: '', refusal: undefined }));
  return Object.assign(store, {
    write: (text: string) => store.setState({ text, refusal: undefined }),
    async send() {
      const { text } = store.getState();
      const refusal = refuseText(text, maxTextCharacters());
      if (refusal) return store.setState({ refusal });
      store.setState({ text: '', refusal: undefined });
      const answer = await bridge.request('private/send', { ...place, text });
      if (answer.ok) return undefined;
      // What was typed meanwhile stays; the refused text stands before it.
      const typed = store.getState().text;
      const both = typed === '' ? text : `${text}\n${typed}`;
      return store.setState({ text: both, refusal: answer.refusal });
    },
    async answer(accept: boolean) {
      const answer = await bridge.request('private/answer', { ...place, accept });
      if (!answer.ok) store.setState({ refusal: answer.refusal });
    },
    markRead: () => void bridge.request('private/mark-read', place),
    close: () => void bridge.request('private/close', place),
  });
}
