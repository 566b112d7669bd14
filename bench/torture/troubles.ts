import type { Random } from '../../src-shared/outside/random.ts';
import type { FaultProxy } from '../fault-proxy.ts';
import type { WrongDisk } from './wrong-disk.ts';

/** A room with its network and its members, as far as something can happen to them. */
export interface Tortured {
  readonly random: Random;
  readonly proxy: FaultProxy;
  readonly disk: WrongDisk;
  pause(ms: number): Promise<void>;
  /** Between the two, both included. */
  between(least: number, most: number): number;
  /** How long a process is stopped. */
  stopMs(): number;
  killHost(): Promise<void>;
  startHost(): Promise<void>;
  /** It is killed at some moment of its start, or of a migration by one more step, and is down then. */
  startAndKillHost(what: 'start' | 'migration'): Promise<void>;
  stopHost(): void;
  goOnHost(): void;
  /** One process of them, and a new one on the same disks. */
  killMembers(): Promise<void>;
  /** The host's is wrong by so much, its members' by as much the other way; 0: they are right again. */
  shiftClocks(byMs: number): void;
  /** Killed: the host, at some moment of it, and it starts again. */
  backUp(how: { isKilled: boolean }): Promise<void>;
  /** The host is killed while it makes a room of a backup, and starts again. */
  restoreAndKill(): Promise<void>;
  /** One process of them, or all; what is given back lets them go on. */
  stopMembers(which: 'one' | 'all'): () => void;
  /** To the last block; what is given back empties it. */
  fillDisk(): () => void;
}

const dayMs = 24 * 60 * 60 * 1000;
const failures = [
  ['sync', 40],
  ['write', 20],
  ['read', 30],
  ['read-only', 100],
] as const;

/** What happens to a room, its network and its members; when it returns, all of it has passed. */
export const troubles = {
  none: (torture) => torture.pause(2000),
  cuts: async (torture) => {
    for (let time = 0; time < 4; time += 1) {
      const byReset = torture.random.fraction() < 0.5;
      torture.proxy.cut(0.5, { afterBytes: torture.between(0, 4000), byReset });
      await torture.pause(torture.between(50, 700));
    }
  },
  'kill-host': async (torture) => {
    await torture.killHost();
    for (let time = torture.between(0, 2); time > 0; time -= 1)
      await torture.startAndKillHost('start');
    await torture.startHost();
  },
  /** Of what the host has written only what it has synced is there afterwards. */
  'power-cut': async (torture) => {
    await torture.killHost();
    torture.disk.lose();
    await torture.startHost();
  },
  late: async (torture) => {
    torture.proxy.change({ is: 'late', mostMs: 300 });
    await torture.pause(torture.between(1000, 2500));
  },
  'kill-members': async (torture) => {
    await torture.killMembers();
    await torture.pause(torture.between(0, 1000));
  },
  slow: async (torture) => {
    torture.proxy.change({ is: 'slow', bytesPerSecond: 16_000 });
    await torture.pause(torture.between(1000, 2500));
  },
  'stop-host': async (torture) => {
    torture.stopHost();
    await torture.pause(torture.stopMs());
    torture.goOnHost();
  },
  still: async (torture) => {
    torture.proxy.change({ is: 'still' }, torture.random.fraction());
    await torture.pause(torture.between(1000, 4000));
  },
  'kill-both': async (torture) => {
    await Promise.all([torture.killHost(), torture.killMembers()]);
    await torture.startHost();
  },
  'stop-members': async (torture) => {
    const goOn = torture.stopMembers('one');
    await torture.pause(torture.stopMs());
    goOn();
  },
  /** As a computer does that everybody is on: no clock stands still for it. */
  asleep: async (torture) => {
    const goOn = torture.stopMembers('all');
    torture.stopHost();
    await torture.pause(torture.stopMs());
    torture.goOnHost();
    goOn();
    await torture.pause(torture.between(500, 1000));
  },
  'disk-full': async (torture) => {
    const empty = torture.fillDisk();
    await torture.pause(torture.between(500, 2000));
    empty();
  },
  /** Each way for a moment; then the power is cut, and what was synced while syncing failed has to be enough. */
  'disk-fails': async (torture) => {
    for (const [what, percent] of failures) {
      torture.disk.fail(what, percent);
      await torture.pause(torture.between(300, 1000));
      torture.disk.failNoMore();
      await torture.pause(torture.between(0, 300));
      if (what !== 'sync') continue;
      await torture.killHost();
      torture.disk.lose();
      await torture.startHost();
    }
  },
  clocks: async (torture) => {
    for (const byMs of [dayMs, -dayMs, 0]) {
      torture.shiftClocks(byMs);
      await torture.pause(torture.between(500, 1000));
    }
  },
  'back-up': async (torture) => {
    await torture.backUp({ isKilled: false });
    await torture.backUp({ isKilled: true });
  },
  /** Both ends believe in their connection until a heartbeat does not come. */
  'half-open': async (torture) => {
    torture.proxy.deafen(0.2);
    await torture.pause(1000);
  },
} satisfies Record<string, (torture: Tortured) => Promise<void>>;

export type TroubleName = keyof typeof troubles;

/** Windows lets no process stop another one for a while. */
export const troublesOfUnix: readonly TroubleName[] = ['stop-host', 'stop-members', 'asleep'];

/** What only a disk can do that is made to go wrong. */
export const troublesOfDisk: readonly TroubleName[] = ['power-cut', 'disk-fails'];

/** Nobody who is in may lose the room by these, or be taken for offline. */
export const troublesUnfelt: readonly TroubleName[] = ['none', 'clocks', 'asleep'];

/** Nor by these, if they are over before anybody's silence is noticed. */
export const troublesShort: readonly TroubleName[] = ['stop-host', 'stop-members'];

/** What takes so long that it is not done each time. */
export const troublesSeldom: readonly TroubleName[] = ['half-open'];
