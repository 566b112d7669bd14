import { randomUUID } from 'node:crypto';
import type { BackupProgress } from '../../../src-shared/host/backup.ts';
import type { BackupStore, PackJob, RestoreJob, Work } from './backup-store.ts';
import { packBackup } from './pack-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { lookAtBackup, thinOut } from './thin-out.ts';

/** In this thread: whoever serves people has them done in another one. */
export const backupStore: BackupStore = {
  pack: packBackup,
  restore: restoreBackup,
  look: lookAtBackup,
  thinOut,
};

type Running = {
  stop: AbortController;
  /** What nobody has heard yet. */
  untold: BackupProgress | undefined;
  wake: () => void;
  isOver: boolean;
};

/** The same for whoever is in another thread: no callback goes over, so what comes of a job is asked for. */
export class BackupJobs {
  readonly #running = new Map<string, Running>();

  pack = (number: string, job: PackJob) => this.#run(number, (work) => packBackup(job, work));
  restore = (number: string, job: RestoreJob) =>
    this.#run(number, (work) => restoreBackup(job, work));
  look = lookAtBackup;
  thinOut = thinOut;

  /** The next news; undefined when the job is over. */
  nextProgress = async (number: string): Promise<BackupProgress | undefined> => {
    const running = this.#running.get(number);
    if (!running) return undefined;
    while (!running.untold && !running.isOver)
      await new Promise<void>((resolve) => {
        running.wake = resolve;
      });
    const { untold } = running;
    running.untold = undefined;
    return untold;
  };

  stop = async (number: string): Promise<void> => this.#running.get(number)?.stop.abort();

  async #run<T>(number: string, run: (work: Work) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const running: Running = { stop, untold: undefined, wake: () => undefined, isOver: false };
    this.#running.set(number, running);
    try {
      return await run({
        signal: stop.signal,
        progress: (progress) => {
          running.untold = progress;
          running.wake();
        },
      });
    } finally {
      this.#running.delete(number);
      running.isOver = true;
      running.wake();
    }
  }
}

/** The jobs of another thread, as if they were done in this one. */
export function followedJobs(jobs: BackupJobs): BackupStore {
  const follow = async <T>(
    { signal, progress }: Work,
    begin: (number: string) => Promise<T>,
  ): Promise<T> => {
    const number = randomUUID();
    const stop = (): void => void jobs.stop(number).catch(() => undefined);
    signal.addEventListener('abort', stop);
    const done = begin(number);
    if (signal.aborted) stop();
    void tell(jobs, number, progress);
    try {
      return await done;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
  return {
    pack: (job, work) => follow(work, (number) => jobs.pack(number, job)),
    restore: (job, work) => follow(work, (number) => jobs.restore(number, job)),
    look: (path) => jobs.look(path),
    thinOut: (place) => jobs.thinOut(place),
  };
}

async function tell(jobs: BackupJobs, number: string, progress: Work['progress']): Promise<void> {
  try {
    for (;;) {
      const news = await jobs.nextProgress(number);
      if (!news) return;
      progress(news);
    }
  } catch {
    // The worker ended: whoever waits for the job itself is told why.
  }
}
