import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { unpackError } from './worker-messages.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void };

export type WorkerLinkOptions = {
  workerUrl: URL;
  /** What pending and later calls are refused with when the worker has ended. */
  refuse: (cause: Error) => Error;
  /** Called once if the worker ended by itself. */
  died: (cause: Error) => void;
};

/** What is read is handed on at once: without it, the garbage of pages is kept until there are 128 MB of it. */
const maxYoungGenerationSizeMb = 16;

/** Calls to one worker; those of one turn of the loop go over as one message. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #refuse: (cause: Error) => Error;
  readonly #pending = new Map<number, Pending>();
  #requests: WorkerRequest[] = [];
  #lastCall = 0;
  #ended: Error | undefined;

  constructor({ workerUrl, refuse, died }: WorkerLinkOptions) {
    this.#worker = startWorker(workerUrl);
    this.#refuse = refuse;
    this.#worker.on('message', (replies: WorkerReply[]) => this.#receive(replies));
    const end = (cause: Error): void => {
      if (this.#end(cause)) died(cause);
    };
    this.#worker.on('error', (cause) => end(asError(cause)));
    this.#worker.on('exit', (code) => end(new Error(`The storage worker ended with code ${code}`)));
  }

  call(request: Omit<WorkerRequest, 'call'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#refuse(this.#ended));
        return;
      }
      this.#lastCall += 1;
      this.#pending.set(this.#lastCall, { resolve, reject });
      this.#requests.push({ call: this.#lastCall, ...request });
      if (this.#requests.length === 1) setImmediate(() => this.#post());
    });
  }

  /** Ends the worker; what it has not answered is refused. */
  async end(): Promise<void> {
    this.#end(new Error('The storage was closed'));
    await this.#worker.terminate();
  }

  #post(): void {
    const requests = this.#requests;
    this.#requests = [];
    if (!this.#ended) this.#worker.postMessage(requests);
  }

  #receive(replies: readonly WorkerReply[]): void {
    for (const reply of replies) {
      const pending = this.#pending.get(reply.call);
      this.#pending.delete(reply.call);
      if (reply.ok) pending?.resolve(reply.value);
      else pending?.reject(unpackError(reply.error));
    }
  }

  /** False if it had ended before. */
  #end(cause: Error): boolean {
    if (this.#ended) return false;
    this.#ended = cause;
    for (const { reject } of this.#pending.values()) reject(this.#refuse(cause));
    this.#pending.clear();
    return true;
  }
}

/** Starts a worker when something is asked of it, and again if it died. */
export class WorkerOnDemand {
  readonly #options: WorkerLinkOptions;
  #link: WorkerLink | undefined;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  link(): WorkerLink {
    this.#link ??= new WorkerLink({
      ...this.#options,
      died: (cause) => {
        this.#link = undefined;
        this.#options.died(cause);
      },
    });
    return this.#link;
  }

  /** Ends it after `last`, if it was started. */
  async end(last?: (link: WorkerLink) => Promise<void>): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    try {
      if (link) await last?.(link);
    } finally {
      await link?.end();
    }
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

/**
 * The built worker is one CommonJS file and starts by its text: that can be read wherever the program itself can,
 * within Electron's archive too, whose integrity then covers it. Sources start as the file that they are.
 */
function startWorker(url: URL): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb };
  if (!url.pathname.endsWith('.cjs')) return new Worker(url, { resourceLimits });
  return new Worker(readFileSync(fileURLToPath(url), 'utf8'), { eval: true, resourceLimits });
}
