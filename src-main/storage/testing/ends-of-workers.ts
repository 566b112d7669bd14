import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** The ends of the worker threads that this test starts from now on, in the order in which they start. */
export function endsOfWorkers(): Promise<unknown>[] {
  const ends: Promise<unknown>[] = [];
  const started = (told: unknown): void =>
    void ends.push(once((told as { worker: Worker }).worker, 'exit'));
  subscribe('worker_threads', started);
  onTestFinished(() => void unsubscribe('worker_threads', started));
  return ends;
}
