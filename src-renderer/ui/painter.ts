import type { CleanedFile } from './file-details.ts';
import { doPictureJob, type DrawnBlob, type PictureJob } from './picture-jobs.ts';
import type { AskedPicture } from './picture-worker.ts';

/** A picture made small, at an address that the page may show until it is let go of. */
export type DrawnPicture = Omit<DrawnBlob, 'blob'> & { url: string };

export type Painter = ReturnType<typeof createPainter>;

type Answer = { id: number; done?: unknown; isOver?: boolean };
/** `over`: nothing is known of it. */
type Outcome = { is: 'done'; what: unknown } | { is: 'over' };

/** Draws and cleans pictures in a worker, one after the other: each is unfolded in memory. */
export function createPainter(startWorker: (() => Worker) | undefined = ownWorker()) {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let worker: Worker | undefined;
  let lastId = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function settle(id: number, outcome: Outcome): void {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  }

  /** What it was about to do is not tried again: it may be why it broke. */
  function stop(): void {
    worker?.terminate();
    worker = undefined;
    for (const id of waiting.keys()) settle(id, { is: 'over' });
  }

  function started(start: () => Worker): Worker {
    if (worker) return worker;
    worker = start();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) =>
      settle(data.id, data.isOver ? { is: 'over' } : { is: 'done', what: data.done }),
    );
    worker.addEventListener('error', stop);
    return worker;
  }

  async function here(job: PictureJob): Promise<Outcome> {
    try {
      return { is: 'done', what: (await doPictureJob(job)).done };
    } catch (error) {
      // It has gone since it was chosen.
      if (error instanceof DOMException) return { is: 'over' };
      throw error;
    }
  }

  function ask(job: PictureJob): Promise<Outcome> {
    const asked = turn.then(() => {
      if (!startWorker) return here(job);
      lastId += 1;
      const id = lastId;
      return new Promise<Outcome>((resolve) => {
        waiting.set(id, resolve);
        started(startWorker).postMessage({ id, job } satisfies AskedPicture);
      });
    });
    turn = asked.catch(() => undefined);
    return asked;
  }

  return {
    /** Undefined for what is too large, no picture, or damaged. */
    async draw(source: Blob | string, longest: number): Promise<DrawnPicture | undefined> {
      const outcome = await ask({ is: 'draw', source, longest });
      if (outcome.is === 'over' || !outcome.what) return undefined;
      const { blob, ...drawn } = outcome.what as DrawnBlob;
      return { ...drawn, url: URL.createObjectURL(blob) };
    },
    /** Without what a camera wrote into it. `over`: it could not be read. */
    async clean(source: Blob): Promise<CleanedFile | 'over'> {
      const outcome = await ask({ is: 'clean', source });
      return outcome.is === 'over' ? 'over' : (outcome.what as CleanedFile);
    },
    dispose: stop,
  };
}

/** None where there are none: what it does is done in place then. */
function ownWorker(): (() => Worker) | undefined {
  if (typeof Worker === 'undefined') return undefined;
  return () => new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
}
