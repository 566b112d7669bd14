import type { Tortured } from './troubles.ts';

/** Killed in the midst of one thing, while all write; it runs again when this returns. */
export const killsDuring = {
  load: async (torture) => {
    await torture.killHost();
    await torture.startHost();
  },
  start: async (torture) => {
    await torture.killHost();
    await torture.startAndKillHost('start');
    await torture.startHost();
  },
  migration: async (torture) => {
    await torture.killHost();
    await torture.startAndKillHost('migration');
    await torture.startHost();
  },
  backup: (torture) => torture.backUp({ isKilled: true }),
  restore: (torture) => torture.restoreAndKill(),
  members: (torture) => torture.killMembers(),
} satisfies Record<string, (torture: Tortured) => Promise<void>>;

export type KillTime = keyof typeof killsDuring;

/** So often between two moments in which all rest and compare. */
export const killsPerRound = 5;
