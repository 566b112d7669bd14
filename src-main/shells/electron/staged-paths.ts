import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { WindowApp } from '../../app/create-app.ts';
import type { FileAtPath } from './ipc-guard.ts';

/** Files of this computer that windows have chosen, while they are taken in: each can be broken off. */
export class StagedPaths {
  readonly #stage: WindowApp['stage'];
  readonly #underway = new Map<string, AbortController>();

  constructor(stage: WindowApp['stage']) {
    this.#stage = stage;
  }

  /** `window` tells the windows apart, which number their files themselves. */
  async take(
    window: number,
    { stage, ...file }: FileAtPath,
    progress: (bytes: number) => void,
  ): Promise<Outcome<SentFile>> {
    const key = `${window} ${stage}`;
    const stopped = new AbortController();
    this.#underway.set(key, stopped);
    try {
      return await this.#stage({ ...file, progress, signal: stopped.signal });
    } finally {
      this.#underway.delete(key);
    }
  }

  stop(window: number, stage: number): void {
    this.#underway.get(`${window} ${stage}`)?.abort();
  }

  /** The window has gone, or shows another page. */
  forget(window: number): void {
    for (const [key, stopped] of this.#underway) if (key.startsWith(`${window} `)) stopped.abort();
  }
}
