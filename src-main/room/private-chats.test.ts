import { describe, expect, it } from 'vitest';
import type { AccountId, Cid, DeviceId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect, SessionId } from './effects.ts';
import {
  ali,
  answers,
  ayse,
  bora,
  doings,
  driveRoom,
  keyOf,
  logged,
  refusals,
  token,
  told,
  veli,
} from './testing/driven-room.ts';
import type { DrivenRoom, Said } from './testing/driven-room.ts';

const ask = (account: AccountId): Said => ({ type: 'ask-private', account });

function answerTo(id: PrivateId, answer: 'accept' | 'decline' | 'busy'): Said {
  return { type: 'answer-private', private: id, answer };
}

function speak(id: PrivateId, text: string, cid = `cid-of-${text}`.padEnd(16, '-')): Said {
  return { type: 'send-private', private: id, cid: cid.slice(0, 40) as Cid, text };
}

function idOf(effects: readonly Effect[]): PrivateId {
  const [fields] = answers(effects);
  if (!fields || !('private' in fields)) throw new Error('not answered with a private chat');
  return fields.private as PrivateId;
}

/** Ali, Veli (on two devices) and Ayşe are in the room. */
function setUp() {
  const driven = driveRoom();
  return {
    ...driven,
    ali: driven.enter(ali, 'device-device-al').session,
    veli: driven.enter(veli, 'device-device-ve').session,
    velis2: driven.enter(veli, 'device-device-v2').session,
    ayse: driven.enter(ayse, 'device-device-ay').session,
  };
}

/** Ali and Veli's first device are in a private chat. */
function setUpOpen() {
  const driven = setUp();
  const id = idOf(driven.say(driven.ali, ask(veli)));
  driven.say(driven.veli, answerTo(id, 'accept'));
  return { ...driven, id };
}

function endings(effects: readonly Effect[]) {
  return told(effects).flatMap(([to, frame]) =>
    frame.type === 'private-ended' ? [{ to, reason: frame.reason, by: frame.by }] : [],
  );
}

