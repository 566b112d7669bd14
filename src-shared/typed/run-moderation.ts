import type { Ban, Recorded } from '../protocol/moderation.ts';
import { everyone } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { isStricter } from '../protocol/retention.ts';
import type { Keep } from '../protocol/retention.ts';
import { givenRoles } from '../protocol/roles.ts';
import type { GivenRole } from '../protocol/roles.ts';
import { forbiddables } from '../protocol/room-settings.ts';
import type { Forbiddable } from '../protocol/room-settings.ts';
import type { RequestParams } from '../bridge/bridge.ts';
import { foldText } from '../text/fold.ts';
import type { Given } from './typed-commands.ts';
import { doneOr, findMember, namesIn, withPerson } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

type Run = (world: TypedWorld, given: Given) => Promise<TypedOutcome>;

/** What the owner and moderators of a room type, and what everybody may read of it. */
export const moderationRuns = {
  kick: (world, { person, reason }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) =>
      doneOr(await bridge.request('member/kick', { room, account, reason }), 'kicked', name),
    ),
  /** Of the account and its devices; more can be chosen in a window. */
  ban: (world, { person, penalty }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) => {
      const ban = { room, account, reach: ['device' as const], ...readPenalty(penalty) };
      return doneOr(await bridge.request('member/ban', ban), 'banned', name);
    }),
  unban,
  bans: (world) => listBans(world),
  mute: (world, { person, penalty }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) => {
      const mute = { room, account, ...readPenalty(penalty) };
      return doneOr(await bridge.request('member/mute', mute), 'muted', name);
    }),
  unmute: (world, { person }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) =>
      doneOr(await bridge.request('member/unmute', { room, account }), 'unmuted', name),
    ),
  role: setRole,
  handOver: (world, { person }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) =>
      doneOr(await bridge.request('room/hand-over', { room, account }), 'handed-over', name),
    ),
  record: readRecord,
  room: changeRoom,
  groupReadOnly: setReadOnly,
} as const satisfies Record<string, Run>;

const unitsMs = { s: 1000, m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000 };

/** `30m`, `30m~why`, `why`: how long, in seconds, minutes, hours or days, and the reason. */
export function readPenalty(typed: string): { lastsMs?: number; reason?: string } {
  const [first = '', ...others] = typed.split('~');
  const [, count, unit] = /^(\d{1,6})([smhd])$/i.exec(first.trim()) ?? [];
  const isTimed = count !== undefined && unit !== undefined;
  const reason = (isTimed ? others.join('~') : typed).trim();
  const asked = isTimed ? Number(count) * unitsMs[unit.toLowerCase() as keyof typeof unitsMs] : 0;
  const lastsMs = Math.min(Math.max(asked, limits.shortestPenaltyMs), limits.longestPenaltyMs);
  return { ...(isTimed ? { lastsMs } : {}), ...(reason === '' ? {} : { reason }) };
}

/** Also in the language of the words: nobody should have to guess the other one. */
const roleWords: Readonly<Record<string, GivenRole>> = {
  ...(Object.fromEntries(givenRoles.map((role) => [role, role])) as Record<string, GivenRole>),
  moderatör: 'moderator',
  üye: 'member',
  konuk: 'guest',
};
const rolesByWord = new Map(
  Object.entries(roleWords).map(([word, role]) => [foldText(word), role]),
);

function setRole(world: TypedWorld, given: Given): Promise<TypedOutcome> {
  // `/role Ayşe K moderator` is understood too.
  const place = given.role === '' ? given.person.lastIndexOf(' ') : -1;
  const person = place < 0 ? given.person : given.person.slice(0, place);
  const word = place < 0 ? given.role : given.person.slice(place + 1);
  const role = rolesByWord.get(foldText(word.trim()));
  if (!role) return Promise.resolve({ is: 'wrong', problem: { code: 'no-role', name: word } });
  return withPerson(world, person, async ({ bridge, room }, { account, name }) =>
    doneOr(await bridge.request('member/set-role', { room, account, role }), 'role-set', name),
  );
}

async function unban(world: TypedWorld, { person }: Given): Promise<TypedOutcome> {
  const { bridge, room } = world;
  const account = findMember(world, person)?.account;
  let from: number | undefined;
  do {
    const page = await bridge.request('ban/list', { room, from });
    if (!page.ok) return { is: 'refused', refusal: page.refusal };
    const found = page.value.bans.find((ban) => ban.account === account);
    if (found) {
      const lifted = await bridge.request('ban/lift', { room, ban: found.ban });
      return doneOr(lifted, 'unbanned', person);
    }
    from = page.value.next;
  } while (from !== undefined);
  return { is: 'wrong', problem: { code: 'no-ban', name: person } };
}

async function listBans(world: TypedWorld): Promise<TypedOutcome> {
  const page = await world.bridge.request('ban/list', { room: world.room });
  if (!page.ok) return { is: 'refused', refusal: page.refusal };
  const entries = page.value.bans.map(recordedOf);
  return told(world, 'bans', { entries, next: page.value.next });
}

function recordedOf({ ban: id, ...ban }: Ban): Recorded {
  return { id, act: 'banned', ...ban };
}

