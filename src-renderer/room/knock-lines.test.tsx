import { expect, it } from 'vitest';
import type { KnockView } from '../../src-shared/bridge/knocks.ts';
import { roomId, roomView } from '../bridge/testing/sample-room.ts';
import { button, click } from '../ui/testing/render.tsx';
import { KnockLines } from './knock-lines.tsx';
import { renderInRoom } from './testing/render-in-room.tsx';

const knock = (number: number, more: Partial<KnockView> = {}): KnockView => ({
  knock: number,
  name: `Veli ${number}`,
  at: 0,
  ...more,
});

it('who waits stands with name and place, and is let in or turned away', async () => {
  const knocks = [knock(1, { address: '192.168.1.7', scope: 'local' }), knock(2)];
  const { container, sample } = await renderInRoom(<KnockLines />, { room: roomView({ knocks }) });
  const [first, second] = container.querySelectorAll('li');
  expect(first?.textContent).toContain('Veli 1 asks to be let in');
  expect(first?.textContent).toContain('From your local network, 192.168.1.7');
  expect(second?.textContent).not.toContain('From');
  await click(button(container, 'Let in Veli 1'));
  await click(button(container, 'Turn away Veli 2'));
  expect(sample.bridge.asked('knock/answer')).toEqual([
    { room: roomId, knock: 1, letIn: true },
    { room: roomId, knock: 2, letIn: false },
  ]);
});

it('of many the first stand there, and the others are counted', async () => {
  const knocks = Array.from({ length: 5 }, (_, at) => knock(at + 1));
  const { container, happen, sample } = await renderInRoom(<KnockLines />, {
    room: roomView({ knocks }),
  });
  expect(container.querySelectorAll('li')).toHaveLength(4);
  expect(container.textContent).toContain('and 2 more wait');
  await happen(() => sample.bridge.push('room/changed', roomView({ knocks: [] })));
  expect(container.textContent).toBe('');
});
