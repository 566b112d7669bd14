import { topicConversation } from '../../../src-shared/protocol/ids.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PrivateState } from '../../../src-shared/member/own-copy.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { nearbyText } from './nearby-text.ts';
import type { AccountId, DeviceId, Pin, RoomId } from '../../../src-shared/protocol/ids.ts';
import type {
  RecordedLine,
  TypedDone,
  TypedOutcome,
} from '../../../src-shared/typed/typed-world.ts';
import type { Happening, Place } from './happening.ts';
import { badLine, jsonVoice, readJsonLine } from './json-voice.ts';

const document = readFileSync(join(import.meta.dirname, '../../../docs/TERMINAL.md'), 'utf8');

/** The lines of the fenced blocks of one kind. */
function examples(kind: string): string[] {
  const blocks = document.matchAll(/^```(.*)\n([^]*?)^```$/gmu);
  return [...blocks].flatMap(([, fence, body = '']) =>
    fence === kind ? body.trim().split('\n') : [],
  );
}

type Told = { event: string };
const read = (line: string) => JSON.parse(line) as Told;

const at = 1;
const isOld = false;
const veli = { account: 'veli000000' as AccountId, name: 'veli', presence: 'offline' } as const;
const member = { ...veli, lastSeenAt: 1, guest: true } as const;
const group = { room: 'r' as RoomId, group: 'g', name: 'g', members: [] };
const message = {
  type: 'message',
  in: everyone,
  seq: 1,
  id: 1,
  at,
  from: veli.account,
  cid: 'c',
  text: 'x',
} as never;
const device = 'laptop0000000000' as DeviceId;
const places: Place[] = [
  { is: 'everyone' },
  { is: 'direct', partner: 'veli' },
  { is: 'group', name: 'g' },
  { is: 'private', partner: 'veli' },
];
const states: PrivateState[] = [
  { is: 'asking' },
  { is: 'asked', expiresAt: 1 },
  { is: 'open' },
  { is: 'interrupted', who: 'self' },
  { is: 'ended', reason: 'left', by: 'partner' },
];
const dones: Record<TypedDone, true> = {
  'group-made': true,
  'group-removed': true,
  'person-added': true,
  'person-removed': true,
  'group-written': true,
  'direct-written': true,
  'reply-written': true,
  'change-written': true,
  'file-sent': true,
  'file-saved': true,
  'left-topic': true,
  'topic-changed': true,
  'private-asked': true,
  'private-accepted': true,
  'private-declined': true,
  'private-ended': true,
  'private-compared': true,
  'password-set': true,
  'password-changed': true,
  'password-removed': true,
  'password-kept': true,
  kicked: true,
  banned: true,
  unbanned: true,
  muted: true,
  unmuted: true,
  'role-set': true,
  'handed-over': true,
  'room-changed': true,
  'group-changed': true,
  'let-in': true,
  'turned-away': true,
  'signed-out': true,
  'status-set': true,
  'status-cleared': true,
  'presence-available': true,
  'presence-do-not-disturb': true,
  'presence-away': true,
};
const recorded: RecordedLine = {
  entry: {
    id: 9,
    at,
    act: 'banned',
    by: veli.account,
    account: veli.account,
    reach: [],
    until: 2,
    reason: 'x',
  },
  names: new Map([[veli.account, 'veli']]),
};
const topic: Topic = {
  in: topicConversation('odev000000000000'),
  name: 'odev',
  about: 'x',
  owner: veli.account,
  people: 2,
  archived: true,
  joined: true,
};
const outcomes: TypedOutcome[] = [
  { is: 'people', people: [member] },
  { is: 'hits', hits: [{ message, from: veli, to: veli }], hasMore: true },
  { is: 'groups', groups: [{ group, members: [veli] }] },
  { is: 'group', group: { group, members: [veli] } },
  { is: 'topics', topics: [topic] },
  { is: 'record', of: 'record', entries: [recorded], hasMore: false },
  { is: 'record', of: 'bans', entries: [recorded], hasMore: false },
  { is: 'knocks', knocks: [{ knock: 1, name: 'can', address: '10.0.0.7', at }] },
  {
    is: 'devices',
    devices: [{ device, computer: 'c', since: 1, lastSeenAt: 1, isIn: true, isOwn: true }],
  },
  { is: 'reset-code', name: 'can', resetCode: 'x', expiresAt: 1 },
  { is: 'privacy', statements: ['read_direct', 'host_reads'], values: { newcomersMs: 0 } },
  { is: 'compare', name: 'veli', signs: [11, 51], isCompared: true },
  ...(Object.keys(dones) as TypedDone[]).map((done) => ({ is: 'done', done, name: 'x' }) as const),
  { is: 'wrong', problem: { code: 'nobody', name: 'x' } },
  { is: 'wrong', problem: { code: 'unknown-command', word: '/x', near: [] } },
  { is: 'wrong', problem: { code: 'missing', word: '@PM', argument: 'person' } },
  { is: 'refused', refusal: { code: 'member-offline' } },
  { is: 'help' },
];
const cause = { code: 'replaced' } as const;
const happenings: Record<Happening['is'], Happening[]> = {
  entered: [{ is: 'entered', room: 'r', name: 'ali', others: [], logsTexts: true }],
  message: [
    ...places.map((place) => ({ place, number: place.is === 'private' ? undefined : 7 })),
    ...[{ reply: 3 }, { forwarded: 'can' }].map((more) => {
      return { place: { is: 'group', name: 'g' } as const, number: 7, ...more };
    }),
  ].map((more) => ({ is: 'message', from: 'veli', isOwn: false, text: 'x', at, isOld, ...more })),
  entry: [
    { kind: 'joined', values: { name: 'veli' } },
    { kind: 'left', values: { name: 'veli' } },
    { kind: 'added', values: { group: 'g', by: 'veli', account: 'ali' } },
    { kind: 'removed', values: { group: 'g', by: 'veli', account: 'ali' } },
    { kind: 'removed_own', values: { group: 'g', by: 'veli', account: 'veli' } },
    { kind: 'renamed', values: { group: 'f', by: 'veli', name: 'g' } },
    { kind: 'added_topic', values: { group: '#g', by: 'veli', account: 'ali' } },
    { kind: 'added_own_topic', values: { group: '#g', by: 'veli', account: 'veli' } },
    { kind: 'removed_topic', values: { group: '#g', by: 'veli', account: 'ali' } },
    { kind: 'removed_own_topic', values: { group: '#g', by: 'veli', account: 'veli' } },
    { kind: 'renamed_topic', values: { group: '#f', by: 'veli', name: 'g' } },
    { kind: 'group-changed', values: { group: 'g', by: 'veli' } },
    { kind: 'group-changed_readOnly', values: { group: 'g', by: 'veli' } },
    { kind: 'message-edited', values: { by: 'veli', text: 'x' } },
    { kind: 'message-deleted', values: { by: 'veli' } },
    { kind: 'reaction-added', values: { by: 'veli', emoji: '\u{1f44d}' } },
    { kind: 'reaction-removed', values: { by: 'veli', emoji: '\u{1f44d}' } },
  ].map((told) => {
    const number = /^(message|reaction)-/.test(told.kind) ? 7 : undefined;
    return { is: 'entry', told, at, isOld, number };
  }),
  'no-space': [{ is: 'no-space', name: 'Ayşe', file: 'plan.pdf' }],
  knock: [{ is: 'knock', name: 'can', address: '10.0.0.7', at }],
  presence: [{ is: 'presence', name: 'veli', presence: 'away' }],
  connection: [
    { is: 'connection', connection: { is: 'waiting', since: 1, nextTryAt: 2, cause } },
    { is: 'connection', connection: { is: 'closed', cause } },
    { is: 'connection', connection: { is: 'live' } },
  ],
  private: states.map((state) => ({ is: 'private', partner: 'veli', state })),
  compare: [{ is: 'compare', partner: 'veli', signs: [11, 51] }],
  place: [{ is: 'place', place: { is: 'private', partner: 'veli' }, isChosen: true }],
  skipped: [{ is: 'skipped', count: 1 }],
  recorded: [{ is: 'recorded', line: recorded }],
  'logs-texts': [{ is: 'logs-texts', isOn: true }],
  resynced: [{ is: 'resynced', refusal: { code: 'cursor-ahead' } }],
  outcome: outcomes.map((outcome) => ({ is: 'outcome', outcome })),
  refused: [{ is: 'refused', refusal: { code: 'text-too-long', limit: 1 }, text: 'x' }],
  kept: [{ is: 'kept', text: 'x' }],
  'set-aside': [],
  unsent: [{ is: 'unsent', count: 1 }],
  goodbye: [{ is: 'goodbye' }],
};
const told = [
  ...Object.values(happenings)
    .flat()
    .map((each) => jsonVoice.tell(each)),
  badLine(),
];
const nearby = (name: string) => ({
  room: 'r' as RoomId,
  name,
  pin: 'k'.repeat(43) as Pin,
  address: '10.0.0.7:12345',
  people: 1,
  isInvited: true,
  state: 'there' as const,
});
const listed = (json: boolean, ...names: string[]) =>
  nearbyText({ rooms: names.map(nearby), hidden: 0, problem: undefined }, { language: 'en', json });
