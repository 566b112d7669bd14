import { setImmediate as nextTurn } from 'node:timers/promises';

const patience = 5000;

/** Lets the loop turn until something is so; time itself stands still in these tests. */
export async function until(isSo: () => boolean, what = String(isSo)): Promise<void> {
  for (let turn = 0; turn < patience; turn += 1) {
    if (isSo()) return;
    await nextTurn();
  }
  throw new Error(`Never came true: ${what}`);
}

/** Lets everything that is under way come to rest. */
export async function rest(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
