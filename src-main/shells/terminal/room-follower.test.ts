import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RoomOpened } from '../../../src-shared/bridge/rooms.ts';
import {
  directConversation,
  everyone,
  groupConversation,
} from '../../../src-shared/protocol/ids.ts';
import type { PrivateView } from '../../../src-shared/member/own-copy.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { AccountId, Cid, PrivateId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Happening } from './happening.ts';
import { RoomFollower } from './room-follower.ts';
import { RoomPicture } from './room-picture.ts';
import {
  ali,
  can,
  conversation,
  message,
  openedRoom,
  roomId,
  scriptedApp,
  veli,
} from './testing/scripted-app.ts';

const withVeli = directConversation(ali, veli);
const elsewhere = 'elsewhere0000000' as RoomId;

function follow(opened: RoomOpened = openedRoom(), mostLinesAtOnce = 200) {
  const app = scriptedApp();
  const told: Happening[] = [];
  const closed: unknown[] = [];
  const privates: string[] = [];
  const picture = new RoomPicture(opened);
  const follower = new RoomFollower({
    bridge: app.bridge,
    picture,
    mostLinesAtOnce,
    tell: (happening) => told.push(happening),
    privateChanged: (view) => privates.push(`${view.private} ${view.state.is}`),
    privateRemoved: (id) => privates.push(`${id} removed`),
    closed: (cause) => closed.push(cause),
  });
  const texts = () =>
    told.flatMap((each) =>
      each.is === 'message' ? [`${each.text}${each.isOld ? ' old' : ''}`] : [],
    );
  const of = <I extends Happening['is']>(is: I) =>
    told.filter((each): each is Extract<Happening, { is: I }> => each.is === is);
  return { ...app, follower, picture, told, closed, privates, texts, of, opened };
}

async function following(opened?: RoomOpened, mostLinesAtOnce?: number) {
  const one = follow(opened, mostLinesAtOnce);
  await one.follower.begin(one.opened);
  return one;
}

describe('coming in', () => {
  it('R1.2 the others who are here are named: not oneself, and nobody who is away from the room', async () => {
    const { of } = await following();
    expect(of('entered')).toEqual([
      { is: 'entered', room: 'Lab', name: 'ali', others: ['veli'], logsTexts: false },
    ]);
  });

  it('the last 50 lines to everyone are told again, and marked as read', async () => {
    const all = conversation({ lastSeq: 80, readSeq: 80 });
    const { texts, of, askedFor } = await following(openedRoom({ conversations: [all] }));
    expect(texts()).toHaveLength(50);
    expect(texts().at(0)).toBe('text 31 old');
    expect(texts().at(-1)).toBe('text 80 old');
    expect(of('skipped')).toEqual([]);
    expect(askedFor('conversation/mark-read')).toEqual([{ room: roomId, in: everyone, seq: 80 }]);
  });

  it('what was missed is new, however much it is up to the bound, and what is left out is counted', async () => {
    const all = conversation({ lastSeq: 80, readSeq: 20, unread: 60 });
    const whole = await following(openedRoom({ conversations: [all] }));
    expect(whole.texts()).toHaveLength(60);
    expect(whole.texts().at(0)).toBe('text 21');
    expect(whole.of('skipped')).toEqual([]);
    const bounded = await following(openedRoom({ conversations: [all] }), 55);
    expect(bounded.texts().at(0)).toBe('text 26');
    expect(bounded.of('skipped')).toEqual([{ is: 'skipped', count: 5 }]);
    const much = conversation({ lastSeq: 700, readSeq: 100, unread: 600 });
    const program = await following(openedRoom({ conversations: [much] }), Infinity);
    expect(program.texts()).toHaveLength(500);
    expect(program.of('skipped')).toEqual([{ is: 'skipped', count: 100 }]);
  });

  it('of other conversations only what was missed is told, and the line that was read last is old', async () => {
    const read = conversation({ in: withVeli, lastSeq: 9, readSeq: 9 });
    expect((await following(openedRoom({ conversations: [read] }))).texts()).toEqual([]);
    const missed = conversation({ in: withVeli, lastSeq: 9, readSeq: 7, unread: 1 });
    const some = await following(openedRoom({ conversations: [missed] }));
    expect(some.texts()).toEqual(['text 8', 'text 9']);
    const all = conversation({ lastSeq: 9, readSeq: 7, unread: 1 });
    const everybody = await following(openedRoom({ conversations: [all] }));
    expect(everybody.texts().slice(-3)).toEqual(['text 7 old', 'text 8', 'text 9']);
  });

  it('a conversation where nothing was said is not asked for', async () => {
    const { askedFor } = await following(openedRoom({ conversations: [conversation()] }));
    expect(askedFor('timeline/page')).toEqual([]);
  });
});

