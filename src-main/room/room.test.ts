import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { defaultRoomLimits, limits } from '../../src-shared/protocol/limits.ts';
import {
  ali,
  ayse,
  doings,
  driveRoom,
  identity,
  keyOf,
  message,
  refusals,
  signIn,
  token,
  veli,
} from './testing/driven-room.ts';

/** With the rates that a room has. */
function setUp(roomLimits: Partial<RoomLimits> = {}) {
  return driveRoom({ messageBurst: defaultRoomLimits.messageBurst, ...roomLimits });
}

describe('the order of a connection', () => {
  it('W2 hello tells protocol, room, epoch and the limits in force', () => {
    const { open, say } = setUp({ maxTextCharacters: 500 });
    const [effect] = say(open(), { type: 'hello', protocol: 1 });
    expect(effect).toMatchObject({
      do: 'answer',
      fields: {
        protocol: 1,
        room: { id: identity.room, name: 'Lab', epoch: identity.epoch },
        limits: { maxTextCharacters: 500, heartbeatMs: 5000, silenceMs: 20_000 },
      },
    });
  });

  it('W2 a peer too old or too new is told which versions are spoken, and closed', () => {
    const { open, say } = setUp();
    for (const [protocol, code] of [
      [0, 'peer-too-old'],
      [99, 'peer-too-new'],
    ] as const) {
      const effects = say(open(), { type: 'hello', protocol });
      expect(effects).toMatchObject([
        { do: 'refuse', refusal: { code, supported: { oldest: 1, newest: 1 } } },
        { do: 'close', refusal: { code } },
      ]);
    }
  });

  it('refuses what comes before hello, before sign-in and twice', () => {
    const { open, say, enter } = setUp();
    const stranger = open();
    expect(refusals(say(stranger, message('early')))).toEqual(['hello-first']);
    say(stranger, { type: 'hello', protocol: 1 });
    expect(refusals(say(stranger, message('early')))).toEqual(['sign-in-first']);
    expect(refusals(say(stranger, { type: 'hello', protocol: 1 }))).toEqual(['already-signed-in']);
    const { session } = enter(ali);
    expect(refusals(say(session, signIn('Ali')))).toEqual(['already-signed-in']);
  });

  it('refuses a second sign-in while the first is being checked', () => {
    const { open, say } = setUp();
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    expect(doings(say(session, signIn('Selin')))).toEqual(['create-account']);
    expect(refusals(say(session, signIn('Selin')))).toEqual(['already-signed-in']);
  });
});

