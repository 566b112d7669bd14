import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { message, now } from '../bridge/testing/sample-room.ts';
import { shown } from './testing/show-conversation.tsx';

/** As long as one that was jumped to is marked. */
const markMs = 2400;

async function withThree() {
  const entries = [1, 2, 3].map((seq) => message(seq, { at: now + seq, text: `tea ${seq}` }));
  const rendered = await shown({ entries });
  const marked = () =>
    rendered
      .items()
      .filter((item) => /marked/.test(item.className))
      .map((item) => item.getAttribute('aria-label')?.split(': ')[1]);
  return { ...rendered, marked };
}

it('R0.6 the hit at which the search stands stays marked until one goes on or is done', async () => {
  const { frame, happen, marked, pass, stores } = await withThree();
  await happen(() => frame.showPane('search'));
  await happen(() => stores.search.type('tea'));
  await pass(300);
  const go = (index: number, seq: number) =>
    happen(() => {
      stores.search.visit(index);
      stores.jump.jump(everyone, seq);
    });
  await go(0, 3);
  await pass(2 * markMs);
  expect(marked()).toEqual(['tea 3']);
  await go(1, 2);
  await pass(2 * markMs);
  expect(marked()).toEqual(['tea 2']);
  await happen(() => frame.closePane());
  await pass(markMs);
  expect(marked()).toEqual([]);
});