describe('what happens from then on', () => {
  it('is told once, in its conversation, and marked as read', async () => {
    const all = conversation({ lastSeq: 3, readSeq: 3 });
    const { push, texts, told, askedFor } = await following(openedRoom({ conversations: [all] }));
    told.length = 0;
    const entries = [message(3), message(4), message(5)];
    push('timeline/appended', { room: roomId, in: everyone, entries });
    push('timeline/appended', { room: roomId, in: everyone, entries });
    push('timeline/appended', { room: roomId, in: withVeli, entries: [message(1)] });
    expect(texts()).toEqual(['text 4', 'text 5', 'text 1']);
    expect(askedFor('conversation/mark-read').slice(1)).toEqual([
      { room: roomId, in: everyone, seq: 5 },
      { room: roomId, in: withVeli, seq: 1 },
    ]);
  });

  it('more than a person reads at once is left out from its beginning', async () => {
    const { push, texts, of } = await following(openedRoom(), 3);
    const entries = [1, 2, 3, 4, 5].map((seq) => message(seq));
    push('timeline/appended', { room: roomId, in: everyone, entries });
    expect(of('skipped')).toEqual([{ is: 'skipped', count: 2 }]);
    expect(texts()).toEqual(['text 3', 'text 4', 'text 5']);
  });

  it('what happens in another room is not told here', async () => {
    const { push, told, picture, closed, privates } = await following();
    told.length = 0;
    const theirs = { ...picture.room, room: elsewhere };
    push('room/changed', { ...theirs, logsTexts: true, connection: { is: 'closed' } });
    push('room/resynced', { room: elsewhere, cause: { code: 'cursor-ahead' } });
    push('timeline/appended', { room: elsewhere, in: everyone, entries: [message(1)] });
    const away = { account: veli, name: 'veli', presence: 'away' } as const;
    push('member/changed', { room: elsewhere, members: [away] });
    const group = { in: groupConversation('g'), name: 'g', owner: ali, members: [], firstSeq: 1 };
    push('group/changed', [{ ...group, room: elsewhere, standing: 'member' }]);
    push('contact-group/changed', { room: elsewhere, group: 'g', name: 'g', members: [] });
    push('private/removed', { room: elsewhere, private: 'p' as PrivateId });
    expect(told).toEqual([]);
    expect(closed).toEqual([]);
    expect(privates).toEqual([]);
    expect(picture.groups.size + picture.contactGroups.size).toBe(0);
    expect(picture.room.room).toBe(roomId);
    push('group/changed', [{ ...group, room: roomId, standing: 'member' }]);
    push('contact-group/changed', { room: roomId, group: 'g', name: 'g', members: [] });
    expect(picture.groups.size + picture.contactGroups.size).toBe(2);
    push('contact-group/removed', { room: roomId, group: 'g' });
    expect(picture.contactGroups.size).toBe(0);
  });

  it('R3.8 who turns is told, whether the log keeps texts when that changes, and nothing twice', async () => {
    const { push, told, picture } = await following();
    told.length = 0;
    const members = [{ account: veli, name: 'veli', presence: 'away' } as const];
    push('member/changed', { room: roomId, members });
    push('member/changed', { room: roomId, members });
    push('room/changed', { ...picture.room, logsTexts: true });
    push('room/changed', { ...picture.room, logsTexts: true });
    expect(told).toEqual([
      { is: 'presence', name: 'veli', presence: 'away' },
      { is: 'logs-texts', isOn: true },
    ]);
  });

  it('W9 a room whose numbers have changed is told of, all of it comes once more as old, and then new is new', async () => {
    const all = conversation({ lastSeq: 3, readSeq: 3 });
    const { push, texts, told, of, picture } = await following(
      openedRoom({ conversations: [all] }),
    );
    told.length = 0;
    push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } });
    push('timeline/appended', { room: roomId, in: everyone, entries: [message(1), message(2)] });
    push('room/changed', { ...picture.room, connection: { is: 'live' } });
    push('timeline/appended', { room: roomId, in: everyone, entries: [message(3)] });
    expect(of('resynced')).toEqual([{ is: 'resynced', refusal: { code: 'cursor-ahead' } }]);
    expect(texts()).toEqual(['text 1 old', 'text 2 old', 'text 3']);
  });

  it('a room that was closed is said to be so, with its cause', async () => {
    const { push, closed, picture, of } = await following();
    push('room/changed', {
      ...picture.room,
      connection: { is: 'closed', cause: { code: 'replaced' } },
    });
    expect(closed).toEqual([{ code: 'replaced' }]);
    expect(of('connection')).toHaveLength(1);
  });

  it('after its end nothing is told, and nothing is held before its beginning', async () => {
    const one = follow();
    one.push('timeline/appended', { room: roomId, in: everyone, entries: [message(1)] });
    expect(one.told).toEqual([]);
    await one.follower.begin(one.opened);
    expect(one.texts()).toEqual(['text 1']);
    one.follower.stop();
    one.push('timeline/appended', { room: roomId, in: everyone, entries: [message(2)] });
    expect(one.texts()).toEqual(['text 1']);
  });

  it('one’s own coming and going is no news, that of others is, and who is blocked is not heard', async () => {
    const blocked = { account: can, note: '', favourite: false, blocked: true, muted: false };
    const contacts = [{ room: roomId, ...blocked }];
    const { push, of, texts } = await following(openedRoom({ contacts }));
    const came = (seq: number, account: typeof ali, name: string) => {
      return { type: 'joined', in: everyone, seq, id: seq, at: seq, account, name } as const;
    };
    const place = { in: everyone, seq: 3, id: 3, at: 3 };
    const left = { type: 'left', ...place, account: ali, reason: 'left' } as const;
    const entries = [
      came(1, ali, 'ali'),
      came(2, veli, 'veli'),
      left,
      { ...left, seq: 4, account: veli },
      message(5, { from: can }),
      message(6),
    ];
    push('timeline/appended', { room: roomId, in: everyone, entries });
    expect(of('entry').map(({ told: { kind, values } }) => [kind, values['name']])).toEqual([
      ['joined', 'veli'],
      ['left', 'veli'],
    ]);
    expect(texts()).toEqual(['text 6']);
  });

  it('in a group who left, who was taken out and who gave it a name are told apart', async () => {
    const trip = groupConversation('trip');
    const group = { in: trip, name: 'Trip', owner: ali, members: [], firstSeq: 1 };
    const groups = [{ ...group, room: roomId, standing: 'member' } as const];
    const { push, of } = await following(openedRoom({ groups }));
    const place = (seq: number) => ({ in: trip, seq, id: seq, at: seq });
    const entries = [
      { type: 'added', ...place(1), by: veli, account: can },
      { type: 'removed', ...place(2), by: veli, account: can },
      { type: 'removed', ...place(3), by: veli, account: veli },
      { type: 'renamed', ...place(4), by: can, name: 'Tour' },
    ] as const;
    push('timeline/appended', { room: roomId, in: trip, entries: [...entries] });
    const by = { by: 'veli', group: 'Trip' };
    expect(of('entry').map(({ told: { kind, values } }) => [kind, values])).toEqual([
      ['added', { ...by, account: 'can' }],
      ['removed', { ...by, account: 'can' }],
      ['removed_own', { ...by, account: 'veli' }],
      ['renamed', { by: 'can', group: 'Trip', name: 'Tour' }],
    ]);
  });
});

