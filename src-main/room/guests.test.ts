import { describe, expect, it } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  ali,
  ayse,
  doings,
  driveRoom,
  draftsOf,
  keyOf,
  logged,
  message,
  refusals,
  signIn,
  token,
  told,
} from './testing/driven-room.ts';
import { optionsChanged, systemPlace } from './system-entries.ts';
import type { Said } from './testing/driven-room.ts';

describe('guests', () => {
  const deniz = 'account-de' as AccountId;

  /** Ali is in, and Deniz by a plain program. */
  function setUp() {
    const driven = driveRoom();
    const alis = driven.enter(ali, 'device-device-al').session;
    const { session, effects: asked } = driven.enterAsGuest('Deniz');
    const nameKey = keyOf('Deniz');
    const made = { is: 'guest-made', account: deniz, name: 'Deniz', nameKey } as const;
    return { ...driven, alis, session, asked, entered: driven.report(session, made) };
  }

  it('R4.3 a plain program comes in under a name, without device, token or password', () => {
    const { asked, entered, alis, session } = setUp();
    expect(asked).toMatchObject([{ do: 'create-guest', name: 'Deniz', nameKey: keyOf('Deniz') }]);
    expect(entered[0]).toEqual({
      do: 'admit',
      reply: expect.objectContaining({ session }),
      fields: { account: deniz, name: 'Deniz', created: true },
    });
    expect(logged(entered)).toMatchObject([
      { event: 'guest-entered', name: 'Deniz', dialect: 'lines' },
    ]);
    expect(draftsOf(entered)).toMatchObject([{ type: 'joined', in: everyone, account: deniz }]);
    const guest = { account: deniz, name: 'Deniz', presence: 'online', guest: true };
    expect(told(entered)).toMatchObject([[[alis, session], { type: 'member', ...guest }]]);
  });

  it('stay out of a room that is for the invited, or asks first', () => {
    const driven = driveRoom();
    const refused = { invited: 'invite-needed', approval: 'oda-needed' } as const;
    for (const [access, code] of Object.entries(refused)) {
      const change = { access: access as keyof typeof refused };
      driven.room.stored([{ ...optionsChanged(change, 1), id: 9, seq: 9 }]);
      expect(refusals(driven.enterAsGuest('Deniz').effects)).toEqual([code]);
    }
  });

  it('R1.3 a name that belongs to an account, in any case or look-alike, cannot be taken', () => {
    const { enterAsGuest } = driveRoom();
    for (const name of ['Ali', 'ALİ', 'AIi', '\u0430li']) {
      expect(refusals(enterAsGuest(name).effects)).toEqual(['name-taken']);
    }
  });

  it('R1.3 R4.3 a name in use is refused, and another try is free on the same connection', () => {
    const { enterAsGuest, enter, room, now } = setUp();
    const second = enterAsGuest('DENIZ');
    expect(refusals(second.effects)).toEqual(['name-taken']);
    const reply = { session: second.session, rid: 900 };
    expect(refusals(room.enterAsGuest(reply, { name: '  ' }, now()))).toEqual(['name-empty']);
    expect(refusals(room.enterAsGuest(reply, { name: 'x'.repeat(33) }, now()))).toEqual([
      'name-too-long',
    ]);
    expect(refusals(room.enterAsGuest(reply, { name: 'server' }, now()))).toEqual([
      'name-not-allowed',
    ]);
    expect(doings(room.enterAsGuest(reply, { name: 'Deniz 2' }, now()))).toEqual(['create-guest']);
    const member = enter(ayse, 'device-device-ay').session;
    for (const taken of [reply, { session: member, rid: 901 }]) {
      expect(refusals(room.enterAsGuest(taken, { name: 'Deniz 3' }, now()))).toEqual([
        'already-signed-in',
      ]);
    }
  });

  it('a guest who takes another name leaves under the one before, and stays in under it where that fails', () => {
    const { room, now, report, session, alis, wait } = setUp();
    const reply = { session, rid: 900 };
    wait(5000);
    expect(refusals(room.enterAsGuest(reply, { name: 'Ali' }, now()))).toEqual(['name-taken']);
    expect(doings(room.enterAsGuest(reply, { name: 'Derya' }, now()))).toEqual(['create-guest']);
    expect(room.memberOf(session)).toMatchObject({ name: 'Deniz' });
    report(session, { is: 'refused', refusal: { code: 'store-failed' } });
    expect(room.memberOf(session)).toMatchObject({ name: 'Deniz', presence: 'online' });
    room.enterAsGuest(reply, { name: 'Derya' }, now());
    const derya = 'account-dy' as AccountId;
    const nameKey = keyOf('Derya');
    const made = { is: 'guest-made', account: derya, name: 'Derya', nameKey } as const;
    const effects = report(session, made);
    expect(draftsOf(effects)).toMatchObject([
      { type: 'left', account: deniz, reason: 'left' },
      { type: 'joined', account: derya, name: 'Derya' },
    ]);
    expect(logged(effects)).toMatchObject([
      { event: 'left', name: 'Deniz' },
      { event: 'guest-entered', name: 'Derya' },
    ]);
    expect(told(effects)).toMatchObject([
      [[alis], { type: 'member', account: deniz, presence: 'offline', lastSeenAt: now().wallMs }],
      [[alis, session], { type: 'member', account: derya, presence: 'online' }],
    ]);
    expect(effects).toContainEqual({ do: 'save-last-seen', account: deniz, at: now().wallMs });
    expect(room.memberOf(session)).toMatchObject({ account: derya, name: 'Derya' });
    expect(room.roster.sessions.size).toBe(2);
    // And back, to a name that is known already and nobody uses.
    expect(draftsOf(room.enterAsGuest(reply, { name: 'deniz' }, now()))).toMatchObject([
      { type: 'left', account: derya },
      { type: 'joined', account: deniz, name: 'Deniz' },
    ]);
  });

  it('under another name a guest is as away, and has as much waiting for the disk, as under the one before', () => {
    const { room, now, close, enterAsGuest, report, say, session } = setUp();
    const other = enterAsGuest('Derya').session;
    const account = 'account-dy' as AccountId;
    const nameKey = keyOf('Derya');
    report(other, { is: 'guest-made', account, name: 'Derya', nameKey });
    close(other);
    for (let i = 0; i < limits.maxUnacknowledged; i += 1) say(session, message(`${i}`));
    say(session, { type: 'set-presence', presence: 'away' });
    room.enterAsGuest({ session, rid: 900 }, { name: 'Derya' }, now());
    expect(room.memberOf(session)).toMatchObject({ name: 'Derya', presence: 'away' });
    expect(refusals(say(session, message('one more')))).toEqual(['too-many-unacknowledged']);
  });

  it('a guest of an earlier day is the same row again', () => {
    const { close, enterAsGuest, session } = setUp();
    close(session);
    const { effects, session: again } = enterAsGuest('deniz');
    expect(effects[0]).toEqual({
      do: 'admit',
      reply: expect.objectContaining({ session: again }),
      fields: { account: deniz, name: 'Deniz', created: false },
    });
  });

  it('who signs in under the name of a guest gets it once the guest is gone, and the guest another row', () => {
    const { open, say, close, report, enterAsGuest, room, session } = setUp();
    const person = open();
    say(person, { type: 'hello', protocol: 1 });
    expect(refusals(say(person, signIn('Deniz')))).toEqual(['name-taken']);
    close(session);
    expect(say(person, signIn('Deniz'))).toMatchObject([
      { do: 'create-account', name: 'Deniz', nameKey: keyOf('Deniz'), guest: deniz },
    ]);
    expect(doings(enterAsGuest('Deniz').effects)).toEqual(['create-guest']);
    const account = 'account-d2' as AccountId;
    const created = { name: 'Deniz', nameKey: keyOf('Deniz'), hasPassword: false };
    const device = 'device-device-09' as DeviceId;
    room.stored([{ type: 'name-freed', in: systemPlace, id: 7, seq: 7, at: 7, account: deniz }]);
    report(person, { is: 'right', how: 'registered', account, device, token, created });
    expect(room.roster.findMember('DENİZ')?.account).toBe(account);
    expect(room.roster.member(deniz)).toMatchObject({
      name: 'Deniz',
      presence: 'offline',
      guest: true,
    });
    expect(refusals(enterAsGuest('Deniz').effects)).toEqual(['name-taken']);
  });

  it('a name is not released for a sign-in that is refused anyway', () => {
    const { open, say, close, enterAsGuest, session } = setUp();
    close(session);
    const person = open();
    say(person, { type: 'hello', protocol: 1 });
    expect(refusals(say(person, signIn('Deniz', 'kısa')))).toEqual(['password-too-short']);
    expect(doings(enterAsGuest('Deniz').effects)[0]).toBe('admit');
  });

  it('new guests of an address have the limits of new accounts, this computer has none', () => {
    const { enterAsGuest } = driveRoom();
    const tries = ['a', 'b', 'c', 'd'].map((name) => enterAsGuest(`guest ${name}`).effects);
    expect(tries.map((effects) => refusals(effects)[0])).toEqual([
      undefined,
      undefined,
      undefined,
      'try-later',
    ]);
    for (let i = 0; i < 10; i += 1) {
      const { effects } = enterAsGuest(`own ${i}`, { address: '127.0.0.1', isOwnComputer: true });
      expect(doings(effects)).toEqual(['create-guest']);
    }
  });

  it('a guest speaks to everyone and to one, reads everyone, and nothing else', () => {
    const { say, session, alis, room } = setUp();
    const direct = directConversation(ali, deniz);
    const group = groupConversation('group-group-gr-1');
    expect(doings(say(session, message('selam')))).toEqual(['append']);
    expect(doings(say(session, message('selam', direct)))).toEqual(['append']);
    expect([...room.audienceOf({ in: direct, seq: 1 })]).toEqual([alis, session]);
    expect(doings(say(alis, message('selam', direct)))).toEqual(['append']);
    const allowed: Said[] = [
      { type: 'read-history', in: everyone },
      { type: 'list-members' },
      { type: 'ping' },
      { type: 'set-presence', presence: 'away' },
      { type: 'mark-delivered', in: direct, seq: 1 },
      { type: 'sign-out' },
    ];
    for (const said of allowed) expect(refusals(say(session, said))).toEqual([]);
    const refused: Said[] = [
      { type: 'read-history', in: direct },
      { type: 'read-history', in: group },
      { type: 'sync', after: 0 },
      { type: 'list-receipts' },
      { type: 'list-groups' },
      { type: 'leave-group', in: group },
    ];
    for (const said of refused) {
      expect(refusals(say(session, said))).toEqual(['guest-not-allowed']);
    }
  });

  it('the directory knows members by id, by name, and all of them', () => {
    const { room, session, alis } = setUp();
    expect(room.memberOf(session)).toMatchObject({ account: deniz, guest: true });
    expect(room.memberOf(alis)?.guest).toBeUndefined();
    expect(room.roster.findMember(' aYŞE ')?.account).toBe(ayse);
    expect(room.roster.findMember('nobody')).toBeUndefined();
    expect(room.roster.findMember('')).toBeUndefined();
    expect(room.roster.page(undefined).members.map(({ name }) => name)).toEqual([
      'Ali',
      'Veli',
      'Ayşe',
      'Bora',
      'Deniz',
    ]);
  });
});

it('a plain program comes into no room that is only for those who are invited', () => {
  const { room, enterAsGuest, report, close } = driveRoom();
  const { session } = enterAsGuest('Derya');
  const account = 'account-de' as AccountId;
  report(session, { is: 'guest-made', account, name: 'Derya', nameKey: keyOf('Derya') });
  close(session);
  const switched = { ...optionsChanged({ access: 'invited' }, 1), id: 1, seq: 1 };
  room.stored([switched]);
  // One of an earlier day too, whose row is there.
  expect(refusals(enterAsGuest('Derya').effects)).toEqual(['invite-needed']);
  expect(refusals(enterAsGuest('cem').effects)).toEqual(['invite-needed']);
  expect(refusals(enterAsGuest('cem', { isOwnComputer: true }).effects)).toEqual(['invite-needed']);
});
