import { describe, expect, test } from 'vitest';
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

/** The last moment that a Date can show. */
const latest = 8_640_000_000_000_000;

describe('parseServerFrame', () => {
  test('the last moment that a date can hold is one', () => {
    expect(parseServerFrame({ ...message, at: latest })).toMatchObject({ ok: true });
    expect(new Date(latest).getTime()).toBe(latest);
  });

  test('a live entry comes out as it is, without unknown fields', () => {
    expect(parseServerFrame({ ...message, colour: 'red' })).toEqual({ ok: true, frame: message });
  });

  test('an ok frame keeps the fields of its answer', () => {
    const frame = { type: 'ok', rid: 3, in: 'everyone', seq: 4 };
    expect(parseServerFrame(frame)).toEqual({ ok: true, frame });
  });

  test.each(['typing', '__proto__', 'constructor', ''])(
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
    [{ ...message, seq: 0 }, 'seq'],
    [{ ...message, at: latest + 1 }, 'at'],
    [{ ...message, at: -1 }, 'at'],
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
    [{ ...message, text: undefined }, 'text'],
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