describe('names and passwords', () => {
  it('R0.2 an empty name is refused with a reason', () => {
    const { open, say } = setUp();
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    expect(refusals(say(session, signIn('   ')))).toEqual(['name-empty']);
    expect(say(session, signIn('x'.repeat(33)))).toMatchObject([
      { do: 'refuse', refusal: { code: 'name-too-long', limit: 32 } },
    ]);
  });

  it('R1.3 a taken name, in any case or look-alike, is checked and never made again; another try is free', () => {
    const { room, open, say, now } = setUp();
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    const [effect] = say(session, signIn('VELİ'));
    expect(effect).toMatchObject({ do: 'check-claim', account: veli, hasPassword: false });
    const taken = { is: 'refused', refusal: { code: 'name-taken' } } as const;
    expect(refusals(room.signInChecked({ session, rid: 2 }, taken, now()))).toEqual(['name-taken']);
    expect(doings(say(session, signIn('Selin')))).toEqual(['create-account']);
  });

  it('R3.1 an unknown name is signed up, with the password it brought', () => {
    const { open, say, report } = setUp();
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    const [effect] = say(session, signIn('Selin', 'uzun bir parola'));
    expect(effect).toMatchObject({
      do: 'create-account',
      name: 'Selin',
      claim: { password: 'uzun bir parola' },
    });
    const effects = report(session, {
      is: 'right',
      how: 'registered',
      account: 'account-se' as AccountId,
      device: 'device-device-09' as DeviceId,
      token,
      created: { name: 'Selin', nameKey: 'selin', hasPassword: true },
    });
    expect(effects[0]).toMatchObject({
      do: 'admit',
      fields: { name: 'Selin', created: true, token },
    });
  });

  it('a new password that is too short or too long is refused before it is hashed', () => {
    const { open, say } = setUp();
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    expect(refusals(say(session, signIn('Selin', 'kısa')))).toEqual(['password-too-short']);
    expect(refusals(say(session, signIn('Selin', 'x'.repeat(129))))).toEqual(['password-too-long']);
  });

  it('thirty pupils behind one IPv6 network make their accounts at once', () => {
    const { open, say } = setUp();
    const made = Array.from({ length: 30 }, (_, pupil) => {
      const session = open({ address: '2001:db8:1:2/64' });
      say(session, { type: 'hello', protocol: 1 });
      return doings(say(session, signIn(`pupil ${pupil}`)))[0];
    });
    expect(made).toEqual(made.map(() => 'create-account'));
  });

  it('an address may try to sign in five times a minute, and sign up three times in ten minutes', () => {
    const { room, open, say, now, wait } = setUp();
    const tryOnce = (name: string, from = '10.0.0.7') => {
      const session = open({ address: from });
      say(session, { type: 'hello', protocol: 1 });
      const effects = say(session, signIn(name));
      room.signInChecked(
        { session, rid: 0 },
        { is: 'refused', refusal: { code: 'name-taken' } },
        now(),
      );
      const isToWait = effects.some(
        (effect) => effect.do === 'check-claim' && effect.addressWaitMs > 0,
      );
      return refusals(effects)[0] ?? (isToWait ? 'try-later unless known' : 'let in');
    };
    const signUps = ['a1', 'a2', 'a3', 'a4'].map((name) => tryOnce(name));
    expect(signUps).toEqual(['let in', 'let in', 'let in', 'try-later']);
    expect(tryOnce('Veli')).toBe('let in');
    expect(tryOnce('Veli')).toBe('try-later unless known');
    expect(tryOnce('Veli', '10.0.0.8')).toBe('let in');
    wait(60_001);
    expect(tryOnce('Veli')).toBe('let in');
  });

  it('who tried five names in a minute waits with a new one, a guest’s too; who owns a name is checked', () => {
    const { open, say, wait, enterAsGuest, report, close } = setUp();
    const address = '10.0.0.7';
    const guest = enterAsGuest('Deniz', { address: '10.0.0.8' });
    const nameKey = keyOf('Deniz');
    const account = 'account-de' as AccountId;
    report(guest.session, { is: 'guest-made', account, name: 'Deniz', nameKey });
    close(guest.session);
    const tryOnce = (name: string) => {
      const session = open({ address });
      say(session, { type: 'hello', protocol: 1 });
      return say(session, signIn(name));
    };
    for (let i = 0; i < limits.signInsPerAddressPerMinute; i += 1) tryOnce('Veli');
    wait(10_000);
    const tryLater = [{ do: 'refuse', refusal: { code: 'try-later', retryAfterMs: 50_000 } }];
    for (const name of ['Selin', 'Deniz']) {
      expect(tryOnce(name)).toMatchObject(tryLater);
      expect(enterAsGuest(name, { address }).effects).toMatchObject(tryLater);
    }
    expect(tryOnce('Veli')).toMatchObject([{ do: 'check-claim', addressWaitMs: 50_000 }]);
  });

  it('this computer itself is free of the limits per address', () => {
    const { open, say } = setUp();
    for (let i = 0; i < 10; i += 1) {
      const session = open({ address: '127.0.0.1', isOwnComputer: true });
      say(session, { type: 'hello', protocol: 1 });
      expect(doings(say(session, signIn(`guest ${i}`)))).toEqual(['create-account']);
    }
  });
});

