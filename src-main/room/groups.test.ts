import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, DeviceId } from '../../src-shared/protocol/ids.ts';
import { logWords } from '../../src-shared/sentences/log-sentence.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect, SessionId } from './effects.ts';
import type { StoredGroup } from './ports.ts';
import {
  ali,
  answers,
  ayse,
  bora,
  disk,
  doings,
  driveRoom,
  draftsOf,
  keyOf,
  logged,
  message,
  refusals,
  token,
  told,
  veli,
} from './testing/driven-room.ts';
import type { Said } from './testing/driven-room.ts';

const group = groupConversation('group-group-gr-1');

function make(members: AccountId[], id: ConversationId = group, name = 'Trip'): Said {
  return { type: 'make-group', in: id, name, members };
}
const add = (account: AccountId): Said => ({ type: 'add-to-group', in: group, account });
const remove = (account: AccountId): Said => ({ type: 'remove-from-group', in: group, account });
const leave: Said = { type: 'leave-group', in: group };
const rename = (name: string): Said => ({ type: 'rename-group', in: group, name });

/** Ali, Veli and Ayşe are in the room; Ali's group of the first two is on disk. */
function setUp() {
  const driven = driveRoom();
  const { room, say, enter } = driven;
  const stored = disk(room);
  const sessions = {
    ali: enter(ali, 'device-device-al').session,
    veli: enter(veli, 'device-device-ve').session,
    ayse: enter(ayse, 'device-device-ay').session,
  };
  const made = stored.store(say(sessions.ali, make([veli])));
  return { ...driven, ...sessions, stored, made };
}

/** What a member may ask the store for, or the refusal. */
function visible(effects: readonly Effect[]) {
  const [effect] = effects;
  return effect?.do === 'read-history' ? effect.query.visible : refusals(effects)[0];
}

function history(id: ConversationId = group): Said {
  return { type: 'read-history', in: id };
}

