import { usualFileTerms } from '../protocol/files.ts';
import { everyone, groupConversation } from '../protocol/ids.ts';
import { describe, expect, it, test } from 'vitest';
import type { Member } from '../protocol/members.ts';
import type { Device } from '../protocol/devices.ts';
import type { AccountId, DeviceId, RoomId } from '../protocol/ids.ts';
import { usualRoomSettings } from '../protocol/room-settings.ts';
import { readKeep, readPenalty, readSetting } from './run-moderation.ts';
import { readTyped } from './read-typed.ts';
import { runTyped, typedNames } from './run-typed.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

const room = 'room000000000000' as RoomId;
const member = (account: string, name: string): Member => ({
  account: account as AccountId,
  name,
  presence: 'online',
});
const [ali, ayse] = [member('ali0000000', 'Ali'), member('ayse000000', 'Ayşe K')];

/** Types a line where Ali is, and gives back what was asked of the app and what came of it. */
async function typing(line: string, answers: Record<string, unknown> = {}) {
  const asked: unknown[] = [];
  const world: TypedWorld = {
    bridge: {
      request: async (name, params) => {
        asked.push([name, params]);
        const answer = answers[name];
        const told = typeof answer === 'function' ? (answer as () => unknown)() : answer;
        return (told ?? { ok: true, value: null }) as never;
      },
    },
    room,
    self: ali.account,
    members: () => [ali, ayse],
    contactGroups: () => [],
    groups: () => [
      {
        in: groupConversation('trip000000000000'),
        room,
        name: 'Trip to İzmir',
        owner: ali.account,
        members: [ali.account, ayse.account],
        firstSeq: 1,
        standing: 'member',
      },
    ],
    privates: () => [],
    knocks: () => [{ knock: 7, name: 'Can', at: 1 }],
    settings: () => ({ ...usualRoomSettings, forbidden: ['directs'] }),
    here: () => everyone,
    wallMs: () => 0,
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
  const outcome: TypedOutcome = await runTyped(world, typed);
  return { asked, outcome };
}

const { account } = ayse;
const trip = groupConversation('trip000000000000');
describe('what moderators type', () => {
  test.each([
    ['/kick Ayşe K', 'member/kick', { account, reason: '' }],
    ['/kick ayşe k~too loud', 'member/kick', { account, reason: 'too loud' }],
    ['/ban Ayşe K', 'member/ban', { account, reach: ['device'] }],
    [
      '/ban Ayşe K~2d~spam~and more',
      'member/ban',
      { account, reach: ['device'], lastsMs: 172_800_000, reason: 'spam~and more' },
    ],
    ['/mute Ayşe K~10m', 'member/mute', { account, lastsMs: 600_000 }],
    ['/unmute Ayşe K', 'member/unmute', { account }],
    ['/role Ayşe K~moderator', 'member/set-role', { account, role: 'moderator' }],
    ['/role Ayşe K Moderatör', 'member/set-role', { account, role: 'moderator' }],
    ['/hand_over Ayşe K', 'room/hand-over', { account }],
    ['/room name Our kitchen', 'room/change-settings', { name: 'Our kitchen' }],
    ['/room slow off', 'room/change-settings', { slowModeSeconds: 0 }],
    ['/room forbid groups', 'room/change-settings', { forbidden: ['directs', 'groups'] }],
    ['/room allow directs', 'room/change-settings', { forbidden: [] }],
    ['/room password', 'room/change-settings', { password: '' }],
    ['/let_in can', 'knock/answer', { knock: 7, letIn: true }],
    ['/turn_away Can', 'knock/answer', { knock: 7, letIn: false }],
    ['/group_readonly trip to izmir', 'group/set-read-only', { in: trip, readOnly: true }],
    ['/group_readonly Trip to İzmir~off', 'group/set-read-only', { in: trip, readOnly: false }],
  ])('%s', async (line, name, params) => {
    const { asked, outcome } = await typing(line);
    expect(asked).toEqual([[name, { room, ...params }]]);
    expect(outcome).toMatchObject({ is: 'done' });
  });

  test('a rule by which messages go says how many, and is made with “now” behind it', async () => {
    const count = { 'retention/count': { ok: true, value: { messages: 7 } } };
    const rule = { room, in: everyone, keep: { days: 30 } };
    const asked = await typing('/room keep 30', count);
    expect(asked.asked).toEqual([['retention/count', rule]]);
    const problem = { code: 'keep-now', name: '30', meant: '7' };
    expect(asked.outcome).toEqual({ is: 'wrong', problem });
    const done = await typing('/room keep 30 now', count);
    expect(done.asked).toEqual([['retention/change', rule]]);
    expect(done.outcome).toMatchObject({ is: 'done' });
  });

  test.each([
    ['/kick nobody', 'nobody'],
    ['/role Ayşe K~king', 'no-role'],
    ['/room colour red', 'no-setting'],
    ['/unban Ayşe K', 'no-ban'],
    ['/group_readonly Club', 'no-place'],
    ['/let_in Cem', 'no-knock'],
    ['/kick', 'missing'],
  ])('%s is answered with %s', async (line, code) => {
    const { outcome } = await typing(line, { 'ban/list': { ok: true, value: { bans: [] } } });
    expect(outcome).toMatchObject({ is: 'wrong', problem: { code } });
  });

  it('a ban is lifted by the name of who is banned, on whatever page it stands', async () => {
    const pages = [
      { bans: [{ ban: 9, account: 'other00000', reach: [], at: 1 }], next: 4 },
      { bans: [{ ban: 4, account, reach: [], at: 1 }] },
    ];
    const list = () => ({ ok: true, value: pages.shift() });
    const { asked, outcome } = await typing('/unban ayşe k', { 'ban/list': list });
    expect(asked.at(-1)).toEqual(['ban/lift', { room, ban: 4 }]);
    expect(outcome).toMatchObject({ is: 'done', done: 'unbanned' });
  });

  it('the record and the bans come with the names of who is in them', async () => {
    const entries = [{ id: 2, at: 1, act: 'muted', by: ali.account, account }];
    const record = await typing('/record', { 'record/read': { ok: true, value: { entries } } });
    const names = new Map([
      [ali.account, 'Ali'],
      [account, 'Ayşe K'],
    ]);
    expect(record.outcome).toMatchObject({ is: 'record', entries: [{ names }], hasMore: false });
    const bans = [{ ban: 7, account, reach: ['device'], at: 1 }];
    const listed = await typing('/bans', { 'ban/list': { ok: true, value: { bans, next: 3 } } });
    expect(listed.outcome).toMatchObject({
      of: 'bans',
      entries: [{ entry: { id: 7, act: 'banned', reach: ['device'] } }],
      hasMore: true,
    });
  });
});

test.each([
  ['', {}],
  ['why', { reason: 'why' }],
  ['30s', { lastsMs: 30_000 }],
  ['0s', { lastsMs: 1000 }],
  ['999999d', { lastsMs: 315_360_000_000 }],
  ['3D ~ why', { lastsMs: 259_200_000, reason: 'why' }],
  ['3 days', { reason: '3 days' }],
])('a penalty typed as %j', (typed, penalty) => {
  expect(readPenalty(typed)).toEqual(penalty);
});

test.each([
  ['readonly on', { readOnly: true }],
  ['readonly off', { readOnly: false }],
  ['readonly maybe', undefined],
  ['slow 99999', { slowModeSeconds: 21_600 }],
  ['slow down', undefined],
  ['forbid everything', undefined],
  ['password  kitchen  sink', { password: 'kitchen  sink' }],
  ['', undefined],
])('a setting typed as %j', (typed, changes) => {
  expect(readSetting(typed, [])).toEqual(changes);
});

test.each([
  ['30', { days: 30 }],
  ['newest 1000', { messages: 1000 }],
  ['newest 1', { messages: 100 }],
  ['9999', { days: 3650 }],
  ['all', 'all'],
  ['0', undefined],
  ['old', undefined],
])('what is kept, typed as %j', (typed, keep) => {
  expect(readKeep(typed)).toEqual(keep);
});

describe('one’s computers', () => {
  const device = (name: string, computer?: string): Device => ({
    device: name.padEnd(16, '0') as DeviceId,
    computer,
    since: 1,
    lastSeenAt: 2,
    isIn: false,
    isOwn: false,
  });
  const value = [device('one', 'laptop'), device('two', 'phone'), device('three', 'phone')];
  const answers = { 'device/list': { ok: true, value } };

  test.each([
    ['/sign_out Laptop', value[0]],
    ['/sign_out 3', value[2]],
  ])('%s signs out there', async (line, meant) => {
    const { asked, outcome } = await typing(line, answers);
    expect(asked[1]).toEqual(['device/end', { room, device: meant?.device }]);
    expect(outcome).toMatchObject({ is: 'done', done: 'signed-out' });
  });

  test.each(['phone', '4', 'tablet'])(
    '/sign_out %s says that no one computer is meant',
    async (which) => {
      const { asked, outcome } = await typing(`/sign_out ${which}`, answers);
      expect(asked).toHaveLength(1);
      expect(outcome).toMatchObject({ is: 'wrong', problem: { code: 'no-device', name: which } });
    },
  );

  it('/devices lists them, and /reset_code shows a code', async () => {
    expect((await typing('/devices', answers)).outcome).toEqual({ is: 'devices', devices: value });
    const made = { resetCode: 'K7QM-2XFA-9TRB-4D0S', expiresAt: 9 };
    const code = await typing('/reset_code Ayşe K', {
      'member/make-reset-code': { ok: true, value: made },
    });
    expect(code.asked).toEqual([['member/make-reset-code', { room, account }]]);
    expect(code.outcome).toEqual({ is: 'reset-code', name: 'Ayşe K', ...made });
  });
});
