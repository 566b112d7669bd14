import { expect, it, vi } from 'vitest';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { message, pageOf, roomId } from '../bridge/testing/sample-room.ts';
import { openMessageLink } from './open-message-link.ts';
import { parseRoute } from './route.ts';

async function open(link: string, held: boolean | 'no room') {
  window.location.hash = '#/';
  const bridge = createMemoryBridge();
  bridge.answer({
    'timeline/page': () =>
      held === 'no room'
        ? { ok: false, refusal: { code: 'no-such-room' } }
        : done(pageOf(held ? [message(7)] : [])),
  });
  const refuse = vi.fn<(refusal: Refusal) => void>();
  const isLink = openMessageLink(link, { bridge, frame: { refuse } });
  await vi.waitFor(() => {
    if (isLink) expect(refuse.mock.calls.length > 0 || window.location.hash !== '#/').toBe(true);
  }, 30_000);
  return {
    isLink,
    refused: refuse.mock.calls[0]?.[0],
    asked: bridge.asked('timeline/page'),
  };
}

const link = `oda://message/${roomId}/everyone/7`;

it('goes to a message that is held here', async () => {
  expect((await open(link, true)).refused).toBeUndefined();
  expect(parseRoute(window.location.hash)).toEqual({
    to: 'room',
    room: roomId,
    in: everyone,
    at: 7,
  });
});

it('says what is missing: the room, or the message', async () => {
  expect((await open(link, 'no room')).refused).toEqual({ code: 'link-other-room' });
  expect((await open(link, false)).refused).toEqual({ code: 'link-not-here' });
});

it('any other address is left alone, and nothing is asked for it', async () => {
  const other = await open('oda://join/abc', true);
  expect(other).toEqual({ isLink: false, refused: undefined, asked: [] });
});
