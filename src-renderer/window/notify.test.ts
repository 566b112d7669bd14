import { describe, expect, it } from 'vitest';
import type { Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Settings } from '../../src-shared/bridge/app.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import {
  directConversation,
  everyone,
  groupConversation,
  type AccountId,
  type PrivateId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { conversation, privateView } from '../bridge/testing/sample-room.ts';
import { createAppStore } from './app-store.ts';
import { notifyOfArrivals, type Notice } from './notify.ts';
import type { Route } from './route.ts';
import { kitchen, roomView, startView } from './testing/sample-app.tsx';

const direct = directConversation('self000000' as AccountId, 'ali0000000' as AccountId);

async function setUp(
  notifications: Settings['notifications'] = 'full',
  chosen: Partial<Settings> = {},
  clock = new ManualClock(),
) {
  const bridge = createMemoryBridge({
    'app/start': () => {
      const { settings, ...start } = startView();
      const rooms = [roomView()];
      return {
        ok: true,
        value: { ...start, rooms, settings: { ...settings, notifications, ...chosen } },
      };
    },
  });
  const app = createAppStore(bridge);
  await app.start();
  const shown: Notice[] = [];
  const went: Route[] = [];
  const openedPrivates: [RoomId, PrivateId][] = [];
  const place = { isWatched: false };
  const end = notifyOfArrivals(
    { bridge, app, clock },
    {
      isWatched: () => place.isWatched,
      show: (notice) => shown.push(notice),
      goTo: (route) => went.push(route),
      openPrivate: (...opened) => openedPrivates.push(opened),
      say: (key, { name = '' } = { name: '' }) => `${key}${name}`,
    },
  );
  const arrive = (more: Partial<Pushes['message/arrived']> = {}) => {
    const arrival = { room: kitchen, roomName: 'Kitchen', in: everyone, seq: 7 };
    const said = { from: 'Ali', text: 'selam' };
    bridge.push('message/arrived', { ...arrival, ...said, ...more });
  };
  return { bridge, clock, shown, went, openedPrivates, place, arrive, end };
}

it('says who wrote what and in which room, and goes to the message', async () => {
  const { clock, shown, went, arrive } = await setUp();
  arrive();
  clock.advance(1000);
  expect(shown).toMatchObject([{ title: 'Ali · Kitchen', body: 'selam' }]);
  shown[0]?.go();
  expect(went).toEqual([{ to: 'room', room: kitchen, in: everyone, at: 7 }]);
});

it('whoever wants no disturbance is told nothing, not of a mention either', async () => {
  const { clock, shown, arrive } = await setUp('full', { presence: 'do-not-disturb' });
  arrive({ in: direct, means: 'mention' });
  clock.advance(1000);
  expect(shown).toEqual([]);
});

it('names only the person of a direct message', async () => {
  const { clock, shown, arrive } = await setUp();
  arrive({ in: direct });
  clock.advance(1000);
  expect(shown).toMatchObject([{ title: 'Ali', body: 'selam' }]);
});

it('says that somebody is mentioned', async () => {
  const { clock, shown, arrive } = await setUp();
  arrive({ means: 'mention' });
  clock.advance(1000);
  expect(shown).toMatchObject([{ title: 'notice.mentionsYouAli · Kitchen', body: 'selam' }]);
});

it('says that somebody wrote one of this person’s words', async () => {
  const { clock, shown, arrive } = await setUp();
  arrive({ means: 'keyword' });
  clock.advance(1000);
  expect(shown).toMatchObject([{ title: 'notice.yourWordAli · Kitchen' }]);
});

it('shows nothing in quiet hours, and everything after them', async () => {
  const night = { quiet: true, quietFrom: 22 * 60, quietTo: 7 * 60 };
  const clock = new ManualClock(new Date(2026, 5, 18, 6, 59).getTime());
  const { bridge, shown, arrive } = await setUp('full', night, clock);
  arrive();
  bridge.push('private/changed', privateView({ room: kitchen, unread: 1 }));
  clock.advance(1000);
  expect(shown).toEqual([]);
  clock.advance(60_000);
  arrive({ seq: 8 });
  clock.advance(1000);
  expect(shown).toHaveLength(1);
});

