import type { PrivateState } from '../../src-shared/bridge/views.ts';
import type { PrivateStore } from './private-store.ts';

/**
 * A private chat ends with its window; one that waits for this person's answer goes on waiting. A page that
 * loads itself again is not the end, where the browser tells the two apart. Returns what ends it.
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
  const close = () => {
    if (!isReloading && is !== 'asked') store.close();
  };
  // Older browsers do not have it.
  const navigation: Navigation | undefined = target.navigation;
  navigation?.addEventListener('navigate', noteReload);
  target.addEventListener('pagehide', close);
  return () => {
    navigation?.removeEventListener('navigate', noteReload);
    target.removeEventListener('pagehide', close);
  };
}
