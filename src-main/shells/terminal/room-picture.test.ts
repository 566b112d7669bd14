import { expect, it } from 'vitest';
import type { PrivateView, RoomOpened } from '../../../src-shared/bridge/views.ts';
import type { Member } from '../../../src-shared/protocol/frames.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, PrivateId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { RoomPicture } from './room-picture.ts';

const room = 'room000000000000' as RoomId;
const ali = 'ali0000000' as AccountId;
const veli = 'veli000000' as AccountId;
const seen = (account: AccountId, presence: Member['presence']): Member => {
  return { account, name: account.slice(0, 4), presence };
};

function picture(): RoomPicture {
  const opened: RoomOpened = {
    room: {
      room,
      name: 'Lab',
      account: ali,
      ownName: 'ali',
      hosted: false,
      address: 'host:1',
      connection: { state: 'live' },
      unread: 0,
      lastOpenedAt: 0,
      logsTexts: false,
      maxTextCharacters: 8000,
      hasPassword: false,
    },
    conversations: [],
    members: [seen(ali, 'online'), seen(veli, 'online')],
    outbox: [],
    groups: [],
    contacts: [],
    contactGroups: [],
    privates: [],
  };
  return new RoomPicture(opened);
}

it('R3.8 only who goes away while here, or comes back to the keyboard, has turned', () => {
  const own = picture();
  const turns = (['away', 'away', 'online', 'offline', 'away', 'offline', 'online'] as const).map(
    (presence) => own.hasPresenceTurned(seen(veli, presence)),
  );
  expect(turns).toEqual([true, false, true, false, false, false, false]);
  expect(own.hasPresenceTurned(seen(ali, 'away'))).toBe(false);
});

it('a message that failed is told once, what still waits is counted', () => {
  const own = picture();
  const item = { in: everyone, text: 'x', createdAt: 0 };
  const one = { ...item, cid: 'c1' as Cid };
  const two = { ...item, cid: 'c2' as Cid };
  const push = { room, in: everyone };
  const sending = { is: 'sending' } as const;
  const failed = { is: 'failed', refusal: { code: 'text-too-long' } } as const;
  const items = [
    { ...one, state: failed },
    { ...two, state: sending },
  ];
  expect(own.keepOutbox({ ...push, items }).map(({ cid }) => cid)).toEqual(['c1']);
  expect(own.keepOutbox({ ...push, items })).toEqual([]);
  expect(own.unsent).toBe(1);
  own.keepOutbox({ ...push, items: [] });
  expect(own.unsent).toBe(0);
});

it('R3.5 a message of a private chat is told once, what failed of it too, and nothing is left when it is dropped', () => {
  const own = picture();
  const view: PrivateView = {
    room,
    private: 'p'.repeat(16) as PrivateId,
    partner: veli,
    partnerName: 'veli',
    state: { is: 'open' },
    messages: [{ cid: 'c1' as Cid, from: ali, at: 0, text: 'x', state: 'sending' }],
    unread: 0,
  };
  expect(own.keepPrivate(view)).toMatchObject({ isStateNew: true, messages: [{ text: 'x' }] });
  expect(own.unsent).toBe(1);
  const [message] = view.messages;
  if (!message) throw new Error('no message');
  const refusal = { code: 'text-too-long' } as const;
  const after = { ...view, messages: [{ ...message, state: 'failed', refusal } as const] };
  const news = { before: 'open', isStateNew: false, messages: [] };
  expect(own.keepPrivate(after)).toEqual({ ...news, failed: [{ refusal, text: 'x' }] });
  expect(own.keepPrivate(after)).toEqual({ ...news, failed: [] });
  expect(own.runningPrivate(veli)).toBe(after);
  own.dropPrivate(view.private);
  expect(own.runningPrivate()).toBeUndefined();
});
