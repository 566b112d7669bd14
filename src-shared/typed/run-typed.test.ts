import { usualFileTerms } from '../protocol/files.ts';
import { usualRoomSettings } from '../protocol/room-settings.ts';
import { beforeEach, expect, it } from 'vitest';
import type { RequestName } from '../bridge/bridge.ts';
import type { ContactGroupView } from '../bridge/contacts.ts';
import type { GroupView } from '../bridge/groups.ts';
import type { PrivateView } from '../member/own-copy.ts';
import type { MessageEntry } from '../protocol/entries.ts';
import type { Member } from '../protocol/members.ts';
import { directConversation, everyone, groupConversation } from '../protocol/ids.ts';
import type { AccountId, Cid, PrivateId, RoomId } from '../protocol/ids.ts';
import { readTyped } from './read-typed.ts';
import { runTyped, typedNames } from './run-typed.ts';
import type { TypedWorld } from './typed-world.ts';

const room = 'GTd7FguoV8FWnFbB' as RoomId;
const person = (name: string, presence: Member['presence']): Member => ({
  account: name.padEnd(10, '0') as AccountId,
  name,
  presence,
});
const ali = person('Ali', 'online');
const veli = person('Veli', 'offline');
const selin = person('Selin', 'online');
const lab: ContactGroupView = {
  room,
  group: 'labLABlabLABlab0',
  name: 'Lab',
  members: [veli.account],
};
const kat: GroupView = {
  room,
  in: groupConversation('k'.repeat(16)),
  name: 'Kat İki',
  owner: ali.account,
  members: [ali.account],
  firstSeq: 1,
  standing: 'member',
};
const message = (from: Member, text: string, to?: Member): MessageEntry => ({
  type: 'message',
  in: to ? directConversation(from.account, to.account) : everyone,
  seq: 1,
  id: 1,
  at: 0,
  from: from.account,
  cid: 'KTSJS0Sw5UQsvzU9Kk1v1M' as Cid,
  text,
});

let asked: { name: string; params: object }[];
let answers: Partial<Record<RequestName, unknown>>;
let privates: PrivateView[];
let here: ReturnType<TypedWorld['here']>;
let world: TypedWorld;
beforeEach(() => {
  asked = [];
  answers = {};
  privates = [];
  here = everyone;
  world = {
    bridge: {
      request: async (name, params) => {
        asked.push({ name, params });
        return (answers[name] ?? { ok: true, value: null }) as never;
      },
    },
    room,
    self: ali.account,
    members: () => [veli, ali, selin],
    contactGroups: () => [lab],
    groups: () => [kat],
    knocks: () => [],
    privates: () => privates,
    settings: () => usualRoomSettings,
    here: () => here,
    wallMs: () => 0,
    facts: () => ({
      isLive: true,
      logsTexts: false,
      plain: false,
      access: 'open',
      files: usualFileTerms,
    }),
  };
});

async function typed(line: string) {
  const read = readTyped(line, typedNames(world));
  if (read.is === 'text') throw new Error(`${line} is text`);
  return runTyped(world, read);
}

it('R0.5 /users lists everybody, who is online first', async () => {
  expect(await typed('/users')).toEqual({ is: 'people', people: [ali, selin, veli] });
});

it('R0.4 NAME~TEXT goes to one person, whatever the case of the name', async () => {
  expect(await typed('VELİ~merhaba')).toEqual({ is: 'done', done: 'direct-written', name: 'Veli' });
  const conversation = directConversation(ali.account, veli.account);
  expect(asked).toEqual([
    { name: 'message/send', params: { room, in: conversation, text: 'merhaba' } },
  ]);
});

it('R0.6 /search_message gives each hit as from, to and text', async () => {
  const hits = [message(veli, 'selam', ali), message(ali, 'sel'), message(ali, 'selin', veli)];
  answers['search/find'] = { ok: true, value: { hits: hits.map((each) => ({ message: each })) } };
  const found = await typed('/search_message sel');
  expect(asked).toEqual([{ name: 'search/find', params: { room, text: 'sel', limit: 50 } }]);
  expect(found).toMatchObject({
    is: 'hits',
    hasMore: false,
    hits: [
      { from: veli, to: ali },
      { from: ali, to: undefined },
      { from: ali, to: veli },
    ],
  });
});

it('R0.7 /search_person gives what was said with one person, oldest first', async () => {
  const entries = [message(veli, 'one', ali), message(ali, 'two', veli)];
  answers['timeline/page'] = { ok: true, value: { entries, hasOlder: true, hasNewer: false } };
  const found = await typed('/search_person veli');
  expect(found).toMatchObject({ is: 'hits', hasMore: true, hits: [{ from: veli }, { from: ali }] });
  const conversation = directConversation(ali.account, veli.account);
  expect(asked).toEqual([
    { name: 'timeline/page', params: { room, in: conversation, limit: 500 } },
  ]);
});

