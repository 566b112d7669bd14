import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../../src-shared/bridge/bridge.ts';

export type MemoryHandlers = {
  [N in RequestName]?: (
    params: RequestParams<N>,
  ) => Outcome<RequestResults[N]> | Promise<Outcome<RequestResults[N]>>;
};

export type MemoryBridge = OdaBridge & {
  /** Takes files in; until it is replaced each gets a hash of its name. */
  onStage: NonNullable<OdaBridge['stage']>;
  push<N extends PushName>(name: N, value: Pushes[N]): void;
  /** Replaces or adds answers while a test goes on. */
  answer(handlers: MemoryHandlers): void;
  /** Everything that was asked, oldest first. */
  readonly requests: readonly { name: RequestName; params: unknown }[];
  /** The parameters of all requests of one name, oldest first. */
  asked<N extends RequestName>(name: N): RequestParams<N>[];
  /** How many subscriptions are open: a test of disposal expects 0. */
  listenerCount(): number;
};

/** A bridge with given answers for component tests and the design gallery; unasked-for names are refused. */
export function createMemoryBridge(initial: MemoryHandlers = {}): MemoryBridge {
  let handlers: MemoryHandlers = initial;
  const requests: { name: RequestName; params: unknown }[] = [];
  const listeners = new Map<PushName, Set<(push: never) => void>>();

  return {
    requests,
    onStage: ({ name, size }) =>
      Promise.resolve({ ok: true, value: { hash: hashOf(name), size, name } }),
    stage(file, progress) {
      return this.onStage(file, progress);
    },
    async request<N extends RequestName>(
      name: N,
      params: RequestParams<N>,
    ): Promise<Outcome<RequestResults[N]>> {
      requests.push({ name, params });
      const handler: MemoryHandlers[N] = handlers[name];
      if (!handler) return { ok: false, refusal: { code: 'bad-request', subject: name } };
      return handler(params);
    },
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      // A new function each time: the same listener may be given twice and ended once.
      const own = (push: never) => listener(push);
      ofName.add(own);
      return () => {
        ofName.delete(own);
      };
    },
    push(name, value) {
      for (const listener of listeners.get(name) ?? []) listener(value as never);
    },
    answer(more) {
      handlers = { ...handlers, ...more };
    },
    asked<N extends RequestName>(name: N) {
      return requests
        .filter((request) => request.name === name)
        .map((request) => request.params as RequestParams<N>);
    },
    listenerCount() {
      let count = 0;
      for (const ofName of listeners.values()) count += ofName.size;
      return count;
    },
  };
}

/** Stands for the hash of a file of that name. */
export function hashOf(name: string): FileHash {
  return name
    .replace(/[^\w-]/g, '_')
    .padEnd(43, '0')
    .slice(0, 43) as FileHash;
}
