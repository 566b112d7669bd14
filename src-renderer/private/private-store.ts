import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { StagedStore } from '../room/staged-store.ts';
import { createWriting } from '../room/writing.ts';
import type { PrivateState } from '../../src-shared/member/own-copy.ts';

export type PrivateStore = ReturnType<typeof createPrivateStore>;

/** What the window of a private chat does; how the chat stands, the room's state tells. */
export function createPrivateStore(
  bridge: OdaBridge,
  place: { room: RoomId; private: PrivateId },
  { maxTextCharacters, staged }: { maxTextCharacters: () => number; staged?: StagedStore },
) {
  const store = createWriting(
    maxTextCharacters,
    (text, sent) => bridge.request('private/send', { ...place, text, ...sent }),
    staged && { staged, place: place.private },
  );
  return Object.assign(store, {
    async answer(accept: boolean) {
      const answer = await bridge.request('private/answer', { ...place, accept });
      if (!answer.ok) store.setState({ refusal: answer.refusal });
    },
    markCompared: () => void bridge.request('private/compared', place),
    markRead: () => void bridge.request('private/mark-read', place),
    /** Leaves it if it still runs; its text is gone then. */
    close: (): void => void bridge.request('private/close', place),
  });
}

/**
 * A private chat ends with its window; one that waits for this person's answer goes on waiting. A page that
 * is loaded again is not the end, as far as it can be told: browsers say so when the page does it, and not
 * when a key does. Returns what ends it.
 */
export function closesWithWindow(
  target: Window,
  store: Pick<PrivateStore, 'close'>,
  is: PrivateState['is'],
): () => void {
  let isReloading = false;
  const noteReload = (event: NavigateEvent) => {
    isReloading = event.navigationType === 'reload';
  };
  const noteKey = (event: KeyboardEvent) => {
    const isKeyR = event.key.toLowerCase() === 'r' && (event.ctrlKey || event.metaKey);
    isReloading = event.key === 'F5' || isKeyR;
  };
  const close = () => {
    if (!isReloading && is !== 'asked') store.close();
  };
  // Older browsers do not have it.
  const navigation: Navigation | undefined = target.navigation;
  const heard = new AbortController();
  navigation?.addEventListener('navigate', noteReload, heard);
  target.addEventListener('keydown', noteKey, heard);
  target.addEventListener('pagehide', close, heard);
  return () => heard.abort();
}