it('R0.8 groups are listed, shown, made, filled, emptied and removed', async () => {
  const group = { group: lab, members: [veli] };
  expect(await typed('/groups_view')).toEqual({ is: 'groups', groups: [group] });
  expect(await typed('/group_view LAB')).toEqual({ is: 'group', group });
  await typed('/group_name_add Kat 2');
  await typed('/group_person_add lab~selin');
  await typed('/group_person_remove lab veli');
  await typed('/group_name_remove lab');
  const { group: id, name } = lab;
  expect(asked).toEqual([
    { name: 'contact-group/save', params: { room, name: 'Kat 2', members: [] } },
    {
      name: 'contact-group/save',
      params: { room, group: id, name, members: [veli.account, selin.account] },
    },
    { name: 'contact-group/save', params: { room, group: id, name, members: [] } },
    { name: 'contact-group/remove', params: { room, group: id } },
  ]);
});

it('R0.9 /group_message goes to everybody of the group', async () => {
  expect(await typed('/group_message lab~hi')).toEqual({
    is: 'done',
    done: 'group-written',
    name: 'Lab',
  });
  expect(asked[0]).toEqual({
    name: 'contact-group/send',
    params: { room, group: lab.group, text: 'hi' },
  });
});

it('R3.3 @PM asks for a private chat, and says where it cannot be', async () => {
  answers['private/ask'] = { ok: false, refusal: { code: 'member-offline' } };
  expect(await typed('@PM veli')).toMatchObject({
    is: 'refused',
    refusal: { code: 'member-offline' },
  });
  expect(await typed('@PM nobody')).toEqual({
    is: 'wrong',
    problem: { code: 'nobody', name: 'nobody' },
  });
});

it('R3.3 @PM with one’s own name says that it needs somebody else', async () => {
  expect(await typed('@PM ALİ')).toEqual({
    is: 'refused',
    refusal: { code: 'private-with-self' },
  });
  expect(asked).toEqual([]);
});

it('R3.5 EXIT PM ends the private chat that runs', async () => {
  expect(await typed('EXIT PM')).toEqual({ is: 'wrong', problem: { code: 'no-private' } });
  const view = { room, private: 'p'.repeat(16) as PrivateId, partner: veli.account };
  privates = [{ ...view, partnerName: 'Veli', state: { is: 'open' }, messages: [], unread: 0 }];
  expect(await typed('exit pm')).toEqual({ is: 'done', done: 'private-ended', name: 'Veli' });
  expect(asked).toEqual([{ name: 'private/close', params: { room, private: view.private } }]);
});

it('R3.5 EXIT PM leaves the private chat that runs, not one that somebody else asks for', async () => {
  const view = { room, partnerName: '', messages: [], unread: 0 };
  const running = { ...view, private: 'p'.repeat(16) as PrivateId, partner: veli.account };
  const asks = { ...view, private: 'q'.repeat(16) as PrivateId, partner: selin.account };
  const waits = { ...asks, state: { is: 'asked', expiresAt: 1 } } as const;
  privates = [{ ...running, state: { is: 'open' } }, waits];
  expect(await typed('EXIT PM')).toMatchObject({ done: 'private-ended', name: 'Veli' });
  privates = [{ ...running, state: { is: 'asking' } }, waits];
  expect(await typed('EXIT PM')).toMatchObject({ done: 'private-ended', name: 'Veli' });
  privates = [waits];
  expect(await typed('EXIT PM')).toMatchObject({ problem: { code: 'no-private' } });
});

it('R3.3 /accept and /decline answer whoever asked for a private chat', async () => {
  expect(await typed('/accept veli')).toMatchObject({ problem: { code: 'no-ask', name: 'Veli' } });
  const view = { room, private: 'p'.repeat(16) as PrivateId, partner: veli.account };
  const state = { is: 'asked', expiresAt: 1 } as const;
  privates = [{ ...view, partnerName: 'Veli', state, messages: [], unread: 0 }];
  expect(await typed('/accept veli')).toMatchObject({ done: 'private-accepted' });
  expect(await typed('/decline veli')).toMatchObject({ done: 'private-declined' });
  expect(asked.map(({ params }) => params)).toEqual([
    { room, private: view.private, accept: true },
    { room, private: view.private, accept: false },
  ]);
});

it('/in goes to everyone, to a group or to a person', async () => {
  expect(await typed('/in HERKES')).toMatchObject({ is: 'show', in: everyone });
  expect(await typed('/in kat iki')).toMatchObject({ is: 'show', in: kat.in });
  const direct = directConversation(ali.account, selin.account);
  expect(await typed('/in Selin')).toMatchObject({ is: 'show', in: direct });
  expect(await typed('/in nowhere')).toMatchObject({ problem: { code: 'no-place' } });
});

it('R3.6 LOGOUT, exit and quit leave', async () => {
  for (const line of ['LOGOUT', 'exit', 'quit']) expect(await typed(line)).toEqual({ is: 'leave' });
});

