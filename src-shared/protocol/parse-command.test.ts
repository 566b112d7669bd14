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
    [{ type: 'set-status', rid: 7, emoji: 'x'.repeat(65) }, 'emoji'],
    [{ type: 'set-status', rid: 7, text: 'x'.repeat(321) }, 'text'],
    [{ type: 'set-status', rid: 7, text: 'x', until: 1.5 }, 'until'],
    [{ type: 'leave-group', rid: 7, in: 'group:short' }, 'in'],
    [{ type: 'make-group', rid: 7, in: group, name: 'x', members: ['aaaaaaaaaa', 5] }, 'members.1'],
    [{ type: 'make-group', rid: 7, in: group, name: 'x', members: tooMany }, 'members'],
    [{ type: 'mark-delivered', rid: 7, in: 'everyone', seq: 0 }, 'seq'],
    [{ type: 'answer-private', rid: 7, private: 'short' }, 'private'],
    [{ type: 'answer-private', rid: 7, private: 'privateprivate-1', key: 'yes' }, 'key'],
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

  const account = 'a'.repeat(10);
  const device = 'd'.repeat(16);
  const secret = 's'.repeat(43);
  const privateId = 'p'.repeat(16);
  const text = (length: number) => 'x'.repeat(length);
  const claim = { type: 'sign-in', name: 'ali', device, deviceKey: secret };
  const setPassword = { type: 'set-password', deviceKey: secret };
  const page = { type: 'read-history', in: 'everyone' };
  const making = { type: 'make-group', in: group, name: 'x', members: [] };
  const sendPrivate = { type: 'send-private', private: privateId, cid: text(16), sealed: 'x' };
  const setFile = { type: 'set-private-file', private: privateId, hash: secret, state: 'ready' };
  const keys = { key: secret, nonce: secret };

  test.each([
    [{ type: 'hello', protocol: 0 }, 'protocol', [0, 99], [-1, 1.5, '1']],
    [{ type: 'hello', protocol: 1 }, 'program', [undefined, text(64)], [text(65), 5]],
    [claim, 'name', ['', text(256)], [text(257), undefined]],
    [claim, 'password', [undefined, text(512)], [text(513), 5]],
    [claim, 'device', [device], [text(15), text(17), `${text(15)}!`]],
    [claim, 'deviceKey', [secret], [text(42), text(44), undefined]],
    [{ type: 'resume', device, token: secret }, 'token', [secret], [text(42), text(44)]],
    [setPassword, 'current', [undefined, text(512)], [text(513)]],
    [setPassword, 'password', [undefined, text(512)], [text(513)]],
    [setPassword, 'deviceKey', [secret], [undefined, text(44)]],
    [send, 'cid', [text(16), text(40)], [text(15), text(41), `${text(16)} `]],
    [send, 'in', [`direct:${account}:${text(10)}`], [`direct:${account}:${account}`, 'everyone ']],
    [{ type: 'sync', after: 0 }, 'after', [0, 5], [-1, 1.5, undefined]],
    [{ type: 'sync', after: 0 }, 'from', [undefined, 'everyone'], ['nowhere']],
    [page, 'after', [undefined, 0], [-1, 1.5]],
    [page, 'before', [undefined, 1], [0, 1.5]],
    [page, 'limit', [undefined, 1, limits.maxHistoryPage], [0, limits.maxHistoryPage + 1]],
    [{ type: 'mark-delivered', in: 'everyone', seq: 1 }, 'seq', [1], [0, 1.5, undefined]],
    [{ type: 'list-receipts' }, 'from', [undefined, 'everyone'], ['nowhere']],
    [{ type: 'list-members' }, 'from', [undefined, account], ['short']],
    [{ type: 'list-groups' }, 'from', [undefined, group], ['nowhere']],
    [making, 'name', ['', text(512)], [text(513)]],
    [making, 'members', [[], tooMany.slice(1)], [tooMany, undefined]],
    [{ type: 'rename-group', in: group, name: 'x' }, 'name', [text(512)], [text(513)]],
    [{ type: 'add-to-group', in: group, account }, 'account', [account], ['short', undefined]],
    [{ type: 'remove-from-group', in: group, account }, 'account', [account], ['short', undefined]],
    [
      { type: 'set-private-limit', limit: 1 },
      'limit',
      [0, limits.privatesPerMember],
      [-1, 1.5, limits.privatesPerMember + 1],
    ],
    [{ type: 'ask-private', account, commitment: secret }, 'account', [account], [text(11)]],
    [{ type: 'ask-private', account }, 'commitment', [secret], [text(42), text(44), undefined]],
    [{ type: 'answer-private', private: privateId }, 'key', [undefined, secret], [text(42)]],
    [{ type: 'reveal-private', private: privateId, ...keys }, 'key', [secret], [undefined]],
    [{ type: 'reveal-private', private: privateId, ...keys }, 'nonce', [secret], [undefined]],
    [sendPrivate, 'cid', [text(16), text(40)], [text(15), text(41)]],
    [sendPrivate, 'sealed', [text(1), text(9000)], [undefined, 5, '', 'a+b']],
    [setFile, 'state', ['stopped', 'withdrawn', 'ready'], ['gone', undefined]],
    [setFile, 'ticket', [undefined, text(22)], [text(21), 5]],
    [{ type: 'end-private', private: privateId }, 'private', [privateId], [text(15), text(17)]],
  ])('W1 what may stand in a field of %j: %s', (...[command, field, good, bad]) => {
    const parse = (value: unknown) => parseCommand({ ...command, rid: 1, [field]: value });
    for (const value of good) expect(parse(value)).toMatchObject({ ok: true });
    for (const value of bad) {
      expect(parse(value)).toMatchObject({
        ok: false,
        refusal: { code: 'bad-field', field: expect.stringMatching(`^${field}`) },
      });
    }
  });
});
