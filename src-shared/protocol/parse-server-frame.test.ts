import { usualFileTerms } from './files.ts';
import { usualRoomSettings } from './room-settings.ts';
import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { parseAnswer, parseServerFrame } from './parse-server-frame.ts';

const message = {
  type: 'message',
  in: 'everyone',
  seq: 4,
  id: 9,
  at: 1_750_000_000_000,
  from: 'aaaaaaaaaa',
  cid: 'abcdefghijklmnop',
  text: 'hi',
};

const live = (...entries: object[]) => ({ type: 'entries', entries });

/** The last moment that a Date can show. */
const latest = 8_640_000_000_000_000;

describe('parseServerFrame', () => {
  test('the last moment that a date can hold is one', () => {
    expect(parseServerFrame(live({ ...message, at: latest }))).toMatchObject({ ok: true });
    expect(new Date(latest).getTime()).toBe(latest);
  });

  test('a live entry comes out as it is, without unknown fields', () => {
    expect(parseServerFrame(live({ ...message, colour: 'red' }))).toEqual({
      ok: true,
      frame: live(message),
    });
  });

  test('an ok frame keeps the fields of its answer', () => {
    const frame = { type: 'ok', rid: 3, in: 'everyone', seq: 4 };
    expect(parseServerFrame(frame)).toEqual({ ok: true, frame });
  });

  test.each(['waved', '__proto__', 'constructor', ''])(
    'W1 a type of frame from a later version is passed over: %s',
    (type) => {
      expect(parseServerFrame({ type, rid: 1 })).toBeUndefined();
    },
  );

  test('a code from a later version is read as a defect', () => {
    expect(parseServerFrame({ type: 'closed', code: 'tea-time' })).toEqual({
      ok: true,
      frame: { type: 'closed', code: 'defect' },
    });
  });

  test.each([
    [live({ ...message, seq: 0 }), 'entries.0.seq'],
    [live(message, { at: latest + 1, text: 'x' }), 'entries.1.at'],
    [live({ ...message, at: -1 }), 'entries.0.at'],
    [live(message, { seq: 'next', text: 'x' }), 'entries.1.seq'],
    [live(message, { type: 'left', reason: 'left' }), 'entries.1.account'],
    [live(message, { type: 'tea-time' }), 'entries.1.type'],
    [
      {
        type: 'member',
        account: 'aaaaaaaaaa',
        name: 'ali',
        presence: 'offline',
        lastSeenAt: latest + 1,
      },
      'lastSeenAt',
    ],
    [live({ ...message, text: undefined }), 'entries.0.text'],
    [{ type: 'fail', rid: 1 }, 'code'],
    [{ type: 'ok' }, 'rid'],
    [{ rid: 1 }, 'type'],
  ])('W1 a known frame with a wrong field is refused with the field named: %j', (value, field) => {
    expect(parseServerFrame(value)).toEqual({ ok: false, refusal: { code: 'bad-field', field } });
  });
});

describe('parseAnswer', () => {
  test('the fields of a command’s answer', () => {
    const answer = { in: 'everyone', seq: 4, id: 9, at: 5 };
    expect(parseAnswer('send-message', { type: 'ok', rid: 3, ...answer })).toEqual({
      ok: true,
      answer,
    });
  });

  test('W1 a wrong field is named by its path', () => {
    const conversations = [{ in: 'nowhere', lastSeq: 1, lastId: 1 }];
    expect(parseAnswer('sync', { conversations, head: 3 })).toEqual({
      ok: false,
      refusal: { code: 'bad-field', field: 'conversations.0.in' },
    });
  });
});