it('a group that is not there is said so', async () => {
  expect(await typed('/group_view nothing')).toEqual({
    is: 'wrong',
    problem: { code: 'no-group', name: 'nothing' },
  });
});

it('R0.4 nobody writes to oneself, asks oneself or is at one’s own end', async () => {
  for (const line of ['Ali~x', '/search_person ali', '/in Ali', '/accept Ali']) {
    expect(await typed(line)).toMatchObject({ is: 'wrong' });
  }
  expect(asked).toEqual([]);
});

it('R3.3 the answer goes to the ask of the one who is named, among several', async () => {
  const view = { room, partnerName: '', messages: [], unread: 0 };
  const one = 'p'.repeat(16) as PrivateId;
  const other = 'q'.repeat(16) as PrivateId;
  const state = { is: 'asked', expiresAt: 1 } as const;
  privates = [
    { ...view, private: one, partner: selin.account, state },
    { ...view, private: other, partner: veli.account, state },
  ];
  await typed('/accept veli');
  expect(asked.map(({ params }) => params)).toEqual([{ room, private: other, accept: true }]);
  privates = [{ ...view, private: other, partner: veli.account, state: { is: 'open' } }];
  expect(await typed('/decline veli')).toMatchObject({ problem: { code: 'no-ask' } });
});

it('R3.5 EXIT PM leaves the newest of several, an interrupted one too, before what only asks', async () => {
  const view = { room, partnerName: '', messages: [], unread: 0 };
  const chat = (letter: string, state: PrivateView['state']): PrivateView => ({
    ...view,
    private: letter.repeat(16) as PrivateId,
    partner: veli.account,
    state,
  });
  privates = [
    chat('a', { is: 'open' }),
    chat('b', { is: 'interrupted' } as PrivateView['state']),
    chat('c', { is: 'asking' }),
  ];
  await typed('EXIT PM');
  expect(asked[0]?.params).toMatchObject({ private: 'b'.repeat(16) });
});

it('R0.5 who is away stands between who is online and who is not, each by name', async () => {
  const [can, bora, deniz] = [
    person('Can', 'online'),
    person('Bora', 'away'),
    person('Deniz', 'offline'),
  ];
  world = { ...world, members: () => [deniz, veli, bora, can, ali] };
  expect(await typed('/users')).toEqual({
    is: 'people',
    people: [ali, can, bora, deniz, veli],
  });
});

it('R0.8 whoever is in a group already is not in it twice', async () => {
  await typed('/group_person_add lab~veli');
  expect(asked.map(({ params }) => params)).toMatchObject([{ members: [veli.account] }]);
});

it.each([
  ['/search_message x', 'search/find'],
  ['/search_person veli', 'timeline/page'],
  ['veli~x', 'message/send'],
  ['/group_message lab~x', 'contact-group/send'],
  ['/group_name_add x', 'contact-group/save'],
  ['/group_name_remove lab', 'contact-group/remove'],
] as const)('what is refused is said: %s', async (line, name) => {
  answers[name] = { ok: false, refusal: { code: 'store-failed' } };
  expect(await typed(line)).toMatchObject({ is: 'refused', refusal: { code: 'store-failed' } });
});

const chat: PrivateView = {
  room,
  private: 'p'.repeat(16) as PrivateId,
  partner: veli.account,
  partnerName: 'Veli',
  state: { is: 'open' },
  messages: [],
  unread: 0,
  compare: { signs: [11, 51], isDone: false },
} as unknown as PrivateView;

it('/privacy says what the label of the conversation says in which it is typed', async () => {
  const everybody = await typed('/privacy');
  expect(everybody).toMatchObject({ is: 'privacy' });
  expect(JSON.stringify(everybody)).toContain('read_everyone_open');
  here = directConversation(ali.account, veli.account);
  expect(JSON.stringify(await typed('/privacy'))).toContain('read_direct');
  here = chat;
  expect(JSON.stringify(await typed('/privacy'))).toContain('between_possible');
  here = { ...chat, compare: { signs: [11, 51], isDone: true } };
  expect(JSON.stringify(await typed('/privacy'))).toContain('between_nobody');
});

it('/compare shows the signs of the private chat, /compared notes that both saw the same', async () => {
  const none = { is: 'wrong', problem: { code: 'no-private' } };
  expect(await typed('/compare')).toEqual(none);
  expect(await typed('/compared')).toEqual(none);
  privates = [{ ...chat, state: { is: 'asking' } }];
  expect(await typed('/compared')).toEqual(none);
  privates = [chat];
  const signs = { is: 'compare', name: 'Veli', signs: [11, 51], isCompared: false };
  expect(await typed('/compare')).toEqual(signs);
  expect(asked).toEqual([]);
  expect(await typed('/compared')).toEqual({ is: 'done', done: 'private-compared', name: 'Veli' });
  expect(asked).toEqual([{ name: 'private/compared', params: { room, private: chat.private } }]);
});
