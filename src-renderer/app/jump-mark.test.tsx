import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { ali, message, now, roomId, self } from '../bridge/testing/sample-room.ts';
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

describe('a message that is to have the focus as soon as it is there', () => {
  const entries = Array.from({ length: 300 }, (_, at) => message(at + 1));

  /** Begins to go to message 20, and the page with it is long in coming. */
  async function landing() {
    const rendered = await shown({ entries });
    const { bridge } = rendered.sample;
    const { request } = bridge;
    const coming = new Map<unknown, () => void>();
    bridge.request = async (name, params) => {
      const answer = request(name, params);
      if (name === 'timeline/page' && 'around' in params)
        await new Promise<void>((resolve) => coming.set(params.around, resolve));
      return answer;
    };
    const { happen, stores } = rendered;
    await happen(() => stores.jump.land(everyone, 20));
    expect(stores.jump.isLandingIn(everyone, 20)).toBe(true);
    return { ...rendered, come: (seq: number) => happen(() => coming.get(seq)?.()) };
  }

  it('is waited for no more when the conversation begins anew meanwhile', async () => {
    const { come, happen, sample, stores } = await landing();
    const anew = { room: roomId, cause: { code: 'signed-out' } } as const;
    await happen(() => sample.bridge.push('room/resynced', anew));
    await come(20);
    expect(stores.jump.isLandingIn(everyone)).toBe(false);
  });

  it('is waited for no more when another conversation is shown meanwhile', async () => {
    const { come, show, stores } = await landing();
    await show(<ConversationPane conversation={directConversation(self, ali)} />);
    await come(20);
    expect(stores.jump.isLandingIn(everyone)).toBe(false);
  });

  it('gives way to another one that is asked for meanwhile', async () => {
    const { come, happen, stores } = await landing();
    await happen(() => stores.jump.land(everyone, 150));
    await come(20);
    expect(stores.jump.isLandingIn(everyone, 150)).toBe(true);
    await come(150);
    expect(stores.jump.isLandingIn(everyone)).toBe(false);
  });
});
