import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PrivateState, PrivateView } from '../../../src-shared/member/own-copy.ts';
import type { RoomOpened } from '../../../src-shared/bridge/rooms.ts';
import {
  directConversation,
  everyone,
  topicConversation,
} from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, PrivateId } from '../../../src-shared/protocol/ids.ts';
import type { Happening } from './happening.ts';
import { TerminalMember } from './terminal-member.ts';
import {
  ali,
  can,
  conversation,
  openedRoom,
  roomId,
  scriptedApp,
  veli,
} from './testing/scripted-app.ts';

const withVeli = directConversation(ali, veli);
const waiting = {
  is: 'waiting',
  since: 0,
  nextTryAt: 1,
  cause: { code: 'connection-lost' },
} as const;

function privateWith(
  partner: AccountId,
  state: PrivateState,
  messages: PrivateView['messages'] = [],
): PrivateView {
  const id = partner.padEnd(16, '0') as PrivateId;
  const partnerName = partner.replace(/0+$/, '');
  return { room: roomId, private: id, partner, partnerName, state, messages, unread: 0 };
}

async function member(opened: RoomOpened = openedRoom()) {
  const app = scriptedApp();
  const told: Happening[] = [];
  const left: unknown[] = [];
  /** Whether there was one, each time that it was asked for. */
  const passwordOf: boolean[] = [];
  const one = new TerminalMember({
    bridge: app.bridge,
    opened,
    mostLinesAtOnce: 200,
    wallMs: () => 0,
    tell: (happening) => told.push(happening),
    askForPassword: async (room, answered) => {
      passwordOf.push(room.hasPassword);
      const outcome = { is: 'done', done: 'password-set', name: 'ali' } as const;
      answered({ outcome, room: { ...room, hasPassword: true } });
    },
    left: (cause) => left.push(cause),
  });
  await one.begin();
  told.length = 0;
  const of = <I extends Happening['is']>(is: I) =>
    told.filter((each): each is Extract<Happening, { is: I }> => each.is === is);
  const type = (line: string) => one.typed(line).carriedOut;
  const pushPrivate = (...given: Parameters<typeof privateWith>) =>
    app.push('private/changed', privateWith(...given));
  return { ...app, one, told, left, passwordOf, of, type, pushPrivate, opened };
}

const sent = (texts: readonly string[], to: string = everyone) =>
  texts.map((text) => ({ room: roomId, in: to, text }));

describe('a typed line', () => {
  it.each([
    ['hello', 'comes-again'],
    ['veli~hello', 'comes-again'],
    ['/users', 'stays'],
    ['nobody~hello', 'comes-again'],
    ['/nothing', 'stays'],
    ['/password', 'stays'],
    ['vlei~hello', 'stays'],
  ] as const)('%s: what was typed %s', async (line, shown) => {
    const { one } = await member();
    expect(one.typed(line).shown).toBe(shown);
  });

  it('with nothing in it is not sent, and is no command', async () => {
    const { type, askedFor, told } = await member();
    await type(' \t');
    expect(told).toEqual([{ is: 'refused', refusal: { code: 'text-empty' }, text: undefined }]);
    expect(askedFor('message/send')).toEqual([]);
  });

  it('is carried out when the one before it has been, and shows who is at the keyboard', async () => {
    const { type, answer, askedFor } = await member();
    const held = Promise.withResolvers<object>();
    answer('search/find', held.promise);
    const first = type('/search_message x');
    const second = type('hello');
    await nextTurn();
    expect(askedFor('message/send')).toEqual([]);
    expect(askedFor('presence/active')).toHaveLength(2);
    held.resolve({ ok: true, value: { hits: [] } });
    await Promise.all([first, second]);
    expect(askedFor('message/send')).toEqual(sent(['hello']));
  });

  it('R3.6 behind the word that leaves is not carried out', async () => {
    const { type, askedFor, left } = await member();
    await Promise.all([type('exit'), type('hello'), type('exit')]);
    expect(left).toEqual([undefined]);
    expect(askedFor('message/send')).toEqual([]);
  });

  it('that the room refuses is given back', async () => {
    const { type, answer, told } = await member();
    const refusal = { code: 'text-too-long', limit: 5 } as const;
    answer('message/send', { ok: false, refusal });
    await type('hello there');
    expect(told).toEqual([{ is: 'refused', refusal, text: 'hello there' }]);
  });

  it('R1.8 while the room is away waits and is said to, in whatever way it was written; no command is', async () => {
    const opened = openedRoom();
    const { push, type, told, of } = await member(opened);
    await type('here');
    await type('veli~here too');
    expect(of('kept')).toEqual([]);
    push('room/changed', { ...opened.room, connection: waiting });
    told.length = 0;
    await type('hello');
    await type('veli~only you');
    expect(told).toEqual([
      { is: 'kept', text: 'hello' },
      { is: 'kept', text: 'only you' },
    ]);
    told.length = 0;
    await type('/users');
    await type('/group_name_add g');
    expect(told.map(({ is }) => is)).toEqual(['outcome', 'outcome']);
  });

  it('R3.12 of a password is asked for at once, and the room has one from then on', async () => {
    const { type, of, passwordOf } = await member();
    await type('/password');
    expect(of('outcome')).toMatchObject([{ outcome: { done: 'password-set' } }]);
    await type('/password');
    expect(passwordOf).toEqual([false, true]);
  });
});