describe('making a group', () => {
  it('the maker is added first, then it has its name, then the others are added, in one answer', () => {
    const { room, say, enter } = driveRoom();
    const { session } = enter(ali);
    const effects = say(session, make([veli, ali, ayse, veli], group, '  Trip  to İzmir '));
    const place = { in: group, at: 1_750_000_000_000, by: ali };
    expect(draftsOf(effects)).toEqual([
      { type: 'added', ...place, account: ali },
      { type: 'renamed', ...place, name: 'Trip to İzmir' },
      { type: 'added', ...place, account: veli, firstSeq: 1 },
      { type: 'added', ...place, account: ayse, firstSeq: 1 },
    ]);
    expect(effects.map((effect) => 'reply' in effect)).toEqual([false, false, false, true]);
    expect([...room.audienceOf({ in: group, seq: 1000 })]).toEqual([]);
  });

  it('its members are told of it once, when all of it is on disk, and read how it was made', () => {
    const { made, ali: alis, veli: velis } = setUp();
    const seen = { type: 'group', in: group, name: 'Trip', owner: ali, members: [ali, veli] };
    expect(told(made.after)).toEqual([
      [[alis], { ...seen, firstSeq: 1 }],
      [[velis], { ...seen, firstSeq: 1 }],
    ]);
    expect(made.heard).toEqual([
      ['added', [alis]],
      ['renamed', [alis]],
      ['added', [alis, velis]],
    ]);
  });

  it('R1.9 the host sees who made it, added, renamed, removed and left, and never its name or texts', () => {
    const { made, say, stored, ali: alis, veli: velis } = setUp();
    const lines = [
      made.after,
      ...[
        say(alis, rename('Secret plan')),
        say(alis, add(ayse)),
        say(alis, remove(ayse)),
        say(velis, leave),
      ].map((effects) => stored.store(effects).after),
    ].flatMap((effects) => logged(effects));
    expect(lines.map((line) => logWords(line, 'en'))).toEqual([
      'Ali made a group',
      'Ali added Veli to a group',
      'Ali renamed a group',
      'Ali added Ayşe to a group',
      'Ali took Ayşe out of a group',
      'Veli left a group',
    ]);
    expect(JSON.stringify(lines)).not.toContain('Secret plan');
  });

  it.each([
    ['group-name-empty', make([veli], groupConversation('group-group-gr-2'), '  ')],
    ['group-name-too-long', make([veli], groupConversation('group-group-gr-2'), 'x'.repeat(65))],
    ['name-not-allowed', make([veli], groupConversation('group-group-gr-2'), 'a\u202eb')],
    ['group-exists', make([veli])],
    ['bad-field', make([veli], 'everyone' as ConversationId)],
    ['no-such-member', make(['nobody-nob' as AccountId], groupConversation('group-group-gr-2'))],
  ])('%s', (code, said) => {
    const { say, ali: alis } = setUp();
    expect(refusals(say(alis, said))).toEqual([code]);
  });

  it('names the limit of a name', () => {
    const { say, ali: alis } = setUp();
    expect(say(alis, rename('x'.repeat(65)))).toMatchObject([
      { do: 'refuse', refusal: { code: 'group-name-too-long', limit: 64 } },
    ]);
  });

  it('a group that the disk refused is not there, and can be made again', () => {
    const { room, say, enter } = driveRoom();
    const { session } = enter(ali);
    const stored = disk(room);
    const effects = say(session, make([veli]));
    expect(refusals(say(session, make([veli])))).toEqual(['group-exists']);
    expect(told(stored.refuse(effects))).toEqual([]);
    expect(answers(say(session, { type: 'list-groups' }))).toEqual([{ groups: [] }]);
    expect(doings(say(session, make([veli])))).toEqual(['append', 'append', 'append']);
  });

  it('a person is in at most so many groups, and one that was left does not count', () => {
    const groups = Array.from({ length: limits.groupsPerMember }, (_, place): StoredGroup => ({
      in: groupConversation(`group-number-${1000 + place}`),
      name: `Group ${place}`,
      owner: bora,
      members: [
        { account: bora, firstSeq: 1 },
        { account: veli, firstSeq: 3, lastSeq: 4 },
      ],
    }));
    const { say, enter } = driveRoom({ groups });
    const { session } = enter(ali);
    expect(say(session, make([bora]))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-many-groups', limit: limits.groupsPerMember } },
    ]);
    expect(doings(say(session, make([veli])))).toEqual(['append', 'append', 'append']);
    expect(refusals(say(enter(bora, 'device-device-bo').session, make([])))).toEqual([
      'group-exists',
    ]);
  });

  it('who is in as many groups as one may be is not added to another; what the disk refused does not count', () => {
    const groups = Array.from({ length: limits.groupsPerMember - 1 }, (_, place): StoredGroup => ({
      in: groupConversation(`group-number-${1000 + place}`),
      name: `Group ${place}`,
      owner: bora,
      members: [{ account: bora, firstSeq: 1 }],
    }));
    const { room, say, enter } = driveRoom({ groups });
    const { session } = enter(ali);
    const stored = disk(room);
    stored.store(say(session, make([])));
    for (let i = 0; i < 2; i += 1) stored.refuse(say(session, add(bora)));
    stored.store(say(session, add(bora)));
    const another = groupConversation('group-group-gr-2');
    stored.store(say(session, make([], another)));
    expect(say(session, { type: 'add-to-group', in: another, account: bora })).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-many-groups', limit: limits.groupsPerMember } },
    ]);
  });

  it('a room has at most so many groups, ended ones too', () => {
    const groups = Array.from({ length: limits.groupsPerRoom }, (_, place): StoredGroup => ({
      in: groupConversation(`group-nr-${1_000_000 + place}`),
      name: `Group ${place}`,
      owner: bora,
      members: [{ account: bora, firstSeq: 1, lastSeq: 3 }],
    }));
    const { say, enter } = driveRoom({ groups });
    expect(say(enter(ali).session, make([veli]))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-many-groups', limit: limits.groupsPerRoom } },
    ]);
  });

  it('a group takes at most so many people, its maker included', () => {
    const { room, say, enter, report, open } = driveRoom();
    const { session } = enter(ali);
    const crowd = Array.from({ length: limits.groupMembers }, (_, place) => {
      const account = `account${100 + place}` as AccountId;
      const device = `device-of-nr-${100 + place}` as DeviceId;
      const created = { name: `N ${place}`, nameKey: `n ${place}`, hasPassword: false };
      report(open(), { is: 'right', how: 'registered', account, device, token, created });
      return account;
    });
    const [last = ali] = crowd.slice(-1);
    expect(refusals(say(session, make(crowd)))).toEqual(['group-full']);
    disk(room).store(say(session, make(crowd.slice(0, -2))));
    const [lastButOne = ali] = crowd.slice(-2);
    // Not on disk yet, and in it all the same.
    expect(doings(say(session, add(lastButOne)))).toEqual(['append']);
    expect(say(session, add(last))).toMatchObject([
      { do: 'refuse', refusal: { code: 'group-full', limit: limits.groupMembers } },
    ]);
  });

  it('guests are in no groups', () => {
    const { room, say, enter, enterAsGuest, report } = driveRoom();
    const { session } = enter(ali);
    const guest = enterAsGuest('Deniz');
    const account = 'account-de' as AccountId;
    report(guest.session, { is: 'guest-made', account, name: 'Deniz', nameKey: keyOf('Deniz') });
    expect(refusals(say(session, make([account])))).toEqual(['guest-not-allowed']);
    disk(room).store(say(session, make([veli])));
    expect(refusals(say(session, add(account)))).toEqual(['guest-not-allowed']);
    expect(refusals(say(guest.session, make([])))).toEqual(['guest-not-allowed']);
  });
});