describe('private chats', () => {
  const chat = {
    room: roomId,
    private: 'private000000000' as PrivateId,
    partner: veli,
    partnerName: 'veli',
    state: { is: 'asked', expiresAt: 1 },
    messages: [],
    unread: 0,
  } as const;

  it('R3.12 that wait for an answer are told of on coming in, and how they go on after that', async () => {
    const { push, privates } = await following(
      openedRoom({ privates: [{ ...chat, messages: [] }] }),
    );
    push('private/changed', { ...chat, state: { is: 'open' }, messages: [] });
    push('private/removed', { room: roomId, private: chat.private });
    const id = chat.private;
    expect(privates).toEqual([`${id} asked`, `${id} open`, `${id} removed`]);
  });

  it('a file that the other one has stopped is told of once, each time that it stops', async () => {
    const hash = 'f'.repeat(43) as FileHash;
    const given = { cid: 'c1' as Cid, from: veli, at: 1, text: '', state: 'sent' } as const;
    const files = [{ hash, name: 'plan.pdf', size: 10 }] as const;
    const messages = [{ ...given, files: [...files] }];
    const open: PrivateView = { ...chat, state: { is: 'open' }, messages };
    const { push, picture, of } = await following(openedRoom({ privates: [open] }));
    picture.keepPrivate(open);
    const way = {
      room: roomId,
      hash,
      isPrivate: true,
      done: 3,
      size: 10,
      bytesPerSecond: 0,
    } as const;
    const refusal = { code: 'file-stopped-there' } as const;
    const stopped = { ...way, is: 'stopped', refusal } as const;
    for (const state of [stopped, stopped, { ...way, is: 'down' } as const, stopped])
      push('file/changed', [state]);
    push('file/changed', [{ ...stopped, isPrivate: undefined }, stopped]);
    push('file/changed', [{ ...stopped, room: elsewhere }]);
    const state = { is: 'file-stopped', file: 'plan.pdf', done: 3, size: 10 };
    const told = { is: 'private', partner: chat.partnerName, state };
    expect(of('private')).toEqual([told, told]);
  });

  it('who has no space for a file that was sent is told of once, until there is space again', async () => {
    const { push, of, answer } = await following();
    const hash = 'f'.repeat(43) as FileHash;
    const own = message(1, { from: ali, files: [{ hash, name: 'plan.pdf', size: 10 }] });
    answer('timeline/page', { ok: true, value: { entries: [own] } });
    const tell = async (...accounts: AccountId[]) => {
      push('file/space-changed', { room: roomId, in: everyone, seq: 1, hash, accounts });
      await nextTurn();
    };
    const told = (name: string) => ({ is: 'no-space', name, file: 'plan.pdf' });
    await tell(veli);
    await tell(veli, can);
    expect(of('no-space')).toEqual([told('veli'), told('can')]);
    await tell(can);
    await tell(veli, can);
    expect(of('no-space')).toEqual([told('veli'), told('can'), told('veli')]);
  });

  it('what is said in one has gone out when it has changed, or is gone', async () => {
    const own = { cid: 'c1' as Cid, from: ali, at: 1, text: 'x', state: 'sending' } as const;
    for (const how of ['sent', 'gone'] as const) {
      const open = { ...chat, state: { is: 'open' }, messages: [own] } as const;
      const { push, follower, picture } = await following(
        openedRoom({ privates: [{ ...open, messages: [own] }] }),
      );
      let isSent = false;
      const sent = follower.sent().then(() => (isSent = true));
      await new Promise((resolve) => setImmediate(resolve));
      expect(isSent).toBe(false);
      // As the member does it.
      if (how === 'gone') picture.dropPrivate(chat.private);
      else picture.keepPrivate({ ...open, messages: [{ ...own, state: 'sent' }] });
      if (how === 'gone') push('private/removed', { room: roomId, private: chat.private });
      else push('private/changed', { ...open, messages: [{ ...own, state: 'sent' }] });
      await sent;
    }
  });
});

