import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { parseCommand } from './parse-command.ts';

const send = { type: 'send-message', rid: 7, in: 'everyone', cid: 'abcdefghijklmnop', text: 'hi' };
const group = 'group:group-group-gr-1';
const tooMany = Array.from({ length: limits.groupMembers + 1 }, () => 'aaaaaaaaaa');

describe('parseCommand', () => {
  test('a command comes out as it is', () => {
    expect(parseCommand(send)).toEqual({ ok: true, command: send });
  });

  test('W1 unknown fields are left out', () => {
    expect(parseCommand({ ...send, colour: 'red' })).toEqual({ ok: true, command: send });
  });

  test.each([
    [{ ...send, in: 'somewhere' }, 'in'],
    [{ ...send, in: 'direct:bbbbbbbbbb:aaaaaaaaaa' }, 'in'],
    [{ ...send, text: 5 }, 'text'],
    [{ ...send, cid: 'short', text: null }, 'cid'],
    [{ type: 'read-history', rid: 7, in: 'everyone', limit: 1.5 }, 'limit'],
    [{ type: 'read-history', rid: 7, in: 'everyone', before: 0 }, 'before'],
    [{ type: 'hello', rid: 7 }, 'protocol'],
    [{ type: 'set-presence', rid: 7, presence: 'offline' }, 'presence'],
    [{ type: 'leave-group', rid: 7, in: 'group:short' }, 'in'],
    [{ type: 'make-group', rid: 7, in: group, name: 'x', members: ['aaaaaaaaaa', 5] }, 'members.1'],
    [{ type: 'make-group', rid: 7, in: group, name: 'x', members: tooMany }, 'members'],
    [{ type: 'mark-delivered', rid: 7, in: 'everyone', seq: 0 }, 'seq'],
    [{ type: 'answer-private', rid: 7, private: 'short', answer: 'accept' }, 'private'],
    [{ type: 'answer-private', rid: 7, private: 'privateprivate-1', answer: 'yes' }, 'answer'],
  ])('W1 a wrong type is refused with the field named: %j', (value, field) => {
    expect(parseCommand(value)).toEqual({
      ok: false,
      refusal: { code: 'bad-field', field, rid: 7 },
    });
  });

  test.each([undefined, null, -1, 1.5, '7', 2 ** 60])(
    'W3 a request without a usable rid is answered with none: %s',
    (rid) => {
      expect(parseCommand({ ...send, rid })).toEqual({
        ok: false,
        refusal: { code: 'bad-field', field: 'rid', rid: null },
      });
    },
  );

  test.each(['fly', '', '__proto__', 'constructor', 'toString'])(
    'W1 an unknown command is refused: %s',
    (type) => {
      expect(parseCommand({ type, rid: 3 })).toEqual({
        ok: false,
        refusal: { code: 'unknown-command', rid: 3 },
      });
    },
  );

  test.each([undefined, 5, ['hello'], {}])('W1 a type that is no text is named: %j', (type) => {
    expect(parseCommand({ type, rid: 3 })).toEqual({
      ok: false,
      refusal: { code: 'bad-field', field: 'type', rid: 3 },
    });
  });
});