describe('changing a group', () => {
  it('only its owner adds, removes and renames', () => {
    const { say, veli: velis, ali: alis } = setUp();
    for (const said of [add(ayse), remove(ali), rename('Mine')]) {
      expect(refusals(say(velis, said))).toEqual(['not-the-owner']);
    }
    for (const said of [add(ayse), remove(veli), rename('Ours')]) {
      expect(doings(say(alis, said))).toEqual(['append']);
    }
  });

  it('who is not in it learns nothing of it', () => {
    const { say, ayse: ayses } = setUp();
    for (const said of [add(bora), remove(ali), rename('Mine'), leave, message('hi', group)]) {
      expect(refusals(say(ayses, said))).toEqual(['no-such-conversation']);
    }
    expect(visible(say(ayses, history()))).toBe('no-such-conversation');
    const unknown = groupConversation('group-group-gr-9');
    expect(refusals(say(ayses, message('hi', unknown)))).toEqual(['no-such-conversation']);
  });

  it('refuses who is in already, who is not in, and who is not there', () => {
    const { say, ali: alis } = setUp();
    expect(refusals(say(alis, add(veli)))).toEqual(['already-in-group']);
    expect(refusals(say(alis, remove(ayse)))).toEqual(['not-in-group']);
    expect(refusals(say(alis, add('nobody-nob' as AccountId)))).toEqual(['no-such-member']);
  });

  it('judges by what was accepted, before it is on disk', () => {
    const { say, ali: alis, veli: velis } = setUp();
    expect(refusals(say(alis, add(ayse)))).toEqual([]);
    expect(refusals(say(alis, add(ayse)))).toEqual(['already-in-group']);
    expect(refusals(say(alis, remove(veli)))).toEqual([]);
    expect(refusals(say(velis, message('too late', group)))).toEqual(['no-such-conversation']);
    expect(refusals(say(velis, leave))).toEqual(['no-such-conversation']);
  });

  it('who is being added writes once that is on disk', () => {
    const { say, stored, ali: alis, ayse: ayses } = setUp();
    const added = say(alis, add(ayse));
    expect(refusals(say(ayses, message('too early', group)))).toEqual(['no-such-conversation']);
    stored.store(added);
    expect(doings(say(ayses, message('hello', group)))).toEqual(['append']);
  });

  it('what the disk refused has not happened', () => {
    const { say, stored, ali: alis, veli: velis } = setUp();
    expect(stored.refuse(say(alis, remove(veli)))).toEqual([]);
    expect(doings(say(velis, message('still here', group)))).toEqual(['append']);
    expect(answers(say(velis, { type: 'list-groups' }))).toMatchObject([
      { groups: [{ in: group }] },
    ]);
    expect(stored.refuse(say(alis, add(ayse)))).toEqual([]);
    expect(refusals(say(alis, remove(ayse)))).toEqual(['not-in-group']);
  });

  it('a new member is told of the group and hears from the own entry on', () => {
    const { room, say, stored, ali: alis, veli: velis, ayse: ayses } = setUp();
    const { after, heard, entries } = stored.store([
      ...say(alis, message('before', group)),
      ...say(alis, add(ayse)),
    ]);
    expect(heard).toEqual([
      ['message', [alis, velis]],
      ['added', [alis, velis, ayses]],
    ]);
    const firstSeq = entries[1]?.seq ?? 0;
    expect(told(after)).toContainEqual([
      [ayses],
      expect.objectContaining({ type: 'group', members: [ali, veli, ayse], firstSeq }),
    ]);
    expect(visible(say(ayses, history()))).toEqual({ first: firstSeq, last: undefined });
    expect([...room.audienceOf({ in: group, seq: 1000 })]).toEqual([alis, velis, ayses]);
  });

  it('who is removed hears that and nothing after it, is told of no group, and may read up to it', () => {
    const { room, say, stored, ali: alis, veli: velis } = setUp();
    const { after, heard, entries } = stored.store([
      ...say(alis, message('before', group)),
      ...say(alis, remove(veli)),
      ...say(alis, message('after', group)),
    ]);
    expect(heard).toEqual([
      ['message', [alis, velis]],
      ['removed', [alis, velis]],
      ['message', [alis]],
    ]);
    expect(told(after).map(([to]) => to)).toEqual([[alis]]);
    expect([...room.audienceOf({ in: group, seq: 1000 })]).toEqual([alis]);
    expect(visible(say(velis, history()))).toEqual({ first: 1, last: entries[1]?.seq });
    expect(refusals(say(velis, message('hello?', group)))).toEqual(['no-such-conversation']);
    expect(room.groups.of(veli)).toEqual([]);
  });

  it('who is added again reads from the first time on, and what was said in between', () => {
    const { say, stored, ali: alis, veli: velis } = setUp();
    for (const said of [remove(veli), message('in between', group), add(veli)]) {
      stored.store(say(alis, said));
    }
    expect(visible(say(velis, history()))).toEqual({ first: 1, last: undefined });
  });

  it('when the owner leaves, who has been in it longest is the owner', () => {
    const { say, stored, ali: alis, veli: velis } = setUp();
    stored.store(say(alis, add(ayse)));
    const { after } = stored.store(say(alis, leave));
    expect(told(after)[0]?.[1]).toMatchObject({ owner: veli, members: [veli, ayse] });
    expect(doings(say(velis, add(ali)))).toEqual(['append']);
  });

  it('a group that everybody has left is over: nobody may write, and its id stays taken', () => {
    const { say, stored, ali: alis, veli: velis } = setUp();
    stored.store(say(velis, leave));
    stored.store(say(alis, leave));
    expect(refusals(say(alis, message('anybody?', group)))).toEqual(['no-such-conversation']);
    expect(refusals(say(alis, make([])))).toEqual(['group-exists']);
    expect(visible(say(alis, history()))).toEqual({ first: 1, last: 5 });
  });

  it('changes are entries and have the rate of messages', () => {
    const { say, enter, wait, room } = driveRoom({ messageBurst: 2 });
    const { session } = enter(ali);
    const stored = disk(room);
    stored.store(say(session, make([veli])));
    stored.store(say(session, rename('Second')));
    expect(say(session, rename('Third'))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 500 } },
    ]);
    wait(500);
    expect(doings(say(session, rename('Third')))).toEqual(['append']);
  });

  it('at most twenty changes and messages of a session wait for the disk', () => {
    const { say, ali: alis } = setUp();
    for (let i = 0; i < limits.maxUnacknowledged; i += 1) say(alis, rename(`Name ${i}`));
    expect(refusals(say(alis, rename('One more')))).toEqual(['too-many-unacknowledged']);
  });
});

