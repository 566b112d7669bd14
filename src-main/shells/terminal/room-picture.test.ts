import { expect, it } from 'vitest';
import type { RoomOpened } from '../../../src-shared/bridge/rooms.ts';
import type { ConnectionState, PrivateView } from '../../../src-shared/member/own-copy.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import {
  directConversation,
  everyone,
  groupConversation,
} from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, PrivateId } from '../../../src-shared/protocol/ids.ts';
import { RoomPicture } from './room-picture.ts';
import { ali, can, openedRoom, roomId, veli } from './testing/scripted-app.ts';

const room = roomId;
const seen = (account: AccountId, presence: Member['presence']): Member => {
  return { account, name: account.slice(0, 4), presence };
};
const picture = (change: Partial<RoomOpened> = {}): RoomPicture =>
  new RoomPicture(openedRoom({ members: [seen(ali, 'online'), seen(veli, 'online')], ...change }));

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
  const item = { in: everyone, said: { type: 'send-message', text: 'x' } as const, createdAt: 0 };
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
  const news = { before: 'open', isCompareNew: false, isStateNew: false, messages: [] };
  expect(own.keepPrivate(after)).toEqual({ ...news, failed: [{ refusal, text: 'x' }] });
  expect(own.keepPrivate(after)).toEqual({ ...news, failed: [] });
  expect(own.runningPrivate(veli)).toBe(after);
  own.dropPrivate(view.private);
  expect(own.runningPrivate()).toBeUndefined();
});

it('R1.8 a connection is worth a word when it is lost, back, another room’s, or ended, each once', () => {
  const own = picture();
  const waiting = (code: 'connection-lost' | 'another-room' | 'another-key'): ConnectionState => {
    return { is: 'waiting', since: 0, nextTryAt: 1, cause: { code } };
  };
  const states: [ConnectionState, boolean][] = [
    [{ is: 'live' }, false],
    [waiting('connection-lost'), true],
    [{ is: 'connecting' }, false],
    [waiting('connection-lost'), false],
    [waiting('another-key'), true],
    [waiting('another-room'), false],
    [{ is: 'signing-in' }, false],
    [{ is: 'syncing' }, false],
    [{ is: 'live' }, true],
    [{ is: 'live' }, false],
    [{ is: 'closed' }, true],
    [{ is: 'closed' }, false],
  ];
  expect(states.map(([state]) => own.hasConnectionTurned(state))).toEqual(
    states.map(([, turned]) => turned),
  );
});

it('a place has the name of the group or the person, and an id where nobody knows one', () => {
  const group = { in: groupConversation('g'), name: 'Trip', owner: ali, members: [], firstSeq: 1 };
  const own = picture({ groups: [{ ...group, room, standing: 'member' }] });
  expect(own.placeOf(everyone)).toEqual({ is: 'everyone' });
  expect(own.placeOf(group.in)).toEqual({ is: 'group', name: 'Trip' });
  expect(own.placeOf(groupConversation('h'))).toEqual({ is: 'group', name: 'group:h' });
  expect(own.placeOf(directConversation(ali, veli))).toEqual({ is: 'direct', partner: 'veli' });
  expect(own.placeOf(directConversation(ali, can))).toEqual({ is: 'direct', partner: can });
});

it('R3.8 who comes for the first time has come in, and has not turned', () => {
  const own = picture();
  expect(own.hasPresenceTurned(seen(can, 'online'))).toBe(false);
  expect(own.hasPresenceTurned(seen(can, 'away'))).toBe(true);
  expect(own.nameOf(can)).toBe('can0');
});

it('only who is blocked is not heard', () => {
  const mark = { room, note: '', favourite: false, muted: false };
  const contacts = [
    { ...mark, account: veli, blocked: false },
    { ...mark, account: can, blocked: true },
  ];
  expect([...picture({ contacts }).blocked]).toEqual([can]);
});

it('R3.3 the private chat that runs is the one with that person, or the newest', () => {
  const view = (partner: AccountId, is: 'asking' | 'open'): PrivateView => {
    const own = { cid: 'c1' as Cid, from: ali, at: 0, text: 'x', state: 'sending' } as const;
    const id = partner.padEnd(16, '0') as PrivateId;
    const who = { private: id, partner, partnerName: '' };
    return { room, ...who, state: { is }, messages: [own], unread: 0 };
  };
  const [withVeli, withCan] = [view(veli, 'open'), view(can, 'open')];
  const own = picture({ privates: [withVeli, withCan] });
  expect(own.runningPrivate(veli)).toBe(withVeli);
  expect(own.runningPrivate()).toBe(withCan);
  expect(own.runningPrivate(ali)).toBeUndefined();
  expect(own.unsent).toBe(2);
  const asking = picture({ privates: [view(veli, 'asking')] });
  expect(asking.runningPrivate(veli)).toBeUndefined();
  expect(asking.unsent).toBe(0);
  const lost = { is: 'interrupted', who: 'self' } as const;
  const known = own.keepPrivate(withVeli);
  expect(known).toMatchObject({ before: undefined, isStateNew: true });
  expect(own.keepPrivate({ ...withVeli, state: lost }).isStateNew).toBe(true);
  expect(own.keepPrivate({ ...withVeli, state: { ...lost, who: 'partner' } }).isStateNew).toBe(
    true,
  );
  expect(own.keepPrivate({ ...withVeli, state: { ...lost, who: 'partner' } }).isStateNew).toBe(
    false,
  );
});
