import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { leadsGroup, may, mayActOn } from '../../src-shared/protocol/roles.ts';
import type { Permission, Role } from '../../src-shared/protocol/roles.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { RoomServer } from './room-server.ts';
import { accountOf, connect, enterByMemory } from './testing/lab.ts';
import { startTwoHosts } from './testing/two-hosts.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const names = ['ayse', 'veli', 'ali', 'can', 'ece', 'oya'] as const;
type Name = (typeof names)[number];

const acts = [
  'moderator',
  'member',
  'guest',
  'hand-over',
  'kick',
  'ban',
  'mute',
  'unmute',
] as const;
const deeds = [
  'readonly',
  'open',
  'say',
  'make-group',
  'group-readonly',
  'group-open',
  'say-in-group',
] as const;
type Step = { actor: Name; target: Name; act: (typeof acts)[number] | (typeof deeds)[number] };

const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.constantFrom(...names),
  target: fc.constantFrom(...names),
  // Otherwise hardly anybody would ever have a role.
  act: fc.constantFrom(...acts, ...deeds, 'moderator', 'moderator'),
});

const needs: Record<(typeof acts)[number], Permission> = {
  moderator: 'set-role',
  member: 'set-role',
  guest: 'set-role',
  'hand-over': 'hand-over',
  kick: 'kick',
  ban: 'ban',
  mute: 'mute',
  unmute: 'mute',
};

type Person = { peer: WirePeer; account: AccountId; at: RoomServer };
/** What the table alone says of the room. */
type Model = {
  roles: Map<Name, Role>;
  muted: Set<Name>;
  readOnly: boolean;
  isGroupReadOnly: boolean;
};

/** Of all of them; Veli, at the second host, has made it. */
const club = 'group:club000000000000';
const clubOwner: Name = 'veli';

/** Two hosts over one log; Ayşe, who owns the room, and half of the others are at the first one. */
async function startRoom() {
  const [first, second] = await startTwoHosts();
  const hosts = [first.server, second.server] as const;
  const people = new Map<Name, Person>();
  for (const [place, name] of names.entries()) {
    const at = hosts[place % 2 === 0 ? 0 : 1];
    const peer = name === 'ayse' ? await enterByMemory(at, name) : await comeIn(at, name);
    people.set(name, { peer, account: await accountOf(peer, name), at });
  }
  const { peer } = people.get(clubOwner) as Person;
  const members = [...people.values()].map(({ account }) => account);
  expect(await peer.ask('make-group', { in: club, name: 'Club', members })).toMatchObject({
    type: 'ok',
  });
  return { hosts, people };
}

async function comeIn(server: RoomServer, name: string): Promise<WirePeer> {
  const peer = await connect(server);
  expect(await peer.enter(name)).toMatchObject({ type: 'ok' });
  return peer;
}

let lastGroup = 0;
function requestOf({ act }: Step, account: AccountId): [string, object] {
  switch (act) {
    case 'moderator':
    case 'member':
    case 'guest':
      return ['set-role', { account, role: act }];
    case 'readonly':
    case 'open':
      return ['change-room', { readOnly: act === 'readonly' }];
    case 'group-readonly':
    case 'group-open':
      return ['change-group', { in: club, readOnly: act === 'group-readonly' }];
    case 'make-group':
      lastGroup += 1;
      return [act, { in: `group:${String(lastGroup).padStart(16, '0')}`, name: 'x', members: [] }];
    default:
      return [act, { account }];
  }
}

/** What the table says that comes of it; the model is what it is after that. */
function expected({ actor, target, act }: Step, model: Model): string {
  const { roles, muted } = model;
  const own = roles.get(actor) ?? 'member';
  switch (act) {
    case 'say':
      if (muted.has(actor)) return 'muted';
      return model.readOnly && !may(own, 'stand-above-settings') ? 'read-only' : 'ok';
    case 'say-in-group':
      if (muted.has(actor)) return 'muted';
      return model.isGroupReadOnly && !leadsGroup(own, actor === clubOwner)
        ? 'group-read-only'
        : 'ok';
    case 'group-readonly':
    case 'group-open':
      if (!leadsGroup(own, actor === clubOwner)) return 'not-the-owner';
      if (muted.has(actor)) return 'muted';
      model.isGroupReadOnly = act === 'group-readonly';
      return 'ok';
    case 'make-group':
      if (!may(own, 'make-group')) return 'no';
      return muted.has(actor) ? 'muted' : 'ok';
    case 'readonly':
    case 'open':
      if (!may(own, 'change-room')) return 'no';
      model.readOnly = act === 'readonly';
      return 'ok';
    default:
  }
  return expectedOf({ actor, target, act }, model);
}

