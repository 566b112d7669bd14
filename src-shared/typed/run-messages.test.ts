import { usualFileTerms } from '../protocol/files.ts';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../protocol/entries.ts';
import { everyone } from '../protocol/ids.ts';
import type { AccountId, Cid, RoomId } from '../protocol/ids.ts';
import { usualRoomSettings } from '../protocol/room-settings.ts';
import { readTyped } from './read-typed.ts';
import { runTyped, typedNames } from './run-typed.ts';
import type { TypedWorld } from './typed-world.ts';

const room = 'room000000000000' as RoomId;
const ali = 'ali0000000' as AccountId;
const veli = 'veli000000' as AccountId;
const said = (seq: number, from: AccountId, more: object = {}): Entry => ({
  type: 'message',
  in: everyone,
  seq,
  id: seq,
  at: seq,
  from,
  cid: `cid${seq}` as Cid,
  text: `text ${seq}`,
  ...more,
});
const thumb = '\u{1f44d}';
const entries = [
  said(1, ali),
  said(2, veli),
  said(3, ali),
  said(4, veli),
  said(5, ali, { forwarded: veli }),
  said(6, ali, { text: '' }),
];
const marks = [
  { seq: 2, pinned: { by: ali, at: 1 } },
  {
    seq: 3,
    reactions: Array.from({ length: 20 }, (_, at) => ({
      emoji: String.fromCodePoint(0x1f600 + at),
      count: 1,
      isOwn: false,
      by: [veli],
    })),
  },
  { seq: 4, reactions: [{ emoji: thumb, count: 1, isOwn: true, by: [ali] }] },
];

const seqByNumber: Readonly<Record<number, number>> = { 7: 2, 9: 3 };

/** Types a line as ali, who sees the message 2 as number 7 and 3 as 9, and gives back what was asked of the app. */
async function typing(line: string) {
  const asked: unknown[] = [];
  const world: TypedWorld = {
    bridge: {
      request: async (name, params) => {
        if (name !== 'timeline/page') asked.push([name, params]);
        const { before = Infinity, limit } = params as { before?: number; limit: number };
        const page = entries.filter(({ seq }) => seq < before).slice(-limit);
        return { ok: true, value: { entries: page, marks } } as never;
      },
    },
    room,
    self: ali,
    wallMs: () => 0,
    members: () => [],
    contactGroups: () => [],
    groups: () => [],
    knocks: () => [],
    privates: () => [],
    settings: () => usualRoomSettings,
    here: () => everyone,
    numbered: (number) =>
      seqByNumber[number] ? { in: everyone, seq: seqByNumber[number] } : undefined,
    facts: () => ({
      isLive: true,
      logsTexts: false,
      plain: false,
      access: 'open',
      files: usualFileTerms,
    }),
  };
  const typed = readTyped(line, typedNames(world));
  if (typed.is === 'text') throw new Error(line);
  return { asked, outcome: await runTyped(world, typed) };
}

const place = { room, in: everyone };
const changed = (change: object) => ['message/change', { ...place, change }];

describe('what is typed about a message', () => {
  test.each([
    ['/edit 7~new', changed({ type: 'edit-message', target: 2, text: 'new' })],
    // Other people's words are not one's own to change, forwarded or not.
    ['/edit new ~ words', changed({ type: 'edit-message', target: 3, text: 'new ~ words' })],
    ['/delete 7', changed({ type: 'delete-message', target: 2 })],
    ['/delete', changed({ type: 'delete-message', target: 5 })],
    [`/react 7 ~ ${thumb}`, changed({ type: 'add-reaction', target: 2, emoji: thumb })],
    [`/react ${thumb}`, changed({ type: 'remove-reaction', target: 4, emoji: thumb })],
    ['/pin 7', changed({ type: 'pin-message', target: 2 })],
    ['/pin', changed({ type: 'pin-message', target: 5 })],
    ['/unpin', changed({ type: 'unpin-message', target: 2 })],
    ['/reply 7~evet', ['message/send', { ...place, text: 'evet', reply: 2 }]],
    ['/reply 10 to 12', ['message/send', { ...place, text: '10 to 12', reply: 4 }]],
  ])('%s', async (line, request) => {
    expect((await typing(line)).asked).toEqual([request]);
  });

  test.each([
    ['/delete 8', { is: 'wrong', problem: { code: 'no-message', name: '8' } }],
    ['/delete that one', { is: 'wrong', problem: { code: 'no-message', name: 'that one' } }],
    [`/react 9~${thumb}`, { is: 'refused', refusal: { code: 'too-many-reactions' } }],
    ['/react thumb', { is: 'refused', refusal: { code: 'not-an-emoji' } }],
    ['/edit', { is: 'wrong', problem: { code: 'missing', word: '/edit', argument: 'text' } }],
    ['/edit 7~', { is: 'wrong', problem: { code: 'missing', word: '/edit', argument: 'text' } }],
  ])('%s does nothing and says why', async (line, outcome) => {
    expect(await typing(line)).toEqual({ asked: [], outcome });
  });
});
