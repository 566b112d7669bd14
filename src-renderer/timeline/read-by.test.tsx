import { expect, it } from 'vitest';
import type { ReadsView } from '../../src-shared/bridge/conversations.ts';
import { ali, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { group, mutfak } from '../people/testing/sample-people.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click } from '../ui/testing/render.tsx';
import { ReadBy } from './read-by.tsx';

async function shown(reads: ReadsView['reads']) {
  const rendered = await renderInRoom(<ReadBy conversation={mutfak} seq={7} />, {
    groups: [group({ in: mutfak, members: [self, ali, veli] })],
    reads: [{ room: roomId, in: mutfak, reads }],
  });
  return { ...rendered, button: () => rendered.container.querySelector('button') };
}

it('says how many have read it, and who, on a click', async () => {
  const reads = [
    { account: ali, seq: 9 },
    { account: veli, seq: 6 },
  ];
  const { button, happen, sample, frame } = await shown(reads);
  expect(button()?.textContent).toBe('Read by 1 of 2');
  await click(button());
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Ali');
  expect(document.querySelector('[role="dialog"]')?.textContent).not.toContain('Veli');
  await click(
    [...document.querySelectorAll('[role="dialog"] li button')].find(({ textContent }) =>
      textContent?.endsWith('Ali'),
    ),
  );
  expect(frame.getState()).toMatchObject({ pane: 'person', person: ali });
  const both = reads.map((read) => ({ ...read, seq: 9 }));
  await happen(() =>
    sample.bridge.push('reads/changed', { room: roomId, in: mutfak, reads: both }),
  );
  expect(button()?.textContent).toBe('Read by 2 of 2');
});

it('who has read is not shown where nobody shows it, nor who is in the group no more', async () => {
  expect((await shown([])).button()).toBeNull();
  const gone = 'gone000000' as typeof ali;
  expect((await shown([{ account: gone, seq: 9 }])).button()).toBeNull();
});