describe('asking for a private chat', () => {
  it('R3.3 every session of the one who is asked hears who asks and how long it waits', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUp();
    const effects = say(alis, ask(veli));
    const id = idOf(effects);
    expect(answers(effects)).toEqual([{ private: id, state: 'asked' }]);
    const frame = { type: 'private-asked', private: id, from: ali, expiresInMs: 120_000 };
    expect(told(effects)).toEqual([[[velis, velis2], frame]]);
  });

  it('R3.3 accepting opens it for exactly the two sessions; other devices are told that it was answered', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUp();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, answerTo(id, 'accept'));
    expect(told(effects)).toEqual([
      [[alis], { type: 'private-opened', private: id, with: veli }],
      [[velis], { type: 'private-opened', private: id, with: ali }],
      [[velis2], { type: 'private-ended', private: id, reason: 'answered-elsewhere', by: veli }],
    ]);
    expect(refusals(say(velis2, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    expect(refusals(say(velis2, speak(id, 'me too')))).toEqual(['no-such-private']);
  });

  it.each([
    ['decline', 'declined'],
    ['busy', 'busy'],
  ] as const)('R3.3 %s is told to the one who asked and to all who were asked', (reply, reason) => {
    const { say, ali: alis, veli: velis, velis2 } = setUp();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, answerTo(id, reply));
    expect(endings(effects)).toEqual([{ to: [alis, velis, velis2], reason, by: veli }]);
    expect(refusals(say(velis, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    expect(answers(say(alis, ask(veli)))).toMatchObject([{ state: 'asked' }]);
  });

  it('R3.3 nobody, oneself, somebody offline and a guest cannot be asked, each with its reason', () => {
    const { say, enterAsGuest, report, ali: alis } = setUp();
    const guest = 'account-de' as AccountId;
    const entered = enterAsGuest('Deniz');
    report(entered.session, {
      kind: 'guest-made',
      account: guest,
      name: 'Deniz',
      nameKey: keyOf('Deniz'),
    });
    expect(refusals(say(alis, ask(ali)))).toEqual(['private-with-self']);
    expect(refusals(say(alis, ask('nobody-nob' as AccountId)))).toEqual(['no-such-member']);
    expect(refusals(say(alis, ask(bora)))).toEqual(['member-offline']);
    expect(refusals(say(alis, ask(guest)))).toEqual(['private-not-possible']);
    expect(refusals(say(entered.session, ask(ali)))).toEqual(['guest-not-allowed']);
  });

  it('an account that is in by a plain program only cannot answer, so it cannot be asked', () => {
    const { say, enter, ali: alis } = setUp();
    enter(bora, 'device-device-bo', { dialect: 'irc' });
    expect(refusals(say(alis, ask(bora)))).toEqual(['private-not-possible']);
    const { session } = enter(bora, 'device-device-b2');
    expect(told(say(alis, ask(bora))).map(([to]) => to)).toEqual([[session]]);
  });

  it('asking twice is refused, and so is asking whom one has open', () => {
    const { say, ali: alis, veli: velis } = setUp();
    const id = idOf(say(alis, ask(veli)));
    expect(refusals(say(alis, ask(veli)))).toEqual(['already-private']);
    say(velis, answerTo(id, 'accept'));
    expect(refusals(say(alis, ask(veli)))).toEqual(['already-private']);
    expect(refusals(say(velis, ask(ali)))).toEqual(['already-private']);
  });

  it('R3.3 two who ask each other meet in one', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUp();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, ask(ali));
    expect(answers(effects)).toEqual([{ private: id, state: 'open' }]);
    expect(told(effects)).toEqual([
      [[alis], { type: 'private-opened', private: id, with: veli }],
      [[velis], { type: 'private-opened', private: id, with: ali }],
      [[velis2], { type: 'private-ended', private: id, reason: 'answered-elsewhere', by: veli }],
    ]);
    expect(doings(effects)[0]).toBe('answer');
  });

  it('what was asked can be taken back, and then cannot be accepted', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUp();
    const id = idOf(say(alis, ask(veli)));
    expect(refusals(say(velis, { type: 'end-private', private: id }))).toEqual(['no-such-private']);
    const effects = say(alis, { type: 'end-private', private: id });
    const to = [alis, velis, velis2];
    expect(endings(effects)).toEqual([{ to, reason: 'withdrawn', by: ali }]);
    expect(refusals(say(velis, answerTo(id, 'accept')))).toEqual(['no-such-private']);
  });

  it('nobody answers for another', () => {
    const { say, ali: alis, ayse: ayses } = setUp();
    const id = idOf(say(alis, ask(veli)));
    for (const session of [alis, ayses]) {
      expect(refusals(say(session, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    }
  });

  it('after two minutes without an answer it ends', () => {
    const { say, wait, tick, room, now, ali: alis, veli: velis, velis2, ayse: ayses } = setUp();
    say(alis, ask(veli));
    wait(limits.privateAskMs - 1);
    for (const session of [alis, velis, velis2, ayses]) room.heard(session, now());
    expect(tick()).toEqual([]);
    wait(1);
    const to = [alis, velis, velis2];
    expect(endings(tick())).toEqual([{ to, reason: 'timed-out', by: undefined }]);
    expect(tick()).toEqual([]);
  });

  it('a session that comes later is asked for the time that is left', () => {
    const { say, enter, wait, ali: alis } = setUp();
    const id = idOf(say(alis, ask(veli)));
    wait(30_000);
    const { session, effects } = enter(veli, 'device-device-v3');
    expect(told(effects)).toContainEqual([
      [session],
      { type: 'private-asked', private: id, from: ali, expiresInMs: 90_000 },
    ]);
  });

  it('one who is gone meanwhile: at once by signing out, after twenty seconds by a lost connection', () => {
    const signedOut = setUp();
    signedOut.say(signedOut.ali, ask(ayse));
    expect(endings(signedOut.close(signedOut.ayse, 'signed-out'))).toEqual([
      { to: [signedOut.ali], reason: 'left', by: ayse },
    ]);

    const lost = setUp();
    lost.say(lost.ali, ask(ayse));
    expect(endings(lost.close(lost.ayse))).toEqual([]);
    lost.wait(limits.privateLostMs - 1);
    expect(endings(lost.tick())).toEqual([]);
    lost.wait(1);
    expect(endings(lost.tick())).toEqual([{ to: [lost.ali], reason: 'lost', by: ayse }]);
  });

  it('one who comes back within twenty seconds is still asked', () => {
    const { say, close, enter, wait, tick, ali: alis, ayse: ayses } = setUp();
    const id = idOf(say(alis, ask(ayse)));
    close(ayses);
    wait(limits.privateLostMs - 1);
    const { session } = enter(ayse, 'device-device-ay');
    wait(1);
    expect(endings(tick())).toEqual([]);
    expect(told(say(session, answerTo(id, 'accept'))).map(([to]) => to)).toEqual([
      [alis],
      [session],
    ]);
  });

  it('who asks and is lost for twenty seconds asks no longer', () => {
    const { say, close, wait, tick, ali: alis, ayse: ayses } = setUp();
    say(alis, ask(ayse));
    close(alis);
    wait(limits.privateLostMs);
    expect(endings(tick())).toEqual([{ to: [ayses], reason: 'lost', by: ali }]);
  });

  it('who is lost while asking finds it opened after coming back', () => {
    const { say, close, enter, ali: alis, ayse: ayses } = setUp();
    const id = idOf(say(alis, ask(ayse)));
    close(alis);
    expect(told(say(ayses, answerTo(id, 'accept')))).toEqual([
      [[ayses], { type: 'private-opened', private: id, with: ali }],
      [[ayses], { type: 'private-partner', private: id, state: 'lost' }],
    ]);
    const { session, effects } = enter(ali, 'device-device-al');
    expect(told(effects)).toEqual(
      expect.arrayContaining([
        [[session], { type: 'private-opened', private: id, with: ayse }],
        [[ayses], { type: 'private-partner', private: id, state: 'back' }],
      ]),
    );
  });

  it('at most twenty of one member at a time, and what others ask takes nothing away from it', () => {
    const driven = driveRoom();
    const crowd = Array.from({ length: limits.privatesPerMember + 2 }, (_, place) => {
      const account = `account${100 + place}` as AccountId;
      return { account, session: join(driven, account) };
    });
    const { session: alis } = driven.enter(ali, 'device-device-al');
    const some = crowd.slice(0, limits.privatesPerMember);
    for (const { account } of some) expect(refusals(driven.say(alis, ask(account)))).toEqual([]);
    const [extra, more] = crowd.slice(limits.privatesPerMember);
    expect(driven.say(alis, ask(extra?.account ?? ali))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-many-privates', limit: limits.privatesPerMember } },
    ]);

    const { session: velis } = driven.enter(veli, 'device-device-ve');
    for (const { session } of some) {
      expect(refusals(driven.say(session, ask(veli)))).toEqual([]);
    }
    expect(refusals(driven.say(more?.session ?? alis, ask(veli)))).toEqual(['too-many-privates']);
    expect(refusals(driven.say(velis, ask(extra?.account ?? ali)))).toEqual([]);
  });

  it('asking has the rate of messages', () => {
    const { say, enter } = driveRoom({ messageBurst: 2 });
    const { session } = enter(ali, 'device-device-al');
    const other = enter(veli, 'device-device-ve').session;
    for (let i = 0; i < 2; i += 1) {
      say(other, answerTo(idOf(say(session, ask(veli))), 'decline'));
    }
    expect(say(session, ask(veli))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 500 } },
    ]);
  });
});

