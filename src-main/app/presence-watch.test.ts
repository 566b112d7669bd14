import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { PresenceWatch } from './presence-watch.ts';

function watched() {
  const clock = new ManualClock();
  const said: string[] = [];
  const watch = new PresenceWatch({ clock, changed: (presence) => said.push(presence) });
  watch.choose({ presence: 'available', away: true });
  return { clock, said, watch };
}

it('R3.8 who touches nothing for ten minutes is away, and back at once with the next key', () => {
  const { clock, said, watch } = watched();
  clock.advance(limits.awayAfterMs - 1);
  expect(watch.presence).toBe('online');
  clock.advance(1);
  expect(said).toEqual(['away']);
  watch.touched();
  expect(said).toEqual(['away', 'online']);
});

it('every key begins the ten minutes anew', () => {
  const { clock, said, watch } = watched();
  for (let minute = 0; minute < 30; minute += 1) {
    clock.advance(60_000);
    watch.touched();
  }
  expect(said).toEqual([]);
  expect(clock.pendingTimers).toBe(1);
});

it('the wall clock makes nobody away', () => {
  const { clock, said } = watched();
  clock.jumpWall(24 * limits.awayAfterMs);
  clock.advance(1000);
  expect(said).toEqual([]);
});

it('where it is switched off the person is online, and the time goes on counting for when it is on', () => {
  const { clock, said, watch } = watched();
  clock.advance(limits.awayAfterMs);
  watch.choose({ presence: 'available', away: false });
  expect(said).toEqual(['away', 'online']);
  clock.advance(limits.awayAfterMs);
  expect(said).toEqual(['away', 'online']);
  watch.choose({ presence: 'available', away: true });
  expect(said).toEqual(['away', 'online', 'away']);
});

it('what was chosen by hand stands whatever one touches, until one is available again', () => {
  const { clock, said, watch } = watched();
  watch.choose({ presence: 'do-not-disturb', away: true });
  clock.advance(2 * limits.awayAfterMs);
  watch.touched();
  expect(said).toEqual(['do-not-disturb']);
  watch.choose({ presence: 'away', away: true });
  watch.touched();
  expect(said).toEqual(['do-not-disturb', 'away']);
  watch.choose({ presence: 'available', away: true });
  expect(said).toEqual(['do-not-disturb', 'away', 'online']);
  clock.advance(limits.awayAfterMs);
  expect(said).toEqual(['do-not-disturb', 'away', 'online', 'away']);
});

it('leaves no timer behind', () => {
  const { clock, watch } = watched();
  watch.stop();
  watch.touched();
  expect(clock.pendingTimers).toBe(0);
});
