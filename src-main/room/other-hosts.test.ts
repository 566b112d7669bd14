import { expect, it } from 'vitest';
import { groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { HostId, HostNotice } from './ports.ts';
import { systemPlace } from './system-entries.ts';
import {
  ali,
  bora,
  disk,
  doings,
  draftsOf,
  driveRoom,
  keyOf,
  refusals,
  signIn,
  told,
  veli,
} from './testing/driven-room.ts';

const deniz = 'account-de' as AccountId;
const there = 'host-b' as HostId;
const presence = (account: AccountId, how: 'online' | 'away' | 'offline'): HostNotice => ({
  type: 'presence',
  host: there,
  account,
  presence: how,
  lastSeenAt: 7,
});

function guestMade(name: string) {
  const place = { in: systemPlace, id: 1, seq: 1, at: 1 };
  const person = { account: deniz, name, nameKey: keyOf(name), hasPassword: false, isGuest: true };
  return { type: 'account-made', ...place, ...person } as const;
}

it('R4.3 a guest’s name is in use at whatever host the guest is, and free when that one has gone', () => {
  const { room, open, say, enterAsGuest, now } = driveRoom();
  room.stored([guestMade('Deniz')]);
  room.otherHosts.heard(presence(deniz, 'online'), now());
  const session = open();
  say(session, { type: 'hello', protocol: 1 });
  expect(refusals(say(session, signIn('Deniz')))).toEqual(['name-taken']);
  expect(refusals(enterAsGuest('Deniz').effects)).toEqual(['name-taken']);
  room.otherHosts.heard({ type: 'gone', host: there }, now());
  expect(doings(say(session, signIn('Deniz')))).toEqual(['create-account']);
});

it('who is in at two hosts neither comes nor goes with the session at one of them', () => {
  const { room, enter, close, now } = driveRoom();
  const { session: one } = enter(veli, 'device-device-ve');
  room.otherHosts.heard(presence(ali, 'away'), now());
  expect(room.roster.member(ali)?.presence).toBe('away');
  const entered = enter(ali);
  expect(doings(entered.effects)).not.toContain('append');
  expect(told(entered.effects)).toMatchObject([[[one, entered.session], { presence: 'online' }]]);
  expect(doings(close(entered.session))).not.toContain('append');
  expect(told(room.otherHosts.heard(presence(ali, 'offline'), now()))).toMatchObject([
    [[one], { account: ali, presence: 'offline' }],
  ]);
});

it('who is made at another host and does not come in is told of within a second', () => {
  const { room, enter, tick } = driveRoom();
  const { session } = enter(ali);
  expect(told(room.stored([guestMade('Deniz')]))).toEqual([]);
  expect(told(tick())).toMatchObject([[[session], { account: deniz, presence: 'offline' }]]);
  expect(told(tick())).toEqual([]);
});

it('what hosts say of people whom the log has not told of, and from hosts without end, is left out', () => {
  const { room, now } = driveRoom();
  expect(room.otherHosts.heard(presence(deniz, 'online'), now())).toEqual([]);
  for (let number = 0; number < 200; number += 1) {
    const host = `host-${number}` as HostId;
    room.otherHosts.heard({ ...presence(ali, 'online'), host }, now());
    room.otherHosts.heard({ type: 'gone', host: 'host-1' as HostId }, now());
  }
  expect(room.roster.member(ali)?.presence).toBe('online');
  for (let number = 0; number < 70; number += 1)
    room.otherHosts.heard({ type: 'gone', host: `host-${number}` as HostId }, now());
  expect(room.roster.member(ali)?.presence).toBe('offline');
});

it('a guest who comes in under a name at the very moment it is taken at another host goes', () => {
  const { room, enterAsGuest } = driveRoom();
  room.stored([guestMade('Deniz')]);
  const { session } = enterAsGuest('Deniz');
  const freed = {
    type: 'name-freed',
    in: systemPlace,
    account: deniz,
    id: 2,
    seq: 2,
    at: 2,
  } as const;
  expect(room.stored([freed])).toEqual([{ do: 'close', session, refusal: { code: 'name-taken' } }]);
});

it('R0.8 of a group that was made at another host at the same time its maker there is the owner', () => {
  const { room, enter, say } = driveRoom();
  const { session: velis } = enter(veli, 'device-device-ve');
  const id = groupConversation('group-group-gr-1');
  const drafts = draftsOf(
    say(velis, { type: 'make-group', in: id, name: 'Mine', members: [bora] }),
  );
  const place = { in: id, by: ali, at: 5 };
  room.stored([
    { type: 'added', ...place, account: ali, id: 1, seq: 1 },
    { type: 'renamed', ...place, name: 'Trip', id: 2, seq: 2 },
    { type: 'added', ...place, account: veli, id: 3, seq: 3 },
  ]);
  const effects = drafts.flatMap((draft) => room.notStored(draft));
  const members = [ali, veli];
  expect(effects).toMatchObject([{ frame: { name: 'Trip', owner: ali, members } }]);
  expect(room.groups.of(bora)).toEqual([]);
  const rename = { type: 'rename-group', in: id, name: 'Mine' } as const;
  expect(refusals(say(velis, rename))).toEqual(['not-the-owner']);
});

it('R0.8 what another host has done to a group counts for what is done next here', () => {
  const { room, enter, say } = driveRoom();
  const { session: alis } = enter(ali);
  const id = groupConversation('group-group-gr-1');
  const { entries } = disk(room).store(
    say(alis, { type: 'make-group', in: id, name: 'Trip', members: [veli] }),
  );
  const change = { in: id, by: ali, at: 5 };
  room.stored([{ type: 'added', ...change, account: bora, id: 8, seq: entries.length + 1 }]);
  const add = { type: 'add-to-group', in: id, account: bora } as const;
  expect(refusals(say(alis, add))).toEqual(['already-in-group']);
  room.stored([{ type: 'removed', ...change, account: bora, id: 9, seq: entries.length + 2 }]);
  expect(doings(say(alis, add))).toEqual(['append']);
});
