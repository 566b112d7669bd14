import type { StoreFinding } from '../host/host-log.ts';
import { bridgeFeature, carries, nothing } from './feature.ts';
import type { RoomView } from './rooms.ts';
import type { Settings } from './settings.ts';

export type StartView = {
  version: string;
  shell: 'electron' | 'browser' | 'terminal';
  settings: Settings;
  /** The system account's name, for a new person's name field. */
  suggestedName: string;
  /** Where data lives on this computer. */
  dataFolder: string;
  rooms: RoomView[];
};

/** The app as a whole. */
export const app = bridgeFeature({
  requests: {
    'app/start': { params: nothing, result: carries<StartView>() },
    /** The `oda:` links that the system has opened Oda with and no window has taken yet, oldest first. */
    'link/take': { params: nothing, result: carries<string[]>() },
    /** What turned out about this person's own copy and no window has taken yet. */
    'finding/take': { params: nothing, result: carries<StoreFinding[]>() },
    /** The person has touched a key or the mouse; windows say it at most once in 30 seconds. */
    'presence/active': { params: nothing, result: carries<null>() },
  },
  pushes: {
    /** A link waits to be taken. */
    'link/arrived': carries<object>(),
    /** Something turned out about what is on this person's disk. */
    'finding/arrived': carries<object>(),
  },
});
