import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../../src-shared/bridge/bridge.ts';
import type { WindowApp } from '../../app/create-app.ts';

/** The app as a window sees it, for a shell in the same program. */
export function bridgeOf(app: WindowApp): OdaBridge {
  return {
    // The app answers each request with what its name promises.
    request: <N extends RequestName>(name: N, params: RequestParams<N>) =>
      app.handle(name, params) as Promise<Outcome<RequestResults[N]>>,
    on: <N extends PushName>(wanted: N, listener: (push: Pushes[N]) => void) =>
      app.on((name: PushName, push: Pushes[PushName]) => {
        if (name === wanted) listener(push as Pushes[N]);
      }),
  };
}
