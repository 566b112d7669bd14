import { expect, it } from 'vitest';
import type { PushListener } from '../../app/push-queue.ts';
import { followBadge } from './badge.ts';

const kitchen = 'kitchen000000000';
const garden = 'garden0000000000';

it('the badge is the sum of all rooms, from the start on and with every change', async () => {
  const shown: number[] = [];
  let tell: (name: string, push: object) => void = () => undefined;
  const running = {
    stage: async () => ({ ok: false as const, refusal: { code: 'defect' as const } }),
    played: async () => undefined,
    handle: async () => {
      // It arrives before the answer does, which was made earlier.
      tell('room/changed', { room: garden, asked: 2 });
      const rooms = [
        { room: kitchen, asked: 3 },
        { room: garden, asked: 9 },
      ];
      return { ok: true as const, value: { rooms } };
    },
    on: (listener: PushListener) => {
      tell = listener as typeof tell;
      return () => undefined;
    },
  };
  await followBadge(running, (count) => shown.push(count));
  expect(shown).toEqual([2, 5]);
  tell('room/changed', { room: kitchen, asked: 3 });
  tell('message/arrived', {});
  expect(shown).toEqual([2, 5]);
  tell('room/changed', { room: kitchen, asked: 0 });
  tell('room/removed', { room: garden });
  expect(shown).toEqual([2, 5, 2, 0]);
});
