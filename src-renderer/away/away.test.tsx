import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { nothingMissed, type Missed } from '../../src-shared/member/missed.ts';
import {
  ali,
  conversation,
  message,
  now,
  roomId,
  roomView,
  self,
} from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { AwayCard } from './away-card.tsx';
import { AwayPane } from './away-pane.tsx';

const withAli = directConversation(self, ali);
const some: Missed = {
  ...nothingMissed,
  mentions: { count: 30, messages: [message(3), message(4)] },
  questions: { count: 1, messages: [message(7, { in: withAli, text: 'when?' })] },
  mostAnswered: { message: message(2), answers: 5 },
};

async function shown(node: ReactNode, missed = some) {
  let told = { since: now - 3_600_000, missed };
  const page = await renderInRoom(node);
  const { happen, sample } = page;
  sample.bridge.answer({
    'away/read': () => ({ ok: true, value: told }),
    'away/dismiss': () => ({ ok: true, value: null }),
  });
  const tell = (awaySince?: number) =>
    happen(() => sample.bridge.push('room/changed', roomView({ awaySince })));
  await tell(now - 3_600_000);
  return { ...page, tell, become: (value: Missed) => void (told = { ...told, missed: value }) };
}

it('counts what concerns who comes back, and nothing of which there is none', async () => {
  const { container } = await shown(<AwayCard />);
  const lines = [...container.querySelectorAll('li')].map((line) => line.textContent);
  expect(lines).toEqual(['30 mentions of you', '1 question to you', 'Most answered: 5 answers']);
});

it('a line with one message goes there, one with several shows them', async () => {
  const { container, went, stores } = await shown(<AwayCard />);
  await click(button(container, '1 question to you'));
  expect(went()).toBe(withAli);
  expect(stores.jump.take(withAli)).toBe(7);
  await click(button(container, '30 mentions of you'));
  expect(stores.frame.getState().pane).toBe('away');
});

it('goes when it is put away, and when all of it is read', async () => {
  const { container, sample, happen, become, tell } = await shown(<AwayCard />);
  await click(button(container, 'Put away'));
  expect(sample.bridge.asked('away/dismiss')).toEqual([{ room: roomId }]);
  become(nothingMissed);
  await happen(() => sample.bridge.push('conversation/changed', [conversation(everyone)]));
  expect(container.textContent).toBe('');
  become(some);
  await tell();
  expect(container.textContent).toBe('');
});

it('the messages stand in the pane, each the way to where it was said', async () => {
  const { container, went, stores } = await shown(<AwayPane />);
  const headings = [...container.querySelectorAll('h3')].map((heading) => heading.textContent);
  expect(headings).toEqual(['30 mentions of you', '1 question to you', 'Most answered: 5 answers']);
  const rows = [...container.querySelectorAll('li button')];
  expect(rows).toHaveLength(4);
  await click(rows[2]);
  expect(went()).toBe(withAli);
  expect(stores.jump.take(withAli)).toBe(7);
});

it('the pane says what will stand there if nothing was missed', async () => {
  const { container } = await shown(<AwayPane />, nothingMissed);
  expect(container.textContent).toContain('You have missed nothing');
});
