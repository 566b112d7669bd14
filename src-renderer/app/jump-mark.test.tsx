import { useState } from 'react';
import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { message, now } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { ConversationPane } from './conversation-pane.tsx';
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

it('who came by a link to a message and goes to a hit in the same conversation is brought there', async () => {
  function Linked() {
    const [at, setAt] = useState<number | undefined>(250);
    return (
      <>
        <button type="button" data-leave="" onClick={() => setAt(undefined)}>
          Leave
        </button>
        <ConversationPane conversation={everyone} at={at} />
      </>
    );
  }
  const entries = Array.from({ length: 300 }, (_, at) => message(at + 1));
  const { container, happen, stores } = await renderInRoom(<Linked />, { entries });
  const isShown = (seq: number) =>
    [...container.querySelectorAll('[data-message]')].some((item) =>
      item.textContent.endsWith(`message ${seq}`),
    );
  expect([isShown(250), isShown(20)]).toEqual([true, false]);
  await happen(() => {
    stores.jump.land(everyone, 20);
    container.querySelector<HTMLElement>('[data-leave]')?.click();
  });
  expect(isShown(20)).toBe(true);
  expect(stores.jump.isLandingIn(everyone)).toBe(false);
});
