import { useCallback } from 'react';
import type { RequestName, RequestParams, RequestResults } from '../../src-shared/bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useAppStores } from './app-context.tsx';

export type Request = <N extends RequestName>(
  name: N,
  params: RequestParams<N>,
) => Promise<RequestResults[N] | undefined>;

/** Asks the app for something. A refusal is told in a notice, and there is no result then. */
export function useRequest(): Request {
  const bridge = useBridge();
  const { frame } = useAppStores();
  return useCallback(
    async (name, params) => {
      const answer = await bridge.request(name, params);
      if (answer.ok) return answer.value;
      frame.notify({ key: 'notice.refused', params: { refusal: answer.refusal } });
      return undefined;
    },
    [bridge, frame],
  );
}
