import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { GroupMessageView } from '../../src-shared/bridge/contacts.ts';
import { createHold, listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Cid, RoomId } from '../../src-shared/protocol/ids.ts';
import type { GroupWriting } from '../room/group-writings.ts';

type ContactGroupState = {
  loading: { is: 'loading' } | { is: 'shown' } | { is: 'failed'; refusal: Refusal };
  /** Oldest first. */
  messages: readonly GroupMessageView[];
};

/** As many as the app holds ready. */
const mostMessages = 100;

export type ContactGroupStore = ReturnType<typeof createContactGroupStore>;

/** What was sent to one contact group, and what is written to it. */
export function createContactGroupStore(
  bridge: OdaBridge,
  { room, group }: { room: RoomId; group: string },
  writing: GroupWriting,
) {
  const store = createStore<ContactGroupState>(() => ({
    loading: { is: 'loading' },
    messages: [],
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

  /** Sends what is written to everybody of the group singly (R0.9). */
  async function send(): Promise<void> {
    const sent = await writing.send();
    // A push may have told already how its copies stand since.
    const isKnown = store.getState().messages.some((own) => own.number === sent?.number);
    if (sent && !isKnown) keep(sent);
  }

  /** Tries copies again that could not be sent. */
  async function retry(cids: readonly Cid[]): Promise<void> {
    for (const cid of cids) {
      const answer = await bridge.request('message/retry', { room, cid });
      if (!answer.ok) return writing.setState({ refusal: answer.refusal });
    }
  }

  return Object.assign(store, {
    group,
    load,
    writing,
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