told.push(listed(true, 'Lab'));

const asked = ['address', 'name', 'password', 'current-password', 'new-password'].map(
  (what) => `{"event":"asked","for":"${what}"}`,
);

/** The name of an event with what it holds, and what the first thing in its lists does. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.map(shapeOf)[0] : [];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.keys(value).toSorted().join();
}

describe('docs/TERMINAL.md', () => {
  it('every object that a program may write is one', () => {
    expect(examples('json in').length).toBeGreaterThan(5);
    for (const line of examples('json in')) {
      expect(['say', 'command', 'answer']).toContain(readJsonLine(line).is);
    }
  });

  it('has an example of every event, with all that it holds', () => {
    const documented = new Set(
      examples('json out').map((line) => [read(line).event, shapeOf(read(line))].join()),
    );
    for (const line of told) {
      expect(documented).toContain([read(line).event, shapeOf(read(line))].join());
    }
  });

  it('has no event that is not told', () => {
    const names = new Set([...told, ...asked].map((line) => read(line).event));
    for (const line of examples('json out')) expect(names).toContain(read(line).event);
    expect(examples('json out')).toEqual(expect.arrayContaining(asked));
  });
});

describe('rooms nearby', () => {
  it('are a line each, in which nothing of a stranger moves the cursor, or that there is none', () => {
    const lines = listed(false, 'Lab', 'x\u001b[2Jy');
    expect(lines.split('\n')).toEqual([
      'Lab  10.0.0.7:12345  1 person, New people need an invite',
      expect.stringMatching(/^x\P{Cc}\[2Jy {2}10\.0\.0\.7:12345 /u),
    ]);
    expect(listed(false)).toBe('No room on this network says that it is there.');
    expect(listed(true)).toBe('');
  });
});

describe('the voice for programs', () => {
  it('tells what is followed by another event by nothing', () => {
    const show: TypedOutcome = { is: 'show', in: everyone, name: 'everyone' };
    for (const outcome of [show, { is: 'leave' } as const]) {
      expect(jsonVoice.tell({ is: 'outcome', outcome })).toBe('');
    }
    expect(jsonVoice.tell({ is: 'set-aside', text: 'x' })).toBe('');
  });

  it('says nothing of an answer but what is a refusal’s', () => {
    const refusal = { ok: false, code: 'defect', more: 1 } as const;
    expect(read(jsonVoice.tell({ is: 'refused', refusal }))).toEqual({
      event: 'refused',
      code: 'defect',
      sentence: expect.any(String),
    });
  });
});
