import { describe, expect, it } from 'vitest';
import type { Member } from '../../../src-shared/protocol/members.ts';
import { everyone, groupConversation } from '../../../src-shared/protocol/ids.ts';
import type { TypedHit, TypedOutcome } from '../../../src-shared/typed/typed-world.ts';
import { ali, can, message, roomId, veli } from './testing/scripted-app.ts';
import { TextVoice } from './text-voice.ts';

const tell = (outcome: TypedOutcome) => new TextVoice('en').tell({ is: 'outcome', outcome });
const at = new Date(2025, 5, 15, 14, 5).getTime();
const person = (change: Partial<Member> = {}): Member => {
  return { account: veli, name: 'veli', presence: 'online', ...change };
};

describe('R0.5 who is there', () => {
  it('has a line each: how they stand, or when they were seen last, and whether as a guest', () => {
    const people = [
      person(),
      person({ name: 'can', presence: 'away', lastSeenAt: at }),
      person({ name: 'ece', presence: 'offline' }),
      person({ name: 'efe', presence: 'offline', lastSeenAt: at, guest: true }),
    ];
    expect(tell({ is: 'people', people }).replaceAll('\u202f', ' ').split('\n')).toEqual([
      '  veli  online',
      '  can  away',
      '  ece  offline',
      '  efe  last seen Jun 15, 2025, 2:05 PM, guest',
    ]);
  });
});

describe('R0.6 what was found', () => {
  const found = (hits: TypedHit[], hasMore = false) =>
    tell({ is: 'hits', hits, hasMore }).replaceAll('\u202f', ' ').split('\n');
  const said = (change: Parameters<typeof message>[1] = {}) => message(1, { at, ...change });

  it('says from whom to whom, and stands below each other', () => {
    const own = person({ account: ali, name: 'ali' });
    const hits = [
      { message: said(), from: person(), to: undefined },
      { message: said({ in: groupConversation('g') }), from: person(), to: undefined },
      { message: said({ from: ali }), from: own, to: person() },
      { message: said({ from: can }), from: undefined, to: own },
    ];
    expect(found(hits)).toEqual([
      '  Jun 15, 2025, 2:05 PM  veli → everyone: text 1',
      '  Jun 15, 2025, 2:05 PM  veli → a group: text 1',
      '  Jun 15, 2025, 2:05 PM  ali → veli: text 1',
      `  Jun 15, 2025, 2:05 PM  ${can} → ali: text 1`,
    ]);
  });

  it('says so where it is nothing, and where there is more', () => {
    expect(found([])).toEqual(['Nothing was found.']);
    const hit = { message: said({ in: everyone }), from: person(), to: undefined };
    expect(found([hit], true)).toHaveLength(2);
    expect(found([hit], true).at(-1)).toBe('There is more than this.');
    expect(found([hit])).toHaveLength(1);
  });
});

describe('R0.8 contact groups', () => {
  const group = { room: roomId, group: 'g', name: 'Kat 2', members: [] };

  it('name those in them, and who of them is not here', () => {
    const members = [
      person(),
      person({ name: 'can', presence: 'offline' }),
      person({ name: 'ece', presence: 'away' }),
    ];
    const told = '  Kat 2: veli, can (offline), ece';
    expect(tell({ is: 'group', group: { group, members } })).toBe(told);
    expect(tell({ is: 'groups', groups: [{ group, members }] })).toBe(told);
  });

  it('say where nobody is in one, and where there are none', () => {
    expect(tell({ is: 'group', group: { group, members: [] } })).toBe(
      '  Kat 2: Nobody is in it yet.',
    );
    expect(tell({ is: 'groups', groups: [] })).toBe(
      'You have no contact groups yet. /group_name_add makes one.',
    );
  });
});

describe('what could not be done', () => {
  it.each([
    [
      { code: 'unknown-command', word: '/user', near: ['/users', '/help'] },
      '* There is no command /user. Did you mean /users, /help?',
    ],
    [{ code: 'unknown-command', word: '/x', near: [] }, '* There is no command /x.'],
    [{ code: 'nobody', name: 'ece' }, '* Nobody here is called “ece”.'],
    [
      { code: 'near-name', name: 'vlei', meant: 'veli' },
      '* Nobody here is called “vlei”. Did you mean veli?',
    ],
    [{ code: 'missing', word: '@PM', argument: 'person' }, '* @PM needs more: person.'],
  ] as const)('%j', (problem, text) => {
    expect(tell({ is: 'wrong', problem: problem as never })).toContain(text);
  });

  it('what the room refuses is a sentence', () => {
    expect(tell({ is: 'refused', refusal: { code: 'member-offline' } })).toBe(
      '* This person is not in the room now. Ask again when they are back.',
    );
  });
});

describe('what was done', () => {
  it.each(['direct-written', 'private-asked', 'private-accepted'] as const)(
    '%s is told by what comes of it',
    (done) => {
      expect(tell({ is: 'done', done, name: 'veli' })).toBe('');
    },
  );

  it.each([
    ['private-declined', '* Declined.'],
    ['group-written', '* Sent to everybody of “veli”, each singly.'],
    ['private-ended', '* You have left the private chat with veli.'],
  ] as const)('%s is said', (done, text) => {
    expect(tell({ is: 'done', done, name: 'veli' })).toBe(text);
  });

  it('a place that is gone to, a password that is asked for and a goodbye have words of their own', () => {
    for (const outcome of [
      { is: 'show', in: everyone, name: 'everyone' },
      { is: 'password' },
      { is: 'leave' },
    ] as const)
      expect(tell(outcome)).toBe('');
  });
});
