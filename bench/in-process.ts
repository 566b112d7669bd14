import { fork } from 'node:child_process';
import { once } from 'node:events';

type Asked = { id: number; name: string; params: unknown[] };
type Answered = { id: number; value?: unknown; error?: string };
type Named = Record<string, (...params: never[]) => Promise<unknown>>;

/** The same functions, called from another process. */
export type Remote<F extends Named> = F & {
  stop: () => Promise<void>;
  /** As if it had crashed: what it was asked for rejects. */
  kill: () => Promise<void>;
};

/** What a measurement does in a process of its own, so that its work is not taken for that of what is measured. */
export function inProcess<F extends Named>(module: URL, args: string[]): Remote<F> {
  const child = fork(module, args, { stdio: 'inherit' });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  child.on('message', ({ id, value, error }: Answered) => {
    if (error === undefined) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The process has ended'));
  });
  const end = async (how: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    how();
    await once(child, 'exit');
  };
  const ends = {
    stop: () => end(() => child.disconnect()),
    kill: () => end(() => child.kill('SIGKILL')),
  };
  const call = (name: string, params: unknown[]): Promise<unknown> => {
    const asked: Asked = { id: (lastId += 1), name, params };
    const answer = Promise.withResolvers<unknown>();
    waiting.set(asked.id, answer);
    child.send(asked);
    return answer.promise;
  };
  return new Proxy({} as Remote<F>, {
    get: (_, name: string) => {
      // Awaited, it is no promise.
      if (name === 'then') return undefined;
      const ended = Object.entries(ends).find(([how]) => how === name)?.[1];
      return ended ?? ((...params: unknown[]) => call(name, params));
    },
  });
}

/** The other end, in the module that was started. */
export function serveParent(functions: Named): void {
  process.once('disconnect', () => process.exit(0));
  process.on('message', ({ id, name, params }: Asked) => {
    const run = functions[name];
    const running = run ? run(...(params as never[])) : Promise.reject(new Error(name));
    running
      .then((value) => ({ id, value }))
      .catch((error: unknown) => ({ id, error: String(error) }))
      .then((answer: Answered) => process.send?.(answer))
      .catch(() => process.exit(1));
  });
}
