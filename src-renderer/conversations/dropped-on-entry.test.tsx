import { expect, it, test } from 'vitest';
import { directConversation, everyone, type PrivateId } from '../../src-shared/protocol/ids.ts';
import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { ali, member, privateView, roomView, self } from '../bridge/testing/sample-room.ts';
import { hand } from '../files/testing/hand-files.ts';
import { group, mutfak } from '../people/testing/sample-people.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { ConversationList } from './conversation-list.tsx';

type Room = Parameters<typeof renderInRoom>[1];
const people = [member(self, 'Ece'), member(ali, 'Ali')];

async function shown(room: Room) {
  const rendered = await renderInRoom(<ConversationList shown={everyone} />, {
    members: people,
    ...room,
  });
  const { container, frame, stores } = rendered;
  const drop = async (words: string) => {
    const entry = [...container.querySelectorAll('[data-entry]')].find((each) =>
      each.textContent?.includes(words),
    ) as Element;
    // Without that a browser tells nobody of the drop.
    expect((await hand(entry, 'dragover')).defaultPrevented).toBe(true);
    const isAimedAt = entry.className.includes('aimedAt');
    await hand(entry, 'drop', [new File(['text'], 'kedi.txt')]);
    const said = frame.getState().notices.map(({ params }) => params);
    return { isAimedAt, said, chosen: [...stores.staged.getState().files.keys()] };
  };
  return { ...rendered, drop };
}

const settings = (more: object) => roomView({ settings: { ...usualRoomSettings, ...more } });
const mutfakWith = (more: object) => ({ groups: [group(more)] });

test.each<[string, Room, readonly [start: string, code: string]]>([
  ['a guest', { room: roomView({ role: 'guest' }) }, ['Ali', 'not-allowed']],
  ['who is muted', { members: [member(self, 'Ece', { muted: {} })] }, ['Everyone', 'muted']],
  ['in announcements of others', { room: settings({ readOnly: true }) }, ['Everyone', 'read-only']],
  [
    'in a group that is read-only',
    mutfakWith({ readOnly: true, owner: ali }),
    ['Mutfak', 'group-read-only'],
  ],
  ['in a group that one has left', mutfakWith({ standing: 'left' }), ['Mutfak', 'not-in-group']],
  ['in an archived topic', mutfakWith({ topic: { archived: true } }), ['Mutfak', 'topic-archived']],
  [
    'where direct messages are forbidden',
    { room: settings({ forbidden: ['directs'] }) },
    ['Ali', 'directs-forbidden'],
  ],
])('an entry refuses files in words: %s', async (_, room, [start, code]) => {
  const { drop } = await shown(room);
  const said = [{ refusal: { code } }];
  expect(await drop(start)).toEqual({ isAimedAt: false, said, chosen: [] });
});

it('an entry that takes them says so while they hang there', async () => {
  const { drop } = await shown({ groups: [group()] });
  expect(await drop('Mutfak')).toEqual({ isAimedAt: true, said: [], chosen: [mutfak] });
  expect((await drop('Ali')).chosen).toEqual([mutfak, directConversation(self, ali)]);
});

it('that of a private chat sends them to its window, or says why none go there, and nowhere else', async () => {
  const chat = (name: string, state: object) =>
    privateView({
      private: name.toLowerCase().padEnd(16, '0') as PrivateId,
      partner: ali,
      partnerName: name,
      ...state,
    });
  const drop = async (state: object, room: Room = {}) =>
    (await shown({ privates: [chat('Ali', { state })], ...room })).drop(`Ali ${words(state)}`);
  const words = (state: { is?: string }) =>
    ({ open: 'open', interrupted: 'connection lost', asking: 'asked', ended: 'over' })[
      state.is ?? ''
    ] ?? '';
  const told = (text: string) => ({ isAimedAt: false, said: [{ text }], chosen: [] });
  const refused = (code: string) => ({
    isAimedAt: false,
    said: [{ refusal: { code } }],
    chosen: [],
  });
  const inItsWindow = 'Drop the files in the window of the private chat.';
  expect(await drop({ is: 'open' })).toEqual(told(inItsWindow));
  expect(await drop({ is: 'interrupted', who: 'partner' })).toEqual(told(inItsWindow));
  const notYet = 'No files can be sent before the private chat is accepted.';
  expect(await drop({ is: 'asking' })).toEqual(told(notYet));
  const over = { is: 'ended', reason: 'left', by: 'partner' };
  expect(await drop(over)).toEqual(refused('no-such-private'));
  const muted = { members: [member(self, 'Ece', { muted: {} }), member(ali, 'Ali')] };
  expect(await drop({ is: 'open' }, muted)).toEqual(refused('muted'));
});
