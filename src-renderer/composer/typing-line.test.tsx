import { expect, it } from 'vitest';
import {
  directConversation,
  everyone,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ali, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { press, type } from '../ui/testing/render.tsx';
import { Composer } from './composer.tsx';

const withAli = directConversation(self, ali);

async function shown(conversation: ConversationId) {
  const composer = <Composer conversation={conversation} onSent={() => undefined} />;
  const rendered = await renderInRoom(composer);
  const area = () => rendered.container.querySelector('textarea') as HTMLTextAreaElement;
  const said = () => rendered.sample.bridge.asked('typing/set').map(({ isTyping }) => isTyping);
  return { ...rendered, area, said };
}

it('says now and then that this person types, and that it is over', async () => {
  const { area, said, pass } = await shown(withAli);
  await type(area(), 'h');
  await type(area(), 'he');
  expect(said()).toEqual([true]);
  await pass(limits.typingAgainMs);
  await type(area(), 'hel');
  expect(said()).toEqual([true, true]);
  await type(area(), '');
  expect(said()).toEqual([true, true, false]);
});

it('a message says it by itself; commands and what is for everyone are said to nobody', async () => {
  const { area, said, pass } = await shown(withAli);
  await type(area(), 'hello');
  await press(area(), 'Enter');
  await pass(0);
  expect(area().value).toBe('');
  expect(said()).toEqual([true]);
  await type(area(), '/users');
  expect(said()).toEqual([true]);
  const all = await shown(everyone);
  await type(all.area(), 'hello');
  expect(all.said()).toEqual([]);
});

it('what is changed, left as it was, or sent later says that it is over', async () => {
  const { area, said, happen, stores } = await shown(withAli);
  for (const end of ['Enter', 'Escape']) {
    const before = said().length;
    await happen(() => stores.composer.startEdit(withAli, { seq: 1 }, 'one'));
    await type(area(), `one ${end}`);
    await press(area(), end);
    await happen(() => undefined);
    expect(said().slice(before)).toEqual([true, false]);
  }
  await type(area(), 'good morning');
  const message = { text: 'good morning', at: 1 };
  const typed = { stood: message.text, written: message.text };
  await happen(() => void stores.composer.sendLater(withAli, message, typed));
  expect(said().slice(-2)).toEqual([true, false]);
});

it('names who types, counts more, and says it in no live region', async () => {
  const { container, happen, sample } = await shown(withAli);
  const tell = (accounts: (typeof ali)[]) =>
    happen(() => sample.bridge.push('typing/changed', { room: roomId, in: withAli, accounts }));
  await tell([ali]);
  expect(container.textContent).toContain('Ali is typing…');
  await tell([ali, veli]);
  expect(container.textContent).toContain('Ali and Veli are typing…');
  const line = [...container.querySelectorAll('span')].find((each) =>
    each.textContent?.includes('are typing'),
  );
  expect(line?.closest('[role="status"], [role="alert"], [aria-live]')).toBeNull();
  await tell([ali, veli, self]);
  expect(container.textContent).toContain('3 people are typing…');
  await tell([]);
  expect(container.textContent).not.toContain('typing');
});
