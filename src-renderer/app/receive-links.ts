import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';

/**
 * Takes the links that the system opens Oda with, those too that came before this window did. Returns
 * what ends it.
 */
export function receiveLinks(bridge: OdaBridge, take: (link: string) => void): () => void {
  let hasEnded = false;
  const fetch = async (): Promise<void> => {
    const answer = await bridge.request('link/take', {});
    if (!answer.ok || hasEnded) return;
    for (const link of answer.value) take(link);
  };
  const end = bridge.on('link/arrived', () => void fetch());
  void fetch();
  return () => {
    hasEnded = true;
    end();
  };
}