describe('listing groups', () => {
  it('gives the groups that one is in now, in pages', () => {
    const groups = Array.from({ length: limits.groupPage + 2 }, (_, place): StoredGroup => ({
      in: groupConversation(`group-number-${1000 + place}`),
      name: `Group ${place}`,
      owner: ali,
      members: [
        { account: ali, firstSeq: 1 },
        ...(place === 0 ? [{ account: veli, firstSeq: 3, lastSeq: 9 }] : []),
      ],
    }));
    // Neither in the order of their ids nor the other way round.
    const { say, enter } = driveRoom({
      groups: [...groups.slice(3).toReversed(), ...groups.slice(0, 3)],
    });
    const { session } = enter(ali);
    const [first] = answers(say(session, { type: 'list-groups' }));
    const next = groups[limits.groupPage]?.in;
    expect(first).toMatchObject({ next });
    expect(Object.values(first ?? {})[0]).toHaveLength(limits.groupPage);
    expect(answers(say(session, { type: 'list-groups', from: next }))).toEqual([
      {
        groups: groups
          .slice(limits.groupPage)
          .map(({ in: id, name }) => ({ in: id, name, owner: ali, members: [ali], firstSeq: 1 })),
      },
    ]);
    const veliIn = enter(veli, 'device-device-ve').session;
    expect(answers(say(veliIn, { type: 'list-groups' }))).toEqual([{ groups: [] }]);
    expect(visible(say(veliIn, history(groups[0]?.in)))).toEqual({ first: 3, last: 9 });
  });
});