/** The same of what is done to somebody. */
function expectedOf(
  { actor, target, act }: Step & { act: (typeof acts)[number] },
  { roles, muted }: Model,
): string {
  const [own, other] = [roles.get(actor) ?? 'member', roles.get(target) ?? 'member'];
  if (actor === target || !mayActOn(own, needs[act], other)) return 'no';
  if (act === 'moderator' || act === 'member' || act === 'guest') roles.set(target, act);
  if (act === 'hand-over') roles.set(actor, 'moderator').set(target, 'owner');
  if (act === 'mute') muted.add(target);
  if (act === 'unmute') muted.delete(target);
  return 'ok';
}

function outcomeOf({ type, code }: Frame): string {
  if (type === 'ok') return 'ok';
  return code === 'not-allowed' || code === 'guest-not-allowed' ? 'no' : String(code);
}

async function rolesAt(peer: WirePeer): Promise<Record<string, string>> {
  const { members } = await peer.ask('list-members');
  const standing: Record<string, string> = {};
  for (const { name, role = 'member', muted } of members as Member[])
    standing[name] = `${role}${muted ? ' muted' : ''}`;
  return standing;
}

it('what the room does is what the table says, at both hosts of one log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 40 }), async (steps) => {
      const { people } = await startRoom();
      const of = (name: Name): Person => people.get(name) as Person;
      const model: Model = {
        roles: new Map([['ayse', 'owner']]),
        muted: new Set(),
        readOnly: false,
        isGroupReadOnly: false,
      };
      for (const each of steps) {
        const { actor, target, act } = each;
        const { peer } = of(actor);
        const wanted = expected(each, model);
        const came =
          act === 'say' || act === 'say-in-group'
            ? await peer.say(`${actor} says`, act === 'say' ? {} : { in: club })
            : await peer.ask(...requestOf(each, of(target).account));
        expect(outcomeOf(came), JSON.stringify([each, [...model.roles]])).toBe(wanted);
        if (wanted === 'ok' && (act === 'kick' || act === 'ban')) await comeBack(of, each);
      }

      const standing = Object.fromEntries(
        names.map((name) => [
          name,
          `${model.roles.get(name) ?? 'member'}${model.muted.has(name) ? ' muted' : ''}`,
        ]),
      );
      const records: unknown[] = [];
      for (const name of ['ayse', 'veli'] as const) {
        const { peer } = of(name);
        expect(await rolesAt(peer)).toEqual(standing);
        records.push((await peer.ask('read-record'))['entries']);
      }
      expect(records[0]).toEqual(records[1]);
    }),
    { seed: 20_261_123, numRuns: 4 },
  );
});

/** Who was taken out is closed at whatever host; a ban holds until it is lifted. */
async function comeBack(of: (name: Name) => Person, { actor, target, act }: Step): Promise<void> {
  const gone = of(target);
  await gone.peer.closed;
  if (act === 'ban') {
    const banned = await connect(gone.at);
    expect(await banned.enter(target)).toMatchObject({ code: 'banned' });
    const { bans } = await of(actor).peer.ask('list-bans');
    const [ban] = bans as { ban: number }[];
    await of(actor).peer.ask('unban', { ban: ban?.ban });
  }
  const back = await connect(gone.at);
  expect(await back.enter(target)).toMatchObject({ type: 'ok' });
  gone.peer = back;
}

it('whose role is taken at one host does nothing after that at the other', async () => {
  const { people } = await startRoom();
  const of = (name: Name): Person => people.get(name) as Person;
  const [owner, veli, can] = [of('ayse'), of('veli'), of('can')];
  for (let round = 0; round < 8; round += 1) {
    const give = (role: string) => owner.peer.ask('set-role', { account: veli.account, role });
    expect(await give('moderator')).toMatchObject({ type: 'ok' });
    const [, muted] = await Promise.all([
      give('member'),
      veli.peer.ask('mute', { account: can.account, reason: `round ${round}` }),
    ]);
    const { entries } = await owner.peer.ask('read-record');
    const [newest, before] = entries as { act: string; reason?: string }[];
    if (muted.type === 'ok') {
      // It came first, or it would not be there.
      expect([newest?.act, before?.reason]).toEqual(['role-set', `round ${round}`]);
    } else {
      expect(muted['code']).toBe('not-allowed');
      expect([newest?.act, before?.act]).toEqual(['role-set', 'role-set']);
    }
  }
});
