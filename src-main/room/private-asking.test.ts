import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  ali,
  answers,
  ayse,
  bora,
  doings,
  driveRoom,
  keyOf,
  refusals,
  told,
  veli,
} from './testing/driven-room.ts';
import {
  answererKey,
  answerTo,
  ask,
  commitment,
  endings,
  idOf,
  join,
  reveal,
  revealed,
  setUpPeople,
  speak,
} from './testing/private-talk.ts';

describe('asking for a private chat', () => {
  it('R3.3 every session of the one who is asked hears who asks and how long it waits', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUpPeople();
    const effects = say(alis, ask(veli));
    const id = idOf(effects);
    expect(answers(effects)).toEqual([{ private: id, state: 'asked' }]);
    const frame = {
      type: 'private-asked',
      private: id,
      from: ali,
      commitment,
      expiresInMs: 120_000,
    };
    expect(told(effects)).toEqual([[[velis, velis2], frame]]);
  });

  it('R3.3 accepting opens it for exactly the two sessions; other devices are told that it was answered', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, answerTo(id, 'accept'));
    expect(told(effects)).toEqual([
      [[alis], { type: 'private-opened', private: id, with: veli, key: answererKey }],
      [[velis], { type: 'private-opened', private: id, with: ali }],
      [[velis2], { type: 'private-ended', private: id, reason: 'answered-elsewhere', by: veli }],
    ]);
    expect(refusals(say(velis2, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    expect(refusals(say(velis2, speak(id, 'me too')))).toEqual(['no-such-private']);
  });

  it('R3.3 a no is told to the one who asked and to all who were asked', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, answerTo(id, 'decline'));
    expect(answers(effects)).toEqual([{}]);
    expect(endings(effects)).toEqual([{ to: [alis, velis, velis2], reason: 'declined', by: veli }]);
    expect(refusals(say(velis, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    expect(answers(say(alis, ask(veli)))).toMatchObject([{ state: 'asked' }]);
  });

  it('R3.3 who is in one, or asks for one, is said to be busy at once, and is not asked', () => {
    const { say, ali: alis, veli: velis, velis2, ayse: ayses } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    const whileAsking = say(ayses, ask(ali));
    expect(doings(whileAsking)).toEqual(['answer', 'tell-private', 'log']);
    expect(endings(whileAsking)).toEqual([{ to: [ayses], reason: 'busy', by: ali }]);
    // Whom others ask is not busy yet.
    expect(told(say(ayses, ask(veli)))).toMatchObject([[[velis, velis2], { from: ayse }]]);
    say(velis, answerTo(id, 'accept'));
    expect(endings(say(ayses, ask(ali)))).toEqual([{ to: [ayses], reason: 'busy', by: ali }]);
    say(alis, { type: 'end-private', private: id });
    expect(told(say(ayses, ask(ali)))).toMatchObject([[[alis], { type: 'private-asked' }]]);
  });

  it('R3.3 busy is whoever has as many as they want, by the least of what their sessions said', () => {
    const { say, enter, ali: alis, veli: velis, velis2, ayse: ayses } = setUpPeople();
    const { session: boras } = enter(bora, 'device-device-bo');
    const limit = (session: typeof alis, most: number) =>
      say(session, { type: 'set-private-limit', limit: most });
    say(velis, answerTo(idOf(say(alis, ask(veli))), 'accept'));
    limit(velis, 2);
    expect(endings(say(ayses, ask(veli)))).toMatchObject([{ to: [ayses], reason: 'busy' }]);
    limit(velis2, 2);
    say(velis2, answerTo(idOf(say(ayses, ask(veli))), 'accept'));
    expect(endings(say(boras, ask(veli)))).toMatchObject([{ to: [boras], reason: 'busy' }]);
    // All that the person wants are in other rooms.
    limit(boras, 0);
    expect(endings(say(alis, ask(bora)))).toMatchObject([{ to: [alis], reason: 'busy' }]);
  });

  it('R3.3 nobody, oneself, somebody offline and a guest cannot be asked, each with its reason', () => {
    const { say, close, enterAsGuest, report, ali: alis } = setUpPeople();
    const guest = 'account-de' as AccountId;
    const entered = enterAsGuest('Deniz');
    report(entered.session, {
      is: 'guest-made',
      account: guest,
      name: 'Deniz',
      nameKey: keyOf('Deniz'),
    });
    expect(refusals(say(alis, ask(ali)))).toEqual(['private-with-self']);
    expect(refusals(say(alis, ask('nobody-nob' as AccountId)))).toEqual(['no-such-member']);
    expect(refusals(say(alis, ask(bora)))).toEqual(['member-offline']);
    expect(refusals(say(alis, ask(guest)))).toEqual(['private-not-possible']);
    expect(refusals(say(entered.session, ask(ali)))).toEqual(['guest-not-allowed']);
    close(entered.session);
    expect(refusals(say(alis, ask(guest)))).toEqual(['private-not-possible']);
  });

  it('an account that is in by a plain program only cannot answer, so it cannot be asked', () => {
    const { say, enter, ali: alis } = setUpPeople();
    enter(bora, 'device-device-bo', { dialect: 'irc' });
    expect(refusals(say(alis, ask(bora)))).toEqual(['private-not-possible']);
    const { session } = enter(bora, 'device-device-b2');
    expect(told(say(alis, ask(bora))).map(([to]) => to)).toEqual([[session]]);
  });

  it('asking twice is refused, and so is asking whom one has open', () => {
    const { say, ali: alis, veli: velis } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    expect(refusals(say(alis, ask(veli)))).toEqual(['already-private']);
    say(velis, answerTo(id, 'accept'));
    expect(refusals(say(alis, ask(veli)))).toEqual(['already-private']);
    expect(refusals(say(velis, ask(ali)))).toEqual(['already-private']);
  });

  it('R3.3 two who ask each other meet in one', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    const effects = say(velis, ask(ali));
    // The second one has the first one's commitment, and answers it as any other ask.
    expect(answers(effects)).toEqual([{ private: id, state: 'crossed' }]);
    expect(doings(effects)).toEqual(['answer']);
    expect(told(say(velis, answerTo(id, 'accept')))).toEqual([
      [[alis], { type: 'private-opened', private: id, with: veli, key: answererKey }],
      [[velis], { type: 'private-opened', private: id, with: ali }],
      [[velis2], { type: 'private-ended', private: id, reason: 'answered-elsewhere', by: veli }],
    ]);
  });

  it('what the asker reveals goes to the one who answered, once, and again when that one comes back', () => {
    const { say, close, enter, ali: alis, veli: velis, velis2 } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    expect(refusals(say(alis, reveal(id)))).toEqual(['no-such-private']);
    say(velis, answerTo(id, 'accept'));
    for (const session of [velis, velis2]) {
      expect(refusals(say(session, reveal(id)))).toEqual(['no-such-private']);
    }
    const shown = { type: 'private-opened', private: id, with: ali, ...revealed };
    const effects = say(alis, reveal(id));
    expect([answers(effects), told(effects)]).toEqual([[{}], [[[velis], shown]]]);
    const again = say(alis, reveal(id));
    expect([answers(again), told(again)]).toEqual([[{}], []]);
    const another = { type: 'reveal-private', private: id, ...revealed, key: answererKey } as const;
    expect(refusals(say(alis, another))).toEqual(['no-such-private']);
    close(velis);
    const back = enter(veli, 'device-device-ve');
    expect(told(back.effects)).toContainEqual([[back.session], shown]);
  });

  it('what was asked can be taken back, and then cannot be accepted', () => {
    const { say, ali: alis, veli: velis, velis2 } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    expect(refusals(say(velis, { type: 'end-private', private: id }))).toEqual(['no-such-private']);
    const effects = say(alis, { type: 'end-private', private: id });
    const to = [alis, velis, velis2];
    expect(endings(effects)).toEqual([{ to, reason: 'withdrawn', by: ali }]);
    expect(refusals(say(velis, answerTo(id, 'accept')))).toEqual(['no-such-private']);
  });

  it('nobody answers for another', () => {
    const { say, ali: alis, ayse: ayses } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    for (const session of [alis, ayses]) {
      expect(refusals(say(session, answerTo(id, 'accept')))).toEqual(['no-such-private']);
    }
  });

  it('after two minutes without an answer it ends', () => {
    const {
      say,
      wait,
      tick,
      room,
      now,
      ali: alis,
      veli: velis,
      velis2,
      ayse: ayses,
    } = setUpPeople();
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
    const { say, enter, wait, ali: alis } = setUpPeople();
    const id = idOf(say(alis, ask(veli)));
    wait(30_000);
    const { session, effects } = enter(veli, 'device-device-v3');
    expect(told(effects)).toContainEqual([
      [session],
      { type: 'private-asked', private: id, from: ali, commitment, expiresInMs: 90_000 },
    ]);
    wait(90_001);
    const late = enter(veli, 'device-device-v4');
    expect(told(late.effects)).toContainEqual([
      [late.session],
      { type: 'private-asked', private: id, from: ali, commitment, expiresInMs: 0 },
    ]);
  });

  it('one who is gone meanwhile: at once by signing out, after twenty seconds by a lost connection', () => {
    const signedOut = setUpPeople();
    signedOut.say(signedOut.ali, ask(ayse));
    expect(endings(signedOut.close(signedOut.ayse, 'signed-out'))).toEqual([
      { to: [signedOut.ali], reason: 'left', by: ayse },
    ]);

    const lost = setUpPeople();
    lost.say(lost.ali, ask(ayse));
    expect(endings(lost.close(lost.ayse))).toEqual([]);
    lost.wait(limits.privateLostMs - 1);
    expect(endings(lost.tick())).toEqual([]);
    lost.wait(1);
    expect(endings(lost.tick())).toEqual([{ to: [lost.ali], reason: 'lost', by: ayse }]);
  });

  it('who signs out on one of two devices, or is lost on it, is asked on the other', () => {
    for (const reason of ['signed-out', undefined] as const) {
      const { say, close, wait, tick, ali: alis, veli: velis, velis2 } = setUpPeople();
      const id = idOf(say(alis, ask(veli)));
      expect(endings(close(velis, reason))).toEqual([]);
      wait(limits.privateLostMs);
      expect(endings(tick())).toEqual([]);
      expect(told(say(velis2, answerTo(id, 'accept'))).map(([to]) => to)).toEqual([
        [alis],
        [velis2],
      ]);
    }
  });

  it('one who comes back within twenty seconds is still asked', () => {
    const { say, close, enter, wait, tick, ali: alis, ayse: ayses } = setUpPeople();
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
    const { say, close, wait, tick, ali: alis, ayse: ayses } = setUpPeople();
    say(alis, ask(ayse));
    close(alis);
    wait(limits.privateLostMs);
    expect(endings(tick())).toEqual([{ to: [ayses], reason: 'lost', by: ali }]);
  });

  it('who asks and comes back in time still asks', () => {
    const { say, close, enter, wait, tick, ali: alis, ayse: ayses } = setUpPeople();
    const id = idOf(say(alis, ask(ayse)));
    close(alis);
    wait(limits.privateLostMs - 1);
    const { session } = enter(ali, 'device-device-al');
    wait(1);
    expect(endings(tick())).toEqual([]);
    expect(refusals(say(session, ask(ayse)))).toEqual(['already-private']);
    expect(endings(say(ayses, answerTo(id, 'decline')))).toMatchObject([
      { to: [session, ayses], reason: 'declined' },
    ]);
  });

  it('who is lost while asking finds it opened after coming back', () => {
    const { say, close, enter, ali: alis, ayse: ayses } = setUpPeople();
    const id = idOf(say(alis, ask(ayse)));
    close(alis);
    expect(told(say(ayses, answerTo(id, 'accept')))).toEqual([
      [[ayses], { type: 'private-opened', private: id, with: ali }],
      [[ayses], { type: 'private-partner', private: id, state: 'lost' }],
    ]);
    const { session, effects } = enter(ali, 'device-device-al');
    expect(told(effects)).toEqual(
      expect.arrayContaining([
        [[session], { type: 'private-opened', private: id, with: ayse, key: answererKey }],
        [[ayses], { type: 'private-partner', private: id, state: 'back' }],
      ]),
    );
  });

  it('what one device asks for opens there and nowhere else, whichever other one comes in meanwhile', () => {
    const { say, enter, ali: alis, ayse: ayses } = setUpPeople();
    const here = idOf(say(alis, ask(ayse)));
    expect(told(enter(ali, 'device-device-a2').effects)).toEqual([]);
    expect(told(say(ayses, answerTo(here, 'accept')))).toEqual([
      [[alis], { type: 'private-opened', private: here, with: ayse, key: answererKey }],
      [[ayses], { type: 'private-opened', private: here, with: ali }],
    ]);
  });

  it('what a lost device asked for is not taken over by another one of the same person', () => {
    const { say, close, enter, ali: alis, ayse: ayses } = setUpPeople();
    const id = idOf(say(alis, ask(ayse)));
    close(alis);
    enter(ali, 'device-device-a2');
    expect(told(say(ayses, answerTo(id, 'accept')))).toEqual([
      [[ayses], { type: 'private-opened', private: id, with: ali }],
      [[ayses], { type: 'private-partner', private: id, state: 'lost' }],
    ]);
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

    expect(refusals(driven.say(more?.session ?? alis, ask(ali)))).toEqual([]);

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