describe('who may read what, whatever happens', () => {
  const people = [ali, veli, ayse, bora];
  const step = fc.record({
    by: fc.constantFrom(...people),
    whom: fc.constantFrom(...people),
    does: fc.constantFrom('add', 'remove', 'leave', 'write', 'write'),
    disk: fc.constantFrom('takes', 'takes', 'takes', 'refuses', 'waits'),
  });

  it('a member hears the entries from the own first one on, reads from there or how the group was made, and nothing after a removal', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { room, say, enter } = driveRoom();
        const stored = disk(room);
        const sessions = new Map(
          people.map((account) => [account, enter(account, `device-${account}_`.slice(0, 16))]),
        );
        const sessionOf = (account: AccountId): SessionId =>
          sessions.get(account)?.session ?? (0 as SessionId);
        /** Written from the decision, apart from the room's own way of counting. */
        const model: Model = new Map();
        let waiting: Effect[] = [];

        const write = (effects: Effect[]) => {
          const { entries, heard } = stored.store(effects);
          for (const entry of entries) follow(model, entry);
          for (const [place, { seq }] of entries.entries()) {
            const hears = new Set(heard[place]?.[1]);
            const mayHear = people.filter((account) => isIn(model.get(account), seq));
            expect(hears).toEqual(new Set(mayHear.map(sessionOf)));
          }
        };

        write(say(sessionOf(ali), make([veli])));
        for (const { by, whom, does, disk: outcome } of steps) {
          const said = {
            add: add(whom),
            remove: remove(whom),
            leave,
            write: message('selam', group),
          }[does];
          const effects = say(sessionOf(by), said);
          if (outcome === 'refuses' && waiting.length === 0) stored.refuse(effects);
          else waiting.push(...effects);
          if (outcome === 'waits') continue;
          write(waiting);
          waiting = [];
          for (const account of people) {
            const stay = model.get(account);
            const expected = stay ? { first: stay.reads, last: stay.last } : 'no-such-conversation';
            expect(visible(say(sessionOf(account), history()))).toEqual(expected);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** `first` and `last` are heard; who began with the group reads how it was made, too. */
type Stay = { first: number; reads: number; last: number | undefined };
type Model = Map<AccountId, Stay>;

function follow(model: Model, entry: Entry): void {
  if (entry.type === 'message') expect(model.get(entry.from)).toMatchObject({ last: undefined });
  if (entry.type !== 'added' && entry.type !== 'removed') return;
  const before = model.get(entry.account);
  const first = before?.first ?? entry.seq;
  const reads = before?.reads ?? (entry.type === 'added' ? (entry.firstSeq ?? first) : first);
  const last = entry.type === 'removed' ? entry.seq : undefined;
  model.set(entry.account, { first, reads, last });
}

function isIn(stay: Stay | undefined, seq: number): boolean {
  return stay !== undefined && stay.first <= seq && seq <= (stay.last ?? seq);
}