describe('what was sent', () => {
  const item = {
    cid: 'c1' as Cid,
    in: everyone,
    said: { type: 'send-message', text: 'x' } as const,
    createdAt: 0,
  };
  const sending = { ...item, state: { is: 'sending' } } as const;

  it('has all gone out when the room has the last of it, and what failed is told', async () => {
    const { follower, push, of } = await following(openedRoom({ outbox: [sending] }));
    let isSent = false;
    const sent = follower.sent().then(() => (isSent = true));
    const refusal = { code: 'text-too-long' } as const;
    await Promise.resolve();
    push('outbox/changed', { room: roomId, in: withVeli, items: [] });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSent).toBe(false);
    const failed = { ...item, state: { is: 'failed', refusal } } as const;
    push('outbox/changed', { room: roomId, in: everyone, items: [failed] });
    await sent;
    expect(of('refused')).toEqual([{ is: 'refused', refusal, text: 'x' }]);
  });

  it('in this very turn of the loop is waited for too', async () => {
    const { follower, push } = await following();
    let isSent = false;
    const sent = follower.sent().then(() => (isSent = true));
    push('outbox/changed', { room: roomId, in: everyone, items: [sending] });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSent).toBe(false);
    push('outbox/changed', { room: roomId, in: everyone, items: [] });
    await sent;
  });

  it('is not waited for where the room is away', async () => {
    const { follower, push, picture } = await following(openedRoom({ outbox: [sending] }));
    const sent = follower.sent();
    await new Promise((resolve) => setImmediate(resolve));
    const cause = { code: 'connection-lost' } as const;
    const connection = { is: 'waiting', since: 0, nextTryAt: 1, cause } as const;
    push('room/changed', { ...picture.room, connection });
    await sent;
    await follower.sent();
  });
});

describe('going to a conversation', () => {
  it('its last 20 lines are told as old ones', async () => {
    const all = conversation({ in: withVeli, lastSeq: 30, readSeq: 30 });
    const { follower, texts } = await following(openedRoom({ conversations: [all] }));
    await follower.tellRecent(withVeli);
    expect(texts()).toHaveLength(20);
    expect(texts().at(0)).toBe('text 11 old');
    expect(texts().at(-1)).toBe('text 30 old');
  });

  it('where nothing was said nothing is asked for', async () => {
    const { follower, askedFor } = await following();
    await follower.tellRecent(withVeli);
    expect(askedFor('timeline/page')).toEqual([]);
  });
});