describe('what a lying room may not say', () => {
  const many = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);
  const account = 'a'.repeat(10);
  const secret = 's'.repeat(43);
  const { rosterPage, maxHistoryPage, groupPage } = limits;
  const privateId = 'p'.repeat(16);
  const facts = {
    logsTexts: true,
    plain: true,
    access: 'open',
    files: usualFileTerms,
    settings: usualRoomSettings,
  };
  const direct = `direct:${account}:${'b'.repeat(10)}`;
  const receipt = { in: direct, account, delivered: 1 };
  const group = {
    in: 'group:group-group-gr-1',
    name: '',
    owner: account,
    members: [],
    firstSeq: 1,
  };
  const stored = { in: 'everyone', seq: 1, id: 1, at: 0 };
  const said = {
    private: privateId,
    seq: 1,
    at: 0,
    from: account,
    cid: 'c'.repeat(16),
    sealed: 'x',
  };

  test.each([
    [{ type: 'ok', rid: 1 }, 'rid', [0], [-1, 1.5, null]],
    [{ type: 'fail', rid: 1, code: 'too-fast' }, 'rid', [0, null], [-1, 1.5, undefined]],
    [{ type: 'receipt', ...receipt }, 'delivered', [1], [0, 1.5]],
    [{ type: 'receipt', ...receipt }, 'read', [0, 1], [-1, 1.5]],
    [{ type: 'group', ...group }, 'firstSeq', [1], [0, 1.5, undefined]],
    [{ type: 'member', account, name: '', presence: 'away' }, 'presence', ['offline'], ['busy']],
    [
      { type: 'member', account, name: '', presence: 'away' },
      'status',
      [{}, { text: 'x', until: 0 }],
      [[], 'x', null],
    ],
    [{ type: 'member', account, name: '', presence: 'away' }, 'guest', [true, undefined], [false]],
    [{ type: 'room', name: '', ...facts }, 'logsTexts', [false], [undefined, 1]],
    [{ type: 'room', name: '', ...facts }, 'plain', [false], [undefined, 1]],
    [{ type: 'room', name: '', ...facts }, 'access', ['invited'], [undefined, 'x']],
    [
      {
        type: 'private-asked',
        private: privateId,
        from: account,
        commitment: 'c'.repeat(43),
        expiresInMs: 1,
      },
      'expiresInMs',
      [0],
      [-1, 1.5, undefined],
    ],
    [{ type: 'private-message', ...said }, 'seq', [1], [0, 1.5]],
    [
      { type: 'private-ended', private: privateId, reason: 'left' },
      'by',
      [undefined, account],
      ['x'],
    ],
    [
      { type: 'entries' },
      'entries',
      [[], many(message, maxHistoryPage)],
      [many(message, maxHistoryPage + 1), {}, undefined],
    ],
  ])('in a frame: %j, %s', (...[frame, field, good, bad]) => {
    const parse = (value: unknown) => parseServerFrame({ ...frame, [field]: value });
    for (const value of good) expect(parse(value)).toMatchObject({ ok: true });
    for (const value of bad) {
      expect(parse(value)).toEqual({ ok: false, refusal: { code: 'bad-field', field } });
    }
  });

  test.each([
    [message, 'id', [1], [0, 1.5, undefined]],
    [message, 'from', [account], ['short', undefined]],
    [message, 'cid', ['c'.repeat(40), undefined], ['c'.repeat(41), 1]],
    [message, 'in', [direct], ['nowhere', undefined]],
    [{ type: 'left', ...stored, account, reason: 'lost' }, 'reason', ['left', 'lost'], ['gone']],
  ])('in an entry: %j, %s', (...[entry, field, good, bad]) => {
    const parse = (value: unknown) => parseServerFrame(live({ ...entry, [field]: value }));
    for (const value of good) expect(parse(value)).toMatchObject({ ok: true });
    for (const value of bad) {
      const refusal = { code: 'bad-field', field: `entries.0.${field}` };
      expect(parse(value)).toEqual({ ok: false, refusal });
    }
  });

  const signedIn = { account, name: 'ali', token: secret, created: true, hasPassword: false };
  const beat = { port: 1, session: 1, key: secret };
  const member = { account, name: 'ali', presence: 'online' };
  const place = { in: 'everyone', lastSeq: 1, lastId: 1 };

  test.each([
    ['sync', { conversations: [], head: 0 }, 'head', [0], [-1, 1.5]],
    [
      'sync',
      { conversations: [], head: 0 },
      'conversations',
      [many(place, rosterPage)],
      [many(place, rosterPage + 1), [{ ...place, lastSeq: 0 }], [{ ...place, lastId: 0 }]],
    ],
    [
      'read-history',
      { entries: [], more: false },
      'entries',
      [many(message, maxHistoryPage)],
      [many(message, maxHistoryPage + 1)],
    ],
    ['list-receipts', {}, 'receipts', [many(receipt, rosterPage)], [many(receipt, rosterPage + 1)]],
    ['list-members', {}, 'members', [many(member, rosterPage)], [many(member, rosterPage + 1)]],
    ['list-groups', {}, 'groups', [many(group, groupPage)], [many(group, groupPage + 1)]],
    ['send-message', stored, 'seq', [1], [0]],
    ['send-message', stored, 'id', [1], [0]],
    ['send-message', stored, 'at', [0], [-1]],
    ['send-private', { seq: 1, at: 0 }, 'seq', [1], [0]],
    [
      'sign-in',
      signedIn,
      'heartbeat',
      [undefined, beat, { ...beat, port: 65_535 }],
      [
        { ...beat, port: 0 },
        { ...beat, port: 65_536 },
        { ...beat, session: 0 },
        { ...beat, key: '' },
      ],
    ],
    ['resume', signedIn, 'token', [secret], [`${secret}s`, undefined]],
  ] as const)('in the answer to %s: %j, %s', (...[command, answer, field, good, bad]) => {
    const parse = (value: unknown) => parseAnswer(command, { ...answer, [field]: value });
    for (const value of good) expect(parse(value)).toMatchObject({ ok: true });
    for (const value of bad) expect(parse(value)).toMatchObject({ ok: false });
  });
});