describe('presence', () => {
  it('R0.3 the first session of an account is told to everyone, a second device is not', () => {
    const { enter } = setUp();
    const first = enter(ali);
    expect(first.effects).toContainEqual({
      do: 'append',
      draft: { type: 'joined', in: everyone, at: 1_750_000_000_000, account: ali, name: 'Ali' },
    });
    expect(doings(enter(ali, 'device-device-02').effects)).not.toContain('append');
  });

  it('R0.10 R1.5 the last session that ends is told to everyone, with how it ended', () => {
    const { room, enter, now } = setUp();
    const one = enter(ali);
    const two = enter(ali, 'device-device-02');
    expect(doings(room.closed(one.session, undefined, now()))).not.toContain('append');
    expect(room.closed(two.session, undefined, now())).toContainEqual({
      do: 'append',
      draft: { type: 'left', in: everyone, at: now().wallMs, account: ali, reason: 'lost' },
    });
  });

  it('R1.6 signing out is answered, closes cleanly and is told as leaving', () => {
    const { room, enter, say, now } = setUp();
    const { session } = enter(ali);
    expect(say(session, { type: 'sign-out' })).toMatchObject([
      { do: 'end-token', account: ali, device: 'device-device-01' },
    ]);
    const reply = { session, rid: 9 };
    expect(refusals(room.signedOut(reply, { code: 'store-failed' }))).toEqual(['store-failed']);
    expect(room.signedOut(reply, undefined)).toMatchObject([
      { do: 'answer', reply },
      { do: 'close', refusal: { code: 'signed-out' } },
    ]);
    expect(room.closed(session, 'signed-out', now())).toContainEqual(
      expect.objectContaining({ do: 'append', draft: expect.objectContaining({ reason: 'left' }) }),
    );
  });

  it('W8 of one token used twice at once the newer session wins', () => {
    const { room, open, say, now } = setUp();
    const use = () => {
      const session = open();
      say(session, { type: 'hello', protocol: 1 });
      const used = { device: 'device-device-01' as DeviceId, token };
      return { session, effects: say(session, { type: 'resume', ...used }) };
    };
    const older = use();
    const newer = use();
    expect(newer.effects).toMatchObject([
      { do: 'close', session: older.session, refusal: { code: 'replaced' } },
      { do: 'check-token' },
    ]);
    room.closed(older.session, 'replaced', now());
    const right = {
      is: 'right' as const,
      how: 'resumed' as const,
      account: ali,
      device: 'device-device-01' as DeviceId,
      token,
    };
    expect(room.signInChecked({ session: older.session, rid: 2 }, right, now())).toEqual([]);
    const admitted = room.signInChecked({ session: newer.session, rid: 2 }, right, now());
    expect(admitted[0]).toMatchObject({ do: 'admit' });
    const third = use();
    expect(doings(third.effects)).toEqual(['check-token']);
    // One that ended while it was checked is nobody's rival, and nothing of it is kept.
    room.closed(third.session, undefined, now());
    expect(doings(use().effects)).toEqual(['check-token']);
  });

  it('W8 the first thing asked confirms that the new token has arrived, once', () => {
    const { enter, say } = setUp();
    const { session, confirmation } = enter(ali);
    expect(confirmation[0]).toEqual({
      do: 'confirm-token',
      account: ali,
      device: 'device-device-01',
    });
    expect(doings(say(session, { type: 'ping' }))).toEqual(['answer']);
  });

  it('W8 a newer session of the same device closes the older, and nobody is told of a leave', () => {
    const { room, enter, now } = setUp();
    const older = enter(ali);
    const newer = enter(ali);
    expect(newer.effects).toContainEqual({
      do: 'close',
      session: older.session,
      refusal: { code: 'replaced' },
    });
    expect(doings(room.closed(older.session, 'replaced', now()))).not.toContain('append');
  });

  it('W10 twenty seconds of silence end a session; any sign of life and no wall clock counts', () => {
    const { room, enter, wait, now } = setUp();
    const { session } = enter(ali);
    wait(limits.silenceMs - 1);
    expect(room.tick(now())).toEqual([]);
    room.heard(session, now());
    wait(limits.silenceMs - 1);
    expect(room.tick({ ...now(), wallMs: 0 })).toEqual([]);
    wait(1);
    expect(room.tick(now())).toEqual([{ do: 'close', session, refusal: { code: 'silent' } }]);
  });

  it('a peer that has not signed in within twenty seconds is closed, however chatty', () => {
    const { room, open, say, wait, now } = setUp();
    const session = open();
    wait(limits.signInDeadlineMs);
    say(session, { type: 'ping' });
    room.heard(session, now());
    expect(room.tick(now())).toEqual([
      { do: 'close', session, refusal: { code: 'sign-in-deadline' } },
    ]);
  });

  it('R0.5 the list of members says who is online, in pages', () => {
    const { enter, say } = setUp();
    const { session } = enter(ali);
    expect(say(session, { type: 'list-members' })).toMatchObject([
      {
        do: 'answer',
        fields: {
          members: [
            { account: ali, name: 'Ali', presence: 'online' },
            { account: veli, name: 'Veli', presence: 'offline' },
            { name: 'Ayşe' },
            { name: 'Bora' },
          ],
        },
      },
    ]);
  });
});

