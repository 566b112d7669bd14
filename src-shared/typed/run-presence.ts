import type { Settings } from '../bridge/app.ts';
import { foldText } from '../text/fold.ts';
import type { Given } from './typed-commands.ts';
import { doneOr } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

type Chosen = Settings['presence'];

/** In both languages: nobody should have to guess the other one. */
const words: Readonly<Record<Chosen, readonly string[]>> = {
  available: ['available', 'online', 'müsait', 'çevrimiçi'],
  'do-not-disturb': ['do not disturb', 'do-not-disturb', 'dnd', 'busy', 'rahatsız etme', 'meşgul'],
  away: ['away', 'uzakta'],
};
const presenceByWord = new Map(
  Object.entries(words).flatMap(([presence, all]) =>
    all.map((word) => [foldText(word), presence as Chosen]),
  ),
);

export const presenceRuns = {
  async presence({ bridge }: TypedWorld, { presence: typed }: Given): Promise<TypedOutcome> {
    const presence = presenceByWord.get(foldText(typed));
    if (!presence) return { is: 'wrong', problem: { code: 'no-presence', name: typed } };
    return doneOr(
      await bridge.request('settings/change', { presence }),
      `presence-${presence}`,
      '',
    );
  },
};