describe('an open private chat', () => {
  it('R3.4 what is said goes to the other side alone, in order, and nowhere else', () => {
    const { say, id, ali: alis, veli: velis } = setUpOpen();
    const first = say(alis, speak(id, 'gizli'));
    expect(first).toEqual([
      { do: 'answer', reply: expect.anything(), fields: { seq: 1, at: 1_750_000_000_000 } },
      {
        do: 'tell-private',
        to: [velis],
        frame: {
          type: 'private-message',
          private: id,
          seq: 1,
          at: 1_750_000_000_000,
          from: ali,
          cid: 'cid-of-gizli----',
          text: 'gizli',
        },
      },
    ]);
    const second = say(velis, speak(id, 'cevap'));
    expect(told(second)).toMatchObject([[[alis], { seq: 2, from: veli, text: 'cevap' }]]);
  });

  it('R3.4 others, and other devices of the two, can neither speak in it nor end it', () => {
    const { say, id, velis2, ayse: ayses } = setUpOpen();
    for (const session of [velis2, ayses]) {
      expect(refusals(say(session, speak(id, 'hi')))).toEqual(['no-such-private']);
      expect(refusals(say(session, { type: 'end-private', private: id }))).toEqual([
        'no-such-private',
      ]);
    }
  });

  it('texts have the limits and the rate of messages', () => {
    const { say, enter } = driveRoom({ messageBurst: 3, maxTextCharacters: 4 });
    const session = enter(ali, 'device-device-al').session;
    const other = enter(veli, 'device-device-ve').session;
    const id = idOf(say(session, ask(veli)));
    expect(refusals(say(session, speak(id, 'soon')))).toEqual(['no-such-private']);
    say(other, answerTo(id, 'accept'));
    expect(refusals(say(session, speak(id, '  ')))).toEqual(['text-empty']);
    expect(say(session, speak(id, 'merhaba'))).toMatchObject([
      { do: 'refuse', refusal: { code: 'text-too-long', limit: 4 } },
    ]);
    for (const text of ['1', '2']) expect(refusals(say(session, speak(id, text)))).toEqual([]);
    expect(refusals(say(session, speak(id, '3')))).toEqual(['too-fast']);
  });

  it('the same cid gets the same answer and is told to nobody twice; with another text it is refused', () => {
    const { say, id, ali: alis } = setUpOpen();
    const [first] = answers(say(alis, speak(id, 'selam', 'cid-cid-cid-cid-1')));
    const again = say(alis, speak(id, 'selam', 'cid-cid-cid-cid-1'));
    expect(answers(again)).toEqual([first]);
    expect(told(again)).toEqual([]);
    expect(refusals(say(alis, speak(id, 'merhaba', 'cid-cid-cid-cid-1')))).toEqual(['cid-used']);
  });

  it('R3.5 leaving is told to both, and nothing of it is there any more', () => {
    const { say, id, ali: alis, veli: velis } = setUpOpen();
    const effects = say(velis, { type: 'end-private', private: id });
    expect(endings(effects)).toEqual([{ to: [alis, velis], reason: 'left', by: veli }]);
    expect(refusals(say(alis, speak(id, 'wait')))).toEqual(['no-such-private']);
    expect(answers(say(alis, ask(veli)))).toMatchObject([{ state: 'asked' }]);
  });

  it('R3.5 R3.6 signing out leaves it at once', () => {
    const { close, ali: alis, veli: velis } = setUpOpen();
    expect(endings(close(velis, 'signed-out'))).toEqual([{ to: [alis], reason: 'left', by: veli }]);
  });

  it('a lost side is told to the other at once, and ends it after twenty seconds', () => {
    const { close, wait, tick, id, ali: alis, veli: velis } = setUpOpen();
    expect(told(close(velis))).toContainEqual([
      [alis],
      { type: 'private-partner', private: id, state: 'lost' },
    ]);
    wait(limits.privateLostMs - 1);
    expect(endings(tick())).toEqual([]);
    wait(1);
    expect(endings(tick())).toEqual([{ to: [alis], reason: 'lost', by: veli }]);
  });

  it('who comes back in time gets what was said last again, with the same numbers', () => {
    const { say, close, enter, wait, tick, id, ali: alis, veli: velis } = setUpOpen();
    say(velis, speak(id, 'one'));
    close(velis);
    const held = say(alis, speak(id, 'two'));
    expect(answers(held)).toMatchObject([{ seq: 2 }]);
    expect(told(held)).toEqual([]);
    wait(limits.privateLostMs - 1);
    const { session, effects } = enter(veli, 'device-device-ve');
    const mine = told(effects).filter(([to]) => to.includes(session) && to.length === 1);
    expect(mine.map(([, frame]) => frame)).toMatchObject([
      { type: 'private-opened', private: id, with: ali },
      { type: 'private-message', seq: 1, text: 'one', from: veli },
      { type: 'private-message', seq: 2, text: 'two', from: ali },
    ]);
    expect(told(effects)).toContainEqual([
      [alis],
      { type: 'private-partner', private: id, state: 'back' },
    ]);
    wait(1);
    expect(endings(tick())).toEqual([]);
    expect(told(say(alis, speak(id, 'three')))).toMatchObject([[[session], { seq: 3 }]]);
  });

  it('another device of the account does not take a lost side over', () => {
    const { close, enter, wait, tick, veli: velis } = setUpOpen();
    close(velis);
    const { effects } = enter(veli, 'device-device-v9');
    expect(told(effects).map(([, { type }]) => type)).not.toContain('private-opened');
    wait(limits.privateLostMs);
    expect(endings(tick())).toMatchObject([{ reason: 'lost', by: veli }]);
  });

  it('W8 a newer session of the same device takes its side over before the older one ends', () => {
    const { enter, close, say, id, ali: alis, veli: velis } = setUpOpen();
    const { session, effects } = enter(veli, 'device-device-ve');
    expect(told(effects)).toContainEqual([
      [session],
      { type: 'private-opened', private: id, with: ali },
    ]);
    expect(told(close(velis, 'replaced')).map(([, { type }]) => type)).toEqual([]);
    expect(told(say(alis, speak(id, 'hi'))).map(([to]) => to)).toEqual([[session]]);
  });

  it('at most a hundred messages are held, and no more text than goes out at once', () => {
    const { say, enter, close, id, ali: alis, veli: velis } = setUpOpen();
    const held = (session: SessionId, effects: readonly Effect[]) =>
      told(effects).flatMap(([to, frame]) =>
        to.includes(session) && frame.type === 'private-message' ? [frame.seq] : [],
      );
    for (let i = 0; i < limits.privateReplay + 5; i += 1) say(alis, speak(id, `no ${i}`));
    close(velis);
    const back = enter(veli, 'device-device-ve');
    const seqs = held(back.session, back.effects);
    expect([seqs.length, seqs[0], seqs.at(-1)]).toEqual([100, 6, 105]);

    const long = 'x'.repeat(limits.maxTextCharacters);
    for (let i = 0; i < 20; i += 1) say(alis, speak(id, long, `cid-of-long-text-${10 + i}`));
    const again = enter(veli, 'device-device-ve');
    expect(held(again.session, again.effects)).toHaveLength(
      Math.floor(limits.privateReplayCharacters / limits.maxTextCharacters),
    );
  });

  it('one who is blind to private chats, by IRC, takes no side over', () => {
    const { close, enter, veli: velis } = setUpOpen();
    close(velis);
    const { effects } = enter(veli, 'device-device-ve', { dialect: 'irc' });
    expect(told(effects).map(([, { type }]) => type)).not.toContain('private-opened');
  });

  it('a room that closes says nothing of it', () => {
    const { close, veli: velis } = setUpOpen();
    expect(told(close(velis, 'room-closed'))).toEqual([]);
  });

  it("R3.10 the host's log says who asked, that it started and ended, and nothing of what was said", () => {
    const { say, ali: alis, veli: velis } = setUp();
    const asked = say(alis, ask(veli));
    const id = idOf(asked);
    const all = [
      asked,
      say(velis, answerTo(id, 'accept')),
      say(alis, speak(id, 'very secret')),
      say(velis, { type: 'end-private', private: id }),
    ].flat();
    expect(logged(all).map(({ event, name, other }) => [event, name, other])).toEqual([
      ['private-asked', 'Ali', 'Veli'],
      ['private-started', 'Ali', 'Veli'],
      ['private-ended', 'Ali', 'Veli'],
    ]);
    const rest = all.filter((effect) => effect.do !== 'tell-private');
    expect(JSON.stringify(rest)).not.toContain('very secret');
    expect(doings(all)).not.toContain('append');
  });
});

/** Makes an account and lets it in. */
function join({ open, report }: DrivenRoom, account: AccountId): SessionId {
  const session = open();
  report(session, {
    kind: 'right',
    how: 'registered',
    account,
    device: `device-${account}`.padEnd(16, '-').slice(0, 16) as DeviceId,
    token,
    created: { name: account, nameKey: account, hasPassword: false },
  });
  return session;
}