describe('where lines go', () => {
  it('R0.9 to the person or to everyone as chosen, with the last lines of a conversation, not of everyone', async () => {
    const conversations = [
      conversation({ lastSeq: 3, readSeq: 3 }),
      conversation({ in: withVeli, lastSeq: 2, readSeq: 2 }),
    ];
    const { one, type, askedFor, of } = await member(openedRoom({ conversations }));
    await type('/in veli');
    expect(one.place).toEqual({ is: 'direct', partner: 'veli' });
    expect(of('place')).toMatchObject([{ isChosen: true }]);
    expect(of('message').map(({ isOld }) => isOld)).toEqual([true, true]);
    await type('only you');
    await type('/in everyone');
    expect(of('message')).toHaveLength(2);
    await type('all');
    expect(askedFor('message/send')).toEqual([...sent(['only you'], withVeli), ...sent(['all'])]);
  });

  it('a program says it with each text, and the next one goes where lines go', async () => {
    const { one, askedFor, of } = await member();
    await one.say({ text: '/users', to: 'veli', onlyPrivately: false });
    await one.say({ text: 'all', onlyPrivately: false });
    await one.say({ text: 'lost', to: 'ece', onlyPrivately: false });
    expect(askedFor('message/send')).toEqual([...sent(['/users'], withVeli), ...sent(['all'])]);
    expect(of('outcome')).toMatchObject([{ outcome: { is: 'wrong' } }]);
  });
});

