import { z } from 'zod';
import type { WindowApp } from '../../app/create-app.ts';

const states = z.array(
  z.object({
    room: z.string(),
    hash: z.string(),
    is: z.string(),
    done: z.number().nonnegative(),
    size: z.number().nonnegative(),
  }),
);

/** Shows how far all files are that move now, 0 to 1; -1 as soon as none does. */
export function followProgress(running: Pick<WindowApp, 'on'>, show: (part: number) => void): void {
  const moving = new Map<string, { done: number; size: number }>();
  let shown = -1;
  running.on((name, push) => {
    if (name !== 'file/changed') return;
    for (const { room, hash, is, done, size } of states.parse(push)) {
      if (is === 'up' || is === 'down') moving.set(`${room} ${hash}`, { done, size });
      else moving.delete(`${room} ${hash}`);
    }
    const all = [...moving.values()];
    const sum = (of: 'done' | 'size') => all.reduce((bytes, file) => bytes + file[of], 0);
    // In hundredths: a task bar shows no more.
    const part =
      all.length === 0 ? -1 : Math.floor((100 * sum('done')) / Math.max(1, sum('size'))) / 100;
    if (part !== shown) show(part);
    shown = part;
  });
}
