import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { GroupMessageView } from '../../src-shared/bridge/contact-groups.ts';
import { createHold, listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Cid, RoomId } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

type ContactGroupState = {
  loading: { is: 'loading' } | { is: 'shown' } | { is: 'failed'; refusal: Refusal };
  /** Oldest first. */
  messages: readonly GroupMessageView[];
  /** What is being written. */
  text: string;
  /** Why the last try to send was refused; gone with the next change of the text. */
  refusal: Refusal | undefined;
};

export type ContactGroupStore = StoreApi<ContactGroupState> & {
  readonly group: string;
  load(): Promise<void>;
  write(text: string): void;
  /** Sends what is written to everybody of the group singly (R0.9). */
  send(): Promise<void>;
  /** Tries copies again that could not be sent. */
  retry(cids: readonly Cid[]): Promise<void>;
  dispose(): void;
};

/** As many as the app holds ready. */
const mostMessages = 100;

/** What was sent to one contact group, and what is being written to it. */
export function createContactGroupStore(
  bridge: OdaBridge,
  { room, group }: { room: RoomId; group: string },
  maxTextCharacters: () => number,
): ContactGroupStore {
  const store = createStore<ContactGroupState>(() => ({
    loading: { is: 'loading' },
    messages: [],
    text: '',
    refusal: undefined,
  }));
  const { inTurn, hold, release } = createHold();
  const keep = (changed: GroupMessageView) =>
    store.setState(({ messages }) => ({ messages: withMessage(messages, changed) }));
  const end = listenToRoom(
    bridge,
    { room, inTurn },
    {
      'group-message/changed': (changed) => {
        if (changed.group === group) keep(changed);
      },
    },
  );

  async function load(): Promise<void> {
    hold();
    store.setState({ loading: { is: 'loading' } });
    const answer = await bridge.request('contact-group/messages', { room, group });
    if (answer.ok) store.setState({ loading: { is: 'shown' }, messages: answer.value });
    else store.setState({ loading: { is: 'failed', refusal: answer.refusal } });
    release();
  }

  async function send(): Promise<void> {
    const { text } = store.getState();
    const wrong = refuseText(text, maxTextCharacters());
    if (wrong) return store.setState({ refusal: wrong });
    store.setState({ text: '', refusal: undefined });
    const answer = await bridge.request('contact-group/send', { room, group, text });
    if (answer.ok) {
      // A push may have told already how its copies stand since.
      const isKnown = store.getState().messages.some((own) => own.number === answer.value.number);
      return isKnown ? undefined : keep(answer.value);
    }
    // What was typed meanwhile stays; the refused text stands before it.
    store.setState((state) => ({
      text: state.text === '' ? text : `${text}\n${state.text}`,
      refusal: answer.refusal,
    }));
  }

  async function retry(cids: readonly Cid[]): Promise<void> {
    for (const cid of cids) {
      const answer = await bridge.request('message/retry', { room, cid });
      if (!answer.ok) return store.setState({ refusal: answer.refusal });
    }
  }

  return Object.assign(store, {
    group,
    load,
    write: (text: string) => store.setState({ text, refusal: undefined }),
    send,
    retry,
    dispose: end,
  });
}

function withMessage(
  messages: readonly GroupMessageView[],
  changed: GroupMessageView,
): GroupMessageView[] {
  const others = messages.filter((message) => message.number !== changed.number);
  return [...others, changed]
    .toSorted((one, other) => one.number - other.number)
    .slice(-mostMessages);
}
