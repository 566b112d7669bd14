import type { PrivateState } from '../../src-shared/member/private-chat.ts';
import type { PrivateStore } from './private-store.ts';

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
  navigation?.addEventListener('navigate', noteReload);
  target.addEventListener('keydown', noteKey);
  target.addEventListener('pagehide', close);
  return () => {
    navigation?.removeEventListener('navigate', noteReload);
    target.removeEventListener('keydown', noteKey);
    target.removeEventListener('pagehide', close);
  };
}
