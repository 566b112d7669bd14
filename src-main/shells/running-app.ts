import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Answer } from '../../src-shared/bridge/requests.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';

/** What a shell needs of the app to show it in windows. */
export type WindowApp = {
  handle(name: string, params: unknown): Promise<Answer<unknown>>;
  on(listener: <N extends PushName>(name: N, push: Pushes[N]) => void): () => void;
};

export type RunningApp = WindowApp & { close(): Promise<void> };

/** An app that could not start has a reason that the person can do something about. */
export type StartedApp = { ok: true; app: RunningApp } | ({ ok: false } & Refusal);
