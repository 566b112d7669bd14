import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';

/** What a shell needs of the app to show it in windows. */
export type WindowApp = {
  handle(name: string, params: unknown): Promise<Outcome<unknown>>;
  on(listener: <N extends PushName>(name: N, push: Pushes[N]) => void): () => void;
};

export type RunningApp = WindowApp & { close(): Promise<void> };