describe('a private chat', () => {
  it('R3.3 moves its two into it when it opens, and not again when it goes on after a loss', async () => {
    const { one, pushPrivate, of, type } = await member();
    pushPrivate(veli, { is: 'asking' });
    expect(one.place).toEqual({ is: 'everyone' });
    pushPrivate(veli, { is: 'open' });
    expect(one.place).toEqual({ is: 'private', partner: 'veli' });
    await type('/in everyone');
    pushPrivate(veli, { is: 'interrupted', who: 'partner' });
    pushPrivate(veli, { is: 'open' });
    pushPrivate(veli, { is: 'open' });
    expect(one.place).toEqual({ is: 'everyone' });
    const states = of('private').map(({ state }) => state.is);
    expect(states).toEqual(['asking', 'open', 'interrupted', 'open']);
  });

  it('R3.4 everything but a command is for the partner alone', async () => {
    const { pushPrivate, type, askedFor } = await member();
    pushPrivate(veli, { is: 'open' });
    for (const line of ['hello', 'can~hello', 'cna~hello', ' /users']) await type(line);
    await type('/users');
    await type('/nothing');
    await type('@PM');
    expect(askedFor('message/send')).toEqual([]);
    expect(askedFor('private/send').map(({ text }) => text)).toEqual([
      'hello',
      'can~hello',
      'cna~hello',
      expect.stringContaining('/users'),
    ]);
  });

  it('R3.4 what the room does not take of it is given back', async () => {
    const { pushPrivate, type, answer, of } = await member();
    pushPrivate(veli, { is: 'open' });
    const refusal = { code: 'text-too-long' } as const;
    answer('private/send', { ok: false, refusal });
    await type('long');
    expect(of('refused')).toEqual([{ is: 'refused', refusal, text: 'long' }]);
  });

  it('R3.5 that the partner ended is closed and forgotten, and what was typed for it goes to nobody', async () => {
    const { one, pushPrivate, push, type, askedFor, of } = await member();
    pushPrivate(veli, { is: 'open' });
    const late = one.typed('only you');
    pushPrivate(veli, { is: 'ended', reason: 'left', by: 'partner' });
    await late.carriedOut;
    expect(askedFor('private/send')).toEqual([]);
    expect(of('refused')).toEqual([
      { is: 'refused', refusal: { code: 'no-such-private' }, text: 'only you' },
    ]);
    expect(of('place').at(-1)).toMatchObject({ place: { is: 'everyone' }, isChosen: false });
    const { private: id } = privateWith(veli, { is: 'asking' });
    expect(askedFor('private/close')).toEqual([{ room: roomId, private: id }]);
    push('private/removed', { room: roomId, private: id });
    await type('all');
    expect(askedFor('message/send')).toEqual(sent(['all']));
  });

  it('R3.5 that is gone without a word leaves nobody in it, and nothing is said in it', async () => {
    const { one, pushPrivate, push, askedFor, of } = await member();
    pushPrivate(veli, { is: 'open' });
    const { private: id } = privateWith(veli, { is: 'open' });
    push('private/removed', { room: roomId, private: id });
    expect(one.place).toEqual({ is: 'everyone' });
    await one.say({ text: 'late', onlyPrivately: true });
    expect(askedFor('private/send')).toEqual([]);
    expect(of('refused')).toMatchObject([{ text: 'late' }]);
  });

  it('R3.5 another one that ends takes nobody out of theirs', async () => {
    const { one, pushPrivate, type, askedFor } = await member();
    pushPrivate(can, { is: 'asked', expiresAt: 1 });
    pushPrivate(veli, { is: 'open' });
    const typed = one.typed('for veli');
    pushPrivate(can, { is: 'ended', reason: 'timed-out' });
    await typed.carriedOut;
    expect(one.place).toEqual({ is: 'private', partner: 'veli' });
    await type('still for veli');
    expect(askedFor('private/send').map(({ text }) => text)).toEqual([
      'for veli',
      'still for veli',
    ]);
  });

  it('R3.5 EXIT PM: what is typed behind it goes to everyone at once', async () => {
    const { pushPrivate, type, askedFor, of } = await member();
    pushPrivate(veli, { is: 'open' });
    await Promise.all([type('EXIT PM'), type('all')]);
    expect(askedFor('message/send')).toEqual(sent(['all']));
    expect(of('place').at(-1)).toMatchObject({ place: { is: 'everyone' }, isChosen: true });
  });

  it('R3.4 what is to be said privately is said to that person or to nobody', async () => {
    const { one, pushPrivate, askedFor, of } = await member();
    pushPrivate(veli, { is: 'open' });
    for (const to of ['ece', 'can', 'ali'])
      await one.say({ text: `for ${to}`, to, onlyPrivately: true });
    expect(askedFor('private/send')).toEqual([]);
    expect(of('refused').map(({ text }) => text)).toEqual(['for ece', 'for can', 'for ali']);
    await one.say({ text: 'for veli', to: 'Veli', onlyPrivately: true });
    await one.say({ text: 'for the one', onlyPrivately: true });
    expect(askedFor('private/send').map(({ text }) => text)).toEqual(['for veli', 'for the one']);
  });

  it('R3.3 one that runs is gone back to instead of asked for anew', async () => {
    const { one, pushPrivate, type, askedFor } = await member();
    pushPrivate(veli, { is: 'open' });
    await type('/in everyone');
    await type('@PM veli');
    expect(one.place).toEqual({ is: 'private', partner: 'veli' });
    expect(askedFor('private/ask')).toEqual([]);
    await type('@PM can');
    expect(askedFor('private/ask')).toEqual([{ room: roomId, account: can }]);
  });

  it('R3.12 a letter answers the one who asks, not several, and not who has been answered', async () => {
    const { pushPrivate, type, askedFor, of } = await member();
    pushPrivate(veli, { is: 'asked', expiresAt: 1 });
    pushPrivate(can, { is: 'asked', expiresAt: 1 });
    for (const line of ['hello', 'yes', '']) await type(line);
    expect(askedFor('message/send')).toEqual(sent(['hello', 'yes']));
    await type(' Y ');
    expect(of('outcome')).toMatchObject([
      { outcome: { problem: { code: 'several-asks', name: 'veli, can' } } },
    ]);
    expect(askedFor('private/answer')).toEqual([]);
    pushPrivate(can, { is: 'ended', reason: 'declined' });
    await type('n');
    expect(askedFor('private/answer')).toMatchObject([
      { private: privateWith(veli, { is: 'open' }).private, accept: false },
    ]);
    pushPrivate(veli, { is: 'ended', reason: 'declined' });
    await type('y');
    expect(askedFor('message/send')).toEqual(sent(['hello', 'yes', 'y']));
  });

  it('R3.4 its messages stand there with who wrote them, once, and those that failed with why', async () => {
    const { pushPrivate, of } = await member();
    const own = { cid: 'c1' as Cid, from: ali, at: 1, text: 'mine', state: 'sending' } as const;
    const theirs = { cid: 'c2' as Cid, from: veli, at: 2, text: 'yours', state: 'sent' } as const;
    pushPrivate(veli, { is: 'open' }, [own, theirs]);
    pushPrivate(veli, { is: 'open' }, [own, theirs]);
    const place = { is: 'private', partner: 'veli' };
    expect(of('message')).toMatchObject([
      { place, from: 'ali', isOwn: true, text: 'mine', isOld: false },
      { place, from: 'veli', isOwn: false, text: 'yours', isOld: false },
    ]);
    const refusal = { code: 'text-too-long' } as const;
    pushPrivate(veli, { is: 'open' }, [{ ...own, state: 'failed', refusal }, theirs]);
    expect(of('refused')).toEqual([{ is: 'refused', refusal, text: 'mine' }]);
  });
});