it('names the group in which it was said, not the room', async () => {
  const { clock, shown, arrive } = await setUp();
  arrive({ in: groupConversation('mutfak0000000000'), groupName: 'Mutfak' });
  clock.advance(1000);
  expect(shown).toMatchObject([{ title: 'Ali · Mutfak', body: 'selam' }]);
});

it('shows the sender alone, or nothing, as the person chose', async () => {
  const sender = await setUp('sender');
  sender.arrive();
  sender.clock.advance(1000);
  expect(sender.shown).toMatchObject([{ title: 'Ali · Kitchen', body: 'notice.newMessage' }]);
  const off = await setUp('off');
  off.arrive();
  off.clock.advance(1000);
  expect(off.shown).toEqual([]);
});

it('is silent where the person looks at the window, or has read it in another one', async () => {
  const { bridge, clock, shown, place, arrive } = await setUp();
  place.isWatched = true;
  arrive();
  clock.advance(1000);
  place.isWatched = false;
  arrive({ seq: 8 });
  const read = conversation(everyone, { room: kitchen, lastSeq: 8, readSeq: 8 });
  bridge.push('conversation/changed', [read]);
  clock.advance(1000);
  expect(shown).toEqual([]);
});

it('tells of a burst in one conversation once, by its newest message', async () => {
  const { clock, shown, arrive } = await setUp();
  for (const seq of [7, 8, 9]) arrive({ seq, text: `message ${seq}` });
  arrive({ in: direct, text: 'for you' });
  clock.advance(1000);
  expect(shown.map(({ body }) => body)).toEqual(['message 9', 'for you']);
  expect(new Set(shown.map(({ tag }) => tag)).size).toBe(2);
});

describe('private chats', () => {
  it('is not told of where nothing of the person is to be told', async () => {
    const { bridge, clock, shown } = await setUp();
    bridge.push('private/changed', privateView({ room: kitchen, unread: 1, isQuiet: true }));
    clock.advance(1000);
    expect(shown).toEqual([]);
  });

  it('R3.3 who asks is told by name, as long as they ask', async () => {
    const { bridge, clock, shown } = await setUp();
    const ask = privateView({ room: kitchen, state: { is: 'asked', expiresAt: 120_000 } });
    bridge.push('private/changed', ask);
    clock.advance(1000);
    expect(shown).toMatchObject([{ title: 'Ali · Kitchen', body: 'privateChat.asksYou' }]);
    const brief = { ...ask, private: 'brief00000000000' as PrivateId };
    bridge.push('private/changed', brief);
    bridge.push('private/removed', { room: kitchen, private: brief.private });
    clock.advance(1000);
    expect(shown).toHaveLength(1);
  });

  it('R3.4 says who wrote, never what, and only while no window has shown it', async () => {
    const { bridge, clock, shown, openedPrivates } = await setUp();
    const view = privateView({ room: kitchen, unread: 1 });
    bridge.push('private/changed', view);
    clock.advance(1000);
    expect(shown).toMatchObject([{ title: 'Ali', body: 'privateChat.newText' }]);
    expect(JSON.stringify(shown)).not.toContain('secret');
    shown[0]?.go();
    expect(openedPrivates).toEqual([[kitchen, view.private]]);
    bridge.push('private/changed', { ...view, unread: 2 });
    bridge.push('private/changed', { ...view, unread: 0 });
    clock.advance(1000);
    expect(shown).toHaveLength(1);
  });
});

it('ends with the window', async () => {
  const { bridge, clock, shown, arrive, end } = await setUp();
  arrive();
  end();
  arrive();
  clock.advance(1000);
  expect(shown).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
  expect(bridge.listenerCount()).toBeGreaterThan(0);
});
