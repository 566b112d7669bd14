import { expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import { lateChange } from './late-change.ts';
import { own } from './testing/scripted-room.ts';

const message = 'later00000000001' as Cid;
const sent = {
  type: 'message',
  in: everyone,
  seq: 4,
  id: 9,
  at: 1000,
  from: own,
  cid: message,
  text: 'good morning',
} as const;
const wanted = { type: 'send-later', message, text: 'good morning', at: 1000 } as const;

const cancel = { type: 'cancel-later', message } as const;

test.each([
  ['as wanted', wanted, undefined],
  ['as wanted and a moment after', { ...wanted, at: 999 }, undefined],
  ['before its time', { ...wanted, at: 1001 }, ['edit-message', 'later-kept-time']],
  ['with another text', { ...wanted, text: 'changed' }, ['edit-message', 'later-was-sent']],
  ['with both', { ...wanted, text: 'new', at: 1001 }, ['edit-message', 'later-was-sent']],
  ['though cancelled', cancel, ['delete-message', 'later-was-sent']],
])('what is left of a change whose message was sent %s', (_how, said, left) => {
  const late = lateChange(said, sent);
  expect(late && [late.said.type, late.why.code]).toEqual(left);
});