describe('leaving', () => {
  const item = {
    cid: 'c1' as Cid,
    in: everyone,
    said: { type: 'send-message', text: 'x' } as const,
    createdAt: 0,
  };

  it('R1.6 says goodbye to the room, tells what has not been said, and hears nothing more', async () => {
    const outbox = [{ ...item, state: { is: 'sending' } } as const];
    const opened = openedRoom({ outbox });
    const { one, told, push, askedFor } = await member(opened);
    await one.leave();
    expect(told).toEqual([{ is: 'unsent', count: 1 }]);
    expect(askedFor('room/disconnect')).toEqual([{ room: roomId }]);
    push('room/changed', { ...opened.room, logsTexts: true });
    expect(told).toHaveLength(1);
  });

  it('says nothing of what is not there', async () => {
    const { one, told } = await member();
    await one.leave();
    expect(told).toEqual([]);
  });

  it('what was typed is carried out before it', async () => {
    const { one, type, answer } = await member();
    const held = Promise.withResolvers<object>();
    answer('message/send', held.promise);
    const typed = type('hello');
    let isSettled = false;
    const settled = one.settled().then(() => (isSettled = true));
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    expect(isSettled).toBe(false);
    held.resolve({ ok: true, value: {} });
    await Promise.all([typed, settled]);
  });

  it('what was typed has reached the room before it', async () => {
    const outbox = [{ ...item, state: { is: 'sending' } } as const];
    const { one, type, answer, push } = await member(openedRoom({ outbox }));
    const held = Promise.withResolvers<object>();
    answer('message/send', held.promise);
    const typed = type('hello');
    const steps: string[] = [];
    const settled = one.settled().then(() => steps.push('settled'));
    await nextTurn();
    expect(steps).toEqual([]);
    held.resolve({ ok: true, value: {} });
    await typed;
    await nextTurn();
    await nextTurn();
    expect(steps).toEqual([]);
    push('outbox/changed', { room: roomId, in: everyone, items: [] });
    await settled;
  });
});

it('who joins a topic is told where lines go by its name, before the topic itself has come', async () => {
  const { one, type, answer, push, of } = await member();
  const topic = { in: topicConversation('odev000000000000'), name: 'ödev', about: '', owner: veli };
  answer('topic/list', { ok: true, value: [{ ...topic, people: 1 }] });
  await type('/join #ödev');
  expect(of('place')).toEqual([
    { is: 'place', place: { is: 'group', name: '#ödev' }, isChosen: true },
  ]);
  const { in: id, owner } = topic;
  const view = { room: roomId, in: id, owner, name: 'exam', members: [ali], firstSeq: 1 };
  push('group/changed', [{ ...view, standing: 'member', topic: { about: '', people: 1 } }]);
  expect(one.place).toEqual({ is: 'group', name: '#exam' });
});
