import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import { nothingMissed, type Missed } from '../../src-shared/member/missed.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';

type MissedState = {
  missed: Missed;
  /** Since when this person was away; undefined if they were not. */
  since: number | undefined;
};

/** How many kinds of things there are to tell of. */
export function hasMissed({ mentions, questions, announcements, mostAnswered }: Missed): boolean {
  return mentions.count + questions.count + announcements.count > 0 || mostAnswered !== undefined;
}

/** What this person missed in the room, as it is now: what is read meanwhile counts no more. */
export function createMissedStore(bridge: OdaBridge, room: RoomId) {
  const store = createStore<MissedState>(() => ({ missed: nothingMissed, since: undefined }));
  let state: 'idle' | 'asking' | 'asking-again' | 'over' = 'idle';
  /** One question at a time: however much changes meanwhile, it is asked once more. */
  const ask = async (): Promise<void> => {
    if (state !== 'idle') {
      if (state === 'asking') state = 'asking-again';
      return;
    }
    state = 'asking';
    const answer = await bridge.request('away/read', { room });
    if (isOver()) return;
    if (answer.ok) store.setState({ missed: answer.value.missed, since: answer.value.since });
    const isOld = isAskedAgain();
    state = 'idle';
    if (isOld) await ask();
  };
  const isOver = () => state === 'over';
  const isAskedAgain = () => state === 'asking-again';
  let awaySince: number | undefined;
  const end = listenToRoom(
    bridge,
    { room },
    {
      'room/changed': (view) => {
        if (view.awaySince === awaySince) return;
        awaySince = view.awaySince;
        void ask();
      },
      // Nothing of it changes for who was not away.
      'conversation/changed': () => {
        if (store.getState().since !== undefined) void ask();
      },
    },
  );
  return Object.assign(store, {
    open: ask,
    dismiss: () => void bridge.request('away/dismiss', { room }),
    dispose: () => {
      state = 'over';
      end();
    },
  });
}
