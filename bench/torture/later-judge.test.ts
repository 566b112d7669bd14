import { expect, test } from 'vitest';
import type { Entry, EntryOf } from '../../src-shared/protocol/entries.ts';
import { everyone, type AccountId, type Cid } from '../../src-shared/protocol/ids.ts';
import type { Claim } from './claims.ts';
import { LaterJudge } from './later-judge.ts';

type How = 'tried' | Extract<Claim, { is: 'later-answered' }>['how'];

const cid = 'later-1' as Cid;
const due = 1000;
const answeredAt = 5000;
const sent = (text: string, at = due): EntryOf<'message'> => ({
  type: 'message',
  in: everyone,
  seq: 1,
  id: 1,
  at,
  from: 'ali0000000' as AccountId,
  cid,
  text,
});

/** Somebody else's, stored before it, and thought of at that time. */
const before = (time: number): Entry => ({
  ...sent(`text of veli 1 1 at ${time}`),
  cid: 'another' as Cid,
  id: 0,
});

type AtEnd = { entries?: Entry[]; waits?: number; isGone?: boolean };

/** By what happened to one message, whose words are given in order; none: it was cancelled. */
function judge(changes: [text: string, how: How][], { entries = [], waits, isGone }: AtEnd) {
  const all = new LaterJudge();
  for (const [text, how] of changes) {
    all.take({ by: 'ali', is: 'later', cid, in: everyone, text, at: due }, 0);
    if (how !== 'tried')
      all.takeAnswer({ by: 'ali', is: 'later-answered', cid, text, how, at: answeredAt });
  }
  return all.close({
    entries: new Map([[everyone, entries]]),
    waiting: new Map(waits === undefined ? [] : [[cid, waits]]),
    mayBeGone: () => isGone === true,
  });
}

test.each<[what: string, changes: [string, How][], end: AtEnd]>([
  ['sent once', [['one', 'taken']], { entries: [sent('one')] }],
  ['sent, and deleted since', [['one', 'taken']], { entries: [sent('')] }],
  ['not due yet', [['one', 'taken']], { waits: Date.now() }],
  ['let go with what is old', [['one', 'taken']], { isGone: true }],
  [
    'sent as it was changed',
    [
      ['one', 'taken'],
      ['two', 'taken'],
    ],
    { entries: [sent('two')] },
  ],
  [
    'sent before it could be changed',
    [
      ['one', 'taken'],
      ['two', 'waits'],
    ],
    { entries: [sent('one')] },
  ],
  [
    'cancelled',
    [
      ['one', 'taken'],
      ['', 'taken'],
    ],
    {},
  ],
  [
    'sent before it could be cancelled',
    [
      ['one', 'taken'],
      ['', 'waits'],
    ],
    { entries: [sent('one')] },
  ],
  ['refused', [['one', 'refused']], {}],
  [
    'refused as it had been changed while it waited',
    [
      ['one', 'waits'],
      ['two', 'refused'],
    ],
    {},
  ],
  [
    'sent before cancelling it was refused',
    [
      ['one', 'taken'],
      ['', 'not-there'],
    ],
    { entries: [before(answeredAt - 1), sent('one')] },
  ],
  [
    'sent by a room whose disk had failed to say so, and cancelled by who did not know',
    [
      ['one', 'tried'],
      ['', 'not-there'],
    ],
    { entries: [before(answeredAt + 1), sent('one')] },
  ],
  ['of a writer who was killed meanwhile', [['one', 'tried']], {}],
])('a message that is sent later is no violation: %s', (_what, changes, end) => {
  expect(judge(changes, end)).toEqual([]);
});

test.each<[what: string, changes: [string, How][], end: AtEnd & { why: string }]>([
  ['lost', [['one', 'taken']], { why: 'was not sent' }],
  ['lost out of the outbox', [['one', 'waits']], { why: 'was not sent' }],
  [
    'sent twice',
    [['one', 'taken']],
    { entries: [sent('one'), sent('one')], why: 'was sent 2 times' },
  ],
  [
    'sent, and kept to be sent again',
    [['one', 'taken']],
    { entries: [sent('one')], waits: due, why: 'still waits' },
  ],
  ['forgotten', [['one', 'taken']], { waits: due, why: 'was not sent at its time' }],
  [
    'forgotten where what is old is let go',
    [['one', 'taken']],
    { waits: due, isGone: true, why: 'was not sent at its time' },
  ],
  ['too early', [['one', 'taken']], { entries: [sent('one', due - 1)], why: '1 ms too early' }],
  [
    'as it was before',
    [
      ['one', 'taken'],
      ['two', 'taken'],
    ],
    { entries: [sent('one')], why: 'was sent as "one"' },
  ],
  [
    'though it was cancelled',
    [
      ['one', 'taken'],
      ['', 'taken'],
    ],
    { entries: [sent('one')], why: 'was sent as "one"' },
  ],
  [
    'lost, as cancelling it was refused',
    [
      ['one', 'taken'],
      ['', 'refused'],
    ],
    { why: 'was not sent' },
  ],
  [
    'after cancelling it was refused as if it waited no more',
    [
      ['one', 'waits'],
      ['', 'not-there'],
    ],
    { entries: [before(answeredAt + 1), sent('one')], why: 'after it was said to be gone' },
  ],
  [
    'still waiting, though cancelling it was refused as if it did not',
    [
      ['one', 'taken'],
      ['', 'not-there'],
    ],
    { waits: Date.now(), why: 'after it was said to be gone' },
  ],
  [
    'though it was refused',
    [['one', 'refused']],
    { entries: [sent('one')], why: 'was sent as "one"' },
  ],
])('a message that is sent later is found: %s', (_what, changes, end) => {
  expect(judge(changes, end)).toEqual([expect.stringContaining(end.why)]);
});
