import { act } from 'react';
import { onTestFinished } from 'vitest';
import { done } from '../../../src-shared/protocol/outcome.ts';
import type { RoomOpened } from '../../../src-shared/bridge/rooms.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../../bridge/testing/memory-bridge.ts';
import {
  ali,
  conversation,
  member,
  message,
  self,
  nothingKept,
  pageOf,
  settled,
  veli,
} from '../../bridge/testing/sample-room.ts';
import { startApp } from '../start-app.tsx';
import { garden, kitchen, roomView, startView } from '../../window/testing/sample-app.tsx';

export const withAli = directConversation(self, ali);
export const withVeli = directConversation(self, veli);

/** The app with two rooms, at everyone of the first: what takes the keys has the focus. */
export async function start(route = `#/room/${kitchen}`) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  window.location.hash = route;
  const opened = (room: typeof kitchen): RoomOpened => {
    const lastMessage = message(1, { in: withAli });
    const talk = conversation(withAli, { room, lastSeq: 1, lastMessage });
    return {
      room: roomView({ room, name: room === kitchen ? 'Kitchen' : 'Garden' }),
      conversations: [conversation(everyone, { room, draft: 'dear all, ' }), talk],
      members: [member(self, 'Ayşe'), member(ali, 'Ali'), member(veli, 'Veli')],
      outbox: [],
      ...nothingKept,
    };
  };
  const rooms = [opened(kitchen).room, opened(garden).room];
  const bridge = createMemoryBridge({
    'app/start': () => ({ ok: true, value: startView({ rooms }) }),
    'room/open': ({ room }) => ({ ok: true, value: opened(room as typeof kitchen) }),
    'timeline/page': () => done(pageOf()),
    'draft/save': () => ({ ok: true, value: null }),
    'message/send': () => ({ ok: true, value: { cid: message(1).cid } }),
  });
  const root = document.createElement('div');
  document.body.append(root);
  const clock = new ManualClock();
  let end = () => {};
  await act(async () => {
    end = startApp({ bridge, clock, root });
  });
  onTestFinished(async () => {
    await act(async () => end());
    root.remove();
    window.location.hash = '';
  });
  const sent = () => bridge.asked('message/send').map(({ room, in: id, text }) => [room, id, text]);
  const drafts = () => bridge.asked('draft/save').map(({ room, in: id, text }) => [room, id, text]);
  return { bridge, clock, opened, sent, drafts };
}

/** The field that the next key goes to. */
export const field = () => document.activeElement as HTMLTextAreaElement;
export const writesTo = () => field().getAttribute('aria-label');

/** Without waiting for anything that comes in a later task, as the next key may be before it. */
export async function atOnce(run: () => void): Promise<void> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  run();
  await settled();
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
}

export const key = (init: KeyboardEventInit) =>
  field().dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