async function readRecord(world: TypedWorld): Promise<TypedOutcome> {
  const page = await world.bridge.request('record/read', { room: world.room });
  if (!page.ok) return { is: 'refused', refusal: page.refusal };
  return told(world, 'record', page.value);
}

function told(
  world: TypedWorld,
  of: 'record' | 'bans',
  { entries, next }: { entries: Recorded[]; next?: number | undefined },
): TypedOutcome {
  const known = () => ({ members: world.members(), groups: world.groups() });
  const lines = entries.map((entry) => ({ entry, names: namesIn(known(), entry) }));
  return { is: 'record', of, entries: lines, hasMore: next !== undefined };
}

/** `GROUP~off` undoes it. */
async function setReadOnly(
  { bridge, room, groups }: TypedWorld,
  { place, setting }: Given,
): Promise<TypedOutcome> {
  const wanted = foldText(place);
  const group = [...groups()].find(({ name }) => foldText(name) === wanted);
  if (!group) return { is: 'wrong', problem: { code: 'no-place', name: place } };
  const readOnly = setting.toLowerCase() !== 'off';
  const changed = await bridge.request('group/set-read-only', { room, in: group.in, readOnly });
  return doneOr(changed, 'group-changed', group.name);
}

/** `all`, so many days, or `newest` and so many. */
export function readKeep(value: string): Keep | undefined {
  if (value === 'all' || value === 'off') return 'all';
  const [, newest, count] = /^(newest\s+)?(\d{1,7})$/.exec(value) ?? [];
  if (count === undefined || Number(count) === 0) return undefined;
  if (newest === undefined) return { days: Math.min(Number(count), limits.mostKeptDays) };
  const least = Math.max(Number(count), limits.leastKeptMessages);
  return { messages: Math.min(least, limits.mostKeptMessages) };
}

/** Asked once more before anything goes: it says how much that is. */
async function keepMessages(
  { bridge, room, settings }: TypedWorld,
  keep: Keep,
  { isSure }: { isSure: boolean },
): Promise<TypedOutcome> {
  const rule = { room, in: everyone, keep };
  if (!isSure && isStricter(keep, settings().keep)) {
    const answer = await bridge.request('retention/count', rule);
    if (!answer.ok) return { is: 'refused', refusal: answer.refusal };
    const { messages, isMore } = answer.value;
    const name =
      typeof keep === 'string' ? keep : 'days' in keep ? `${keep.days}` : `newest ${keep.messages}`;
    const meant = `${messages}${isMore ? '+' : ''}`;
    return { is: 'wrong', problem: { code: 'keep-now', name, meant } };
  }
  return doneOr(await bridge.request('retention/change', rule), 'room-changed', '');
}

type Changes = Omit<RequestParams<'room/change-settings'>, 'room'>;

/** `name NAME`, `readonly on`, `slow 30`, `history 30`, `keep 30`, `forbid groups`, `allow groups`, `password`, `password WORD`. */
export function readSetting(typed: string, forbidden: readonly Forbiddable[]): Changes | undefined {
  const [word = '', ...rest] = typed.trim().split(/\s+/);
  const value = typed.trim().slice(word.length).trim();
  const what = forbiddables.find((each) => each === rest[0]?.toLowerCase());
  switch (word.toLowerCase()) {
    case 'name':
      return { name: value };
    case 'password':
      return { password: value };
    case 'readonly':
      return value === 'on' || value === 'off' ? { readOnly: value === 'on' } : undefined;
    case 'slow':
      return readSeconds(value);
    case 'history':
      return readNewcomers(value);
    case 'forbid':
      return what && { forbidden: [...new Set([...forbidden, what])] };
    case 'allow':
      return what && { forbidden: forbidden.filter((each) => each !== what) };
    default:
      return undefined;
  }
}

/** `all`, `joining`, or so many days. */
export function readNewcomers(value: string): Pick<Changes, 'newcomersRead'> | undefined {
  if (value === 'all' || value === 'off') return { newcomersRead: 'all' };
  if (value === 'joining') return { newcomersRead: 0 };
  if (!/^\d{1,4}$/.test(value)) return undefined;
  return { newcomersRead: Math.min(Number(value), limits.mostNewcomerDays) };
}

function readSeconds(value: string): Changes | undefined {
  if (value === 'off') return { slowModeSeconds: 0 };
  if (!/^\d{1,5}$/.test(value)) return undefined;
  return { slowModeSeconds: Math.min(Number(value), limits.longestSlowModeSeconds) };
}

async function changeRoom(world: TypedWorld, { setting }: Given): Promise<TypedOutcome> {
  const { bridge, room } = world;
  const keeping = /^\s*keep\s+(.*?)(\s+now)?\s*$/i.exec(setting);
  const keep = keeping && readKeep(keeping[1]?.toLowerCase() ?? '');
  if (keep) return keepMessages(world, keep, { isSure: keeping[2] !== undefined });
  const changes = readSetting(setting, world.settings().forbidden);
  if (!changes) return { is: 'wrong', problem: { code: 'no-setting', name: setting } };
  return doneOr(
    await bridge.request('room/change-settings', { room, ...changes }),
    'room-changed',
    '',
  );
}
