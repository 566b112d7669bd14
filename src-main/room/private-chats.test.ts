import { describe, expect, it } from 'vitest';
import type { FileHash, FileTicket } from '../../src-shared/protocol/files.ts';
import type { PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { sealedLength } from '../../src-shared/protocol/private-chats.ts';
import type { Effect, SessionId } from './effects.ts';
import {
  ali,
  answers,
  ayse,
  doings,
  driveRoom,
  logged,
  refusals,
  told,
  veli,
} from './testing/driven-room.ts';
import type { Said } from './testing/driven-room.ts';
import {
  answerTo,
  ask,
  endings,
  idOf,
  setUpOpen,
  setUpPeople,
  speak,
} from './testing/private-talk.ts';

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
          sealed: 'gizli',
        },
      },
    ]);
    const second = say(velis, speak(id, 'cevap'));
    expect(told(second)).toMatchObject([[[alis], { seq: 2, from: veli, sealed: 'cevap' }]]);
  });

  it('R3.4 others, and other devices of the two, can neither speak in it nor end it', () => {
    const { say, id, velis2, ayse: ayses } = setUpOpen();
    for (const session of [velis2, ayses]) {
      expect(refusals(say(session, speak(id, 'hi')))).toEqual(['no-such-private']);
      expect(refusals(say(session, { type: 'end-private', private: id }))).toEqual([
        'no-such-private',
      ]);
    }
    const nothing = 'private-of-nobody'.slice(0, 16) as PrivateId;
    expect(refusals(say(ayses, { type: 'end-private', private: nothing }))).toEqual([
      'no-such-private',
    ]);
  });

  it('texts have the limits and the rate of messages', () => {
    const { say, enter } = driveRoom({ messageBurst: 3, maxTextCharacters: 4 });
    const session = enter(ali, 'device-device-al').session;
    const other = enter(veli, 'device-device-ve').session;
    const id = idOf(say(session, ask(veli)));
    expect(refusals(say(session, speak(id, 'soon')))).toEqual(['no-such-private']);
    say(other, answerTo(id, 'accept'));
    expect(refusals(say(session, speak(id, 'x'.repeat(sealedLength(4)))))).toEqual([]);
    expect(say(session, speak(id, 'y'.repeat(sealedLength(4) + 1)))).toMatchObject([
      { do: 'refuse', refusal: { code: 'text-too-long', limit: 4 } },
    ]);
    expect(refusals(say(session, speak(id, '2')))).toEqual([]);
    expect(refusals(say(session, speak(id, '3')))).toEqual(['too-fast']);
  });

  it('how a file stands with who gives it is told to the other side alone, at no cost where that was asked', () => {
    const { say, enter } = driveRoom({ messageBurst: 2 });
    const session = enter(ali, 'device-device-al').session;
    const other = enter(veli, 'device-device-ve').session;
    const third = enter(ayse, 'device-device-ay').session;
    const id = idOf(say(session, ask(veli)));
    say(other, answerTo(id, 'accept'));
    const hash = 'h'.repeat(43) as FileHash;
    const set = (ticket?: FileTicket): Said => ({
      type: 'set-private-file',
      private: id,
      hash,
      state: 'stopped',
      ...(ticket && { ticket }),
    });
    const fetch: Said = { type: 'fetch-private-file', private: id, hash, size: 17, held: 0 };
    const frame = { type: 'private-file-set', private: id, hash, state: 'stopped' };
    expect(refusals(say(third, set()))).toEqual(['no-such-private']);
    expect(told(say(session, set()))).toEqual([[[other], frame]]);
    expect(refusals(say(session, set()))).toEqual(['too-fast']);
    const [[, asked] = []] = told(say(other, fetch));
    const { ticket } = asked as { ticket: FileTicket };
    expect(told(say(session, set(ticket)))).toEqual([[[other], frame]]);
    // It was good once.
    expect(refusals(say(session, set(ticket)))).toEqual(['too-fast']);
  });

  it('the same cid gets the same answer and is told to nobody twice; with another text it is refused', () => {
    const { say, id, ali: alis } = setUpOpen();
    const [first] = answers(say(alis, speak(id, 'selam', 'cid-cid-cid-cid-1')));
    const again = say(alis, speak(id, 'selam', 'cid-cid-cid-cid-1'));
    expect(answers(again)).toEqual([first]);
    expect(told(again)).toEqual([]);
    expect(refusals(say(alis, speak(id, 'merhaba', 'cid-cid-cid-cid-1')))).toEqual(['cid-used']);
  });

  it('a cid is one for each side: the other one may have chosen the same', () => {
    const { say, id, ali: alis, veli: velis } = setUpOpen();
    say(alis, speak(id, 'selam', 'cid-cid-cid-cid-1'));
    const effects = say(velis, speak(id, 'merhaba', 'cid-cid-cid-cid-1'));
    expect(told(effects)).toMatchObject([[[alis], { seq: 2, sealed: 'merhaba' }]]);
  });

  it('R3.5 leaving is told to both, and nothing of it is there any more', () => {
    const { say, id, ali: alis, veli: velis } = setUpOpen();
    const effects = say(velis, { type: 'end-private', private: id });
    expect(answers(effects)).toEqual([{}]);
    expect(endings(effects)).toEqual([{ to: [alis, velis], reason: 'left', by: veli }]);
    expect(refusals(say(alis, speak(id, 'wait')))).toEqual(['no-such-private']);
    expect(answers(say(alis, ask(veli)))).toMatchObject([{ state: 'asked' }]);
  });

  it('R3.5 R3.6 signing out leaves it at once', () => {
    const { close, ali: alis, veli: velis } = setUpOpen();
    expect(endings(close(velis, 'signed-out'))).toEqual([{ to: [alis], reason: 'left', by: veli }]);
  });

  it('signing out on another device leaves nothing, nor when one’s own side is lost', () => {
    const { close, say, enter, id, ali: alis, velis2, veli: velis } = setUpOpen();
    expect(endings(close(velis2, 'signed-out'))).toEqual([]);
    const another = enter(veli, 'device-device-v3').session;
    close(velis);
    expect(endings(close(another, 'signed-out'))).toEqual([]);
    expect(refusals(say(alis, speak(id, 'still here')))).toEqual([]);
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
      { type: 'private-message', seq: 1, sealed: 'one', from: veli },
      { type: 'private-message', seq: 2, sealed: 'two', from: ali },
    ]);
    expect(told(effects)).toContainEqual([
      [alis],
      { type: 'private-partner', private: id, state: 'back' },
    ]);
    wait(1);
    expect(endings(tick())).toEqual([]);
    expect(told(say(alis, speak(id, 'three')))).toMatchObject([[[session], { seq: 3 }]]);
  });

  it('who comes back while the other one is lost is told that', () => {
    const { close, enter, id, ali: alis, veli: velis } = setUpOpen();
    close(alis);
    close(velis);
    const { session, effects } = enter(veli, 'device-device-ve');
    expect(told(effects)).toContainEqual([
      [session],
      { type: 'private-partner', private: id, state: 'lost' },
    ]);
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

    const long = 'x'.repeat(sealedLength(limits.maxTextCharacters));
    for (let i = 0; i < 20; i += 1) say(alis, speak(id, long, `cid-of-long-text-${10 + i}`));
    const again = enter(veli, 'device-device-ve');
    expect(held(again.session, again.effects)).toHaveLength(
      Math.floor(limits.privateReplayCharacters / long.length),
    );
  });

  it('nothing is pushed out that a lost side may not have: the other one waits', () => {
    const { say, enter, close, id, ali: alis, veli: velis } = setUpOpen();
    for (let i = 1; i < limits.privateReplay; i += 1) say(alis, speak(id, `no${i}`));
    close(velis);
    expect(refusals(say(alis, speak(id, 'last')))).toEqual([]);
    expect(say(alis, speak(id, 'too-many'))).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 1000 } },
    ]);
    enter(veli, 'device-device-ve');
    expect(refusals(say(alis, speak(id, 'too-many')))).toEqual([]);
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
    const { say, ali: alis, veli: velis } = setUpPeople();
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