describe('messages', () => {
  it('R1.4 a message is appended with its writer and the time it was sent', () => {
    const { enter, say } = setUp();
    const { session } = enter(ali);
    expect(say(session, message('merhaba'))).toMatchObject([
      {
        do: 'append',
        draft: { type: 'message', in: everyone, from: ali, text: 'merhaba', at: 1_750_000_000_000 },
      },
    ]);
  });

  it('R1.7 an empty message is refused', () => {
    const { enter, say } = setUp();
    const { session } = enter(ali);
    for (const text of ['', '   ', '\n\t ']) {
      expect(refusals(say(session, message(text)))).toEqual(['text-empty']);
    }
  });

  it('counts characters, not code units, and names the limit', () => {
    const { enter, say } = setUp({ maxTextCharacters: 4 });
    const { session } = enter(ali);
    expect(doings(say(session, message('👋👋👋👋')))).toEqual(['append']);
    expect(say(session, message('👋👋👋👋!'))).toMatchObject([
      { do: 'refuse', refusal: { code: 'text-too-long', limit: 4 } },
    ]);
  });

  it('R0.4 a direct message is heard by the two and nobody else', () => {
    const { room, enter, say } = setUp();
    const one = enter(ali);
    const other = enter(veli, 'device-device-02');
    const direct = directConversation(ali, veli);
    expect(doings(say(one.session, message('gizli', direct)))).toEqual(['append']);
    enter(ayse, 'device-device-03');
    expect(new Set(room.audienceOf({ in: direct, seq: 1 }))).toEqual(
      new Set([one.session, other.session]),
    );
  });

  it('a conversation of others, or with nobody, is not there for reading or writing', () => {
    const { enter, say } = setUp();
    const { session } = enter(ali);
    const nobody = 'account-no' as AccountId;
    const ofOthers = [
      directConversation(veli, ayse),
      directConversation(ali, nobody),
      directConversation(veli, nobody),
    ];
    for (const id of ofOthers) {
      expect(refusals(say(session, message('hi', id)))).toEqual(['no-such-conversation']);
      expect(refusals(say(session, { type: 'read-history', in: id }))).toEqual([
        'no-such-conversation',
      ]);
    }
  });

  it('a page goes one way, and of what everybody reads nothing is hidden', () => {
    const { enter, say } = setUp();
    const { session } = enter(ali);
    const both = say(session, { type: 'read-history', in: everyone, after: 1, before: 9 });
    expect(both).toMatchObject([{ do: 'refuse', refusal: { code: 'bad-field', field: 'before' } }]);
    const [page] = say(session, { type: 'read-history', in: everyone, before: 9 });
    expect(page).toMatchObject({
      query: { in: everyone, before: 9, after: undefined, limit: limits.historyPage },
    });
    expect(page?.do === 'read-history' && page.query.visible).toEqual({ first: 1 });
  });

  it('R0.4 each of the two reads and writes their direct conversation', () => {
    const { enter, say } = setUp();
    const direct = directConversation(ali, veli);
    for (const account of [ali, veli]) {
      const { session } = enter(account, `device-of-${account}`.slice(0, 16));
      expect(doings(say(session, message('hi', direct)))).toEqual(['append']);
      expect(doings(say(session, { type: 'read-history', in: direct }))).toEqual(['read-history']);
    }
  });

  it('lets a burst of ten through, then two a second, and says how long to wait', () => {
    const { room, enter, say, wait } = setUp();
    const { session } = enter(ali);
    const send = () => {
      const effects = say(session, message('selam'));
      if (doings(effects)[0] === 'append') room.settled(session);
      return effects;
    };
    for (let i = 0; i < limits.messageBurst; i += 1) expect(doings(send())).toEqual(['append']);
    expect(send()).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 500 } },
    ]);
    wait(500);
    expect(doings(send())).toEqual(['append']);
  });

  it('refuses more than twenty messages that are not acknowledged yet', () => {
    const { room, enter, say } = setUp({ messageBurst: 100 });
    const { session } = enter(ali);
    for (let i = 0; i < limits.maxUnacknowledged; i += 1) say(session, message('selam'));
    expect(refusals(say(session, message('selam')))).toEqual(['too-many-unacknowledged']);
    room.settled(session);
    expect(doings(say(session, message('selam')))).toEqual(['append']);
  });
});
