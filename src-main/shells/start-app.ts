import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { StartedApp } from './running-app.ts';

export type StartAppOptions = {
  shell: 'electron' | 'browser';
  dataFolder: string;
  language: Language;
  /** The built workers, which lie beside the shell. */
  workers: { storage: URL; password: URL };
  clock: Clock;
  random: Random;
  reportDefect: (error: unknown) => void;
};

export function startApp(options: StartAppOptions): Promise<StartedApp> {
  return Promise.resolve({ ok: false, code: 'defect', subject: options.dataFolder });
}
