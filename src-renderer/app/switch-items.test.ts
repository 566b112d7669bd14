import { usualAttention } from '../../src-shared/member/attention.ts';
import { expect, it } from 'vitest';
import { directConversation, everyone, type AccountId } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { group, mutfak } from '../people/testing/sample-people.ts';
import { nothingKept } from '../bridge/testing/sample-room.ts';
import { createRoomStore } from '../room/room-store.ts';
import { neighbour, unreadNeighbour } from '../room/room-selectors.ts';
import { matchItems, switchItems } from './switcher.tsx';
import { garden, kitchen, roomView } from '../window/testing/sample-app.tsx';

const self = 'self000000' as AccountId;
const ali = 'ali0000000' as AccountId;
const isil = 'isil000000' as AccountId;
const withAli = directConversation(self, ali);
const withIsil = directConversation(self, isil);

async function sampleState() {
  const message = { type: 'message', seq: 1, id: 1, from: ali, cid: 'c'.repeat(20) } as const;
  const read = { lastSeq: 1, readSeq: 0, mentions: 0, deliveredSeq: 0, attention: usualAttention };
  const view = { room: kitchen, ...read, draft: '' };
  const bridge = createMemoryBridge({
    'room/open': () => ({
      ok: true,
      value: {
        room: roomView(),
        conversations: [
          { ...view, in: everyone, unread: 0 },
          {
            ...view,
            in: withAli,
            unread: 2,
            lastMessage: { ...message, in: withAli, at: 5, text: '' } as never,
          },
        ],
        members: [
          { account: self, name: 'Ayşe', presence: 'online' },
          { account: ali, name: 'Ali', presence: 'online' },
          { account: isil, name: 'Işıl', presence: 'offline' },
        ],
        outbox: [],
        ...nothingKept,
      },
    }),
  });
  const store = createRoomStore(bridge, kitchen);
  await store.open();
  store.dispose();
  return store.getState();
}

const rooms = [roomView(), roomView({ room: garden, name: 'İstanbul bahçesi' })];
const texts = { everyone: 'Everyone' };

it('offers the conversations, then the people, then the rooms', async () => {
  const items = switchItems(rooms, await sampleState(), texts);
  expect(items.map((item) => `${item.kind} ${item.name}`)).toEqual([
    'conversation Everyone',
    'conversation Ali',
    'person Işıl',
    'room Kitchen',
    'room İstanbul bahçesi',
  ]);
  expect(items[1]).toMatchObject({ in: withAli, asked: 2, presence: 'online' });
  expect(items[2]).toMatchObject({ in: withIsil, presence: 'offline' });
  expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
});

it('R3.7 finds a person by a part of the name, with or without its accents', async () => {
  const items = switchItems(rooms, await sampleState(), texts);
  const names = (typed: string) => matchItems(items, typed).map((item) => item.name);
  expect(names('isil')).toEqual(['Işıl']);
  expect(names('IŞIL')).toEqual(['Işıl']);
  expect(names('istan')).toEqual(['İstanbul bahçesi']);
  expect(names('qqq')).toEqual([]);
  expect(names('')).toHaveLength(5);
  // Names that begin with it come first.
  expect(names('i')).toEqual(['Işıl', 'İstanbul bahçesi', 'Ali', 'Kitchen']);
});

it('what can be done is found by other words, too, after what is called so', () => {
  const acts = [
    { name: 'Light appearance', also: 'theme tema' },
    { name: 'Theme night', also: '' },
  ];
  const names = (typed: string) => matchItems(acts, typed).map(({ name }) => name);
  expect(names('THEME')).toEqual(['Theme night', 'Light appearance']);
  expect(names('light')).toEqual(['Light appearance']);
});

it('a group conversation is gone to by its name, also before anything was said in it', async () => {
  const state = { ...(await sampleState()), groups: new Map([[mutfak, group()]]) };
  const items = switchItems(rooms, state, texts);
  expect(matchItems(items, 'mutf')).toMatchObject([{ kind: 'conversation', in: mutfak }]);
  expect(neighbour(state, everyone, 1)).toBe(mutfak);
  expect(neighbour(state, undefined, 1)).toBe(everyone);
});

it('outside of a room there are only rooms', () => {
  expect(switchItems(rooms, undefined, texts).map((item) => item.kind)).toEqual(['room', 'room']);
});

it('Alt+↑ and Alt+↓ go round, with Shift only to what is unread', async () => {
  const state = await sampleState();
  expect(neighbour(state, everyone, 1)).toBe(withAli);
  expect(neighbour(state, withAli, 1)).toBe(everyone);
  expect(neighbour(state, everyone, -1)).toBe(withAli);
  expect(unreadNeighbour(state, everyone, 1)).toBe(withAli);
  expect(unreadNeighbour(state, withAli, 1)).toBeUndefined();
});
