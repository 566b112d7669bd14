import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { message, now, roomId } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { SavedPane } from './saved-pane.tsx';

it('lists what was put aside; a click goes there, and another one takes it out', async () => {
  const { container, sample, happen, stores } = await renderInRoom(<SavedPane />, {});
  expect(container.textContent).toContain('Nothing is saved yet');
  sample.saved = [message(7, { text: 'the door is 5678', at: now })];
  await happen(() => sample.bridge.push('saved/changed', { room: roomId }));
  const [first] = container.querySelectorAll<HTMLElement>('li button');
  expect(first?.textContent).toContain('the door is 5678');
  await click(first ?? container);
  expect(stores.jump.take(everyone)).toBe(7);
  await click(button(container, 'Remove from saved'));
  expect(sample.bridge.asked('saved/change')).toEqual([
    { room: roomId, in: everyone, seq: 7, isSaved: false },
  ]);
});
