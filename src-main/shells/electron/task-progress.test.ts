import { expect, it } from 'vitest';
import type { PushListener } from '../../app/push-queue.ts';
import { followProgress } from './task-progress.ts';

it('the task bar shows how far all moving files are together, and nothing when none moves', () => {
  const shown: number[] = [];
  let tell: (name: string, push: object) => void = () => undefined;
  const on = (listener: PushListener) => {
    tell = listener as typeof tell;
    return () => undefined;
  };
  followProgress({ on }, (part) => shown.push(part));
  const file = (hash: string, is: string, [done, size = 100]: [number, number?]) => ({
    room: 'kitchen',
    hash,
    is,
    done,
    size,
  });
  tell('message/arrived', {});
  tell('file/changed', [file('a', 'waiting', [0]), file('b', 'here', [100])]);
  expect(shown).toEqual([]);
  tell('file/changed', [file('a', 'down', [20])]);
  tell('file/changed', [file('b', 'up', [0, 300])]);
  tell('file/changed', [file('b', 'up', [1, 300])]);
  expect(shown).toEqual([0.2, 0.05]);
  tell('file/changed', [file('a', 'here', [100])]);
  tell('file/changed', [file('b', 'stopped', [150, 300])]);
  expect(shown).toEqual([0.2, 0.05, 0, -1]);
  tell('file/changed', [file('c', 'up', [0, 0])]);
  expect(shown.at(-1)).toBe(0);
});
