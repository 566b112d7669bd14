import { expect, it } from 'vitest';
import { RoomDialogs } from '../people/room-dialogs.tsx';
import { member, now, roomId, roomView, self } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, type } from '../ui/testing/render.tsx';
import { OwnPlace } from './own-place.tsx';

const minute = 60_000;

async function shown(own = member(self, 'Ece')) {
  const rendered = await renderInRoom(
    <>
      <OwnPlace room={roomView({ account: self })} />
      <RoomDialogs />
    </>,
    { members: [own] },
  );
  const { container, sample } = rendered;
  sample.bridge.answer({ 'room/set-status': () => ({ ok: true, value: null }) });
  const place = () => container.querySelector('button');
  const choose = async (name: string) => {
    await click(place());
    const items = [...document.querySelectorAll('[role^="menuitem"]')];
    await click(items.find((item) => item.textContent?.startsWith(name)));
  };
  return { ...rendered, place, choose, asked: () => sample.bridge.asked('room/set-status') };
}

it('says how one stands and what one says of oneself, until that is over', async () => {
  const status = { emoji: '📚', text: 'in class', until: now + minute };
  const { place, pass } = await shown(member(self, 'Ece', { presence: 'do-not-disturb', status }));
  expect(place()?.textContent).toContain('📚 in class, until');
  expect(place()?.textContent).toContain('Do not disturb');
  await pass(minute);
  expect(place()?.textContent).not.toContain('in class');
});

it('how others see one is chosen by hand, and the choice is marked', async () => {
  const { choose, sample, place } = await shown();
  await choose('Do not disturb');
  expect(sample.bridge.asked('settings/change')).toEqual([{ presence: 'do-not-disturb' }]);
  await click(place());
  const items = [...document.querySelectorAll('[role="menuitemradio"]')];
  expect(items.map((item) => item.getAttribute('aria-checked'))).toEqual([
    'true',
    'false',
    'false',
  ]);
});

it('a status is written with an end, and cleared again', async () => {
  const { choose, asked, happen, sample } = await shown();
  await choose('Set a status…');
  await type(field(document, 'What you are doing'), 'in class');
  await click(button(document, 'Set the status'));
  expect(asked()).toEqual([{ room: roomId, status: { text: 'in class' } }]);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  const own = member(self, 'Ece', { status: { text: 'in class', until: now + 90 * minute } });
  await happen(() => sample.bridge.push('member/changed', { room: roomId, members: [own] }));
  await choose('Change your status…');
  // It begins with what stands, its end too.
  await click(button(document, 'Set the status'));
  expect(asked().at(-1)).toEqual({
    room: roomId,
    status: { text: 'in class', until: now - (now % minute) + 90 * minute },
  });
  await choose('Clear the status');
  expect(asked().at(-1)).toEqual({ room: roomId, status: {} });
});

it('why a status is refused is said where it is written', async () => {
  const { choose, sample } = await shown();
  const refusal = { code: 'status-too-long', limit: 80 } as const;
  sample.bridge.answer({ 'room/set-status': () => ({ ok: false, refusal }) });
  await choose('Set a status…');
  await type(field(document, 'What you are doing'), 'x'.repeat(81));
  await click(button(document, 'Set the status'));
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('at most 80 characters');
});
