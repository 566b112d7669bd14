import { describe, expect, it } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { Cid, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { openMembership } from './testing/membership.ts';
import { fail, own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import {
  asked,
  ayse,
  becomeAsker,
  chatOf,
  ended,
  goLive,
  id,
  openPrivate,
  opened,
  openedByVeli,
  partnersSigns,
  readBy,
  reconnect,
  said,
  stateOf,
  textsOf,
  untilIs,
} from './testing/private-membership.ts';

describe('asking for a private chat', () => {
  it('R3.3 the asker sees that it was asked and that it was accepted', async () => {
    const oda = await goLive();
    const answer = await oda.client.privates.ask(veli);
    const asking = { private: id, partner: veli, state: { is: 'asking' }, messages: [], unread: 0 };
    expect(answer).toEqual({ ok: true, value: asking });
    expect(oda.heard.privates).toEqual([asking]);
    oda.room.tell(opened);
    await untilIs(oda, 'open');
    expect(oda.heard.privates.at(-1)).toMatchObject({ ...asking, state: { is: 'open' } });
  });

  it.each(['declined', 'busy', 'timed-out', 'lost'])(
    'R3.3 the asker is told that it is over: %s',
    async (reason) => {
      const oda = await goLive();
      await oda.client.privates.ask(veli);
      oda.room.tell(ended(reason, veli));
      await untilIs(oda, 'ended');
      expect(stateOf(oda)).toEqual({ is: 'ended', reason, by: 'partner' });
    },
  );

  it('R3.3 an answer that comes in one breath with the acknowledgement finds its private chat', async () => {
    const oda = await goLive();
    oda.room.on('ask-private', ({ rid }) => {
      oda.room.tell({ type: 'ok', rid, private: id, state: 'asked' }, ended('busy', veli));
      return 'silence';
    });
    await oda.client.privates.ask(veli);
    await untilIs(oda, 'ended');
    expect(stateOf(oda)).toMatchObject({ reason: 'busy' });
  });

  it.each(['member-offline', 'private-with-self', 'no-such-member', 'private-not-possible'])(
    'R3.3 a refusal is the answer: %s',
    async (code) => {
      const oda = await goLive();
      oda.room.on('ask-private', () => fail(code));
      expect(await oda.client.privates.ask(veli)).toEqual({ ok: false, refusal: { code } });
      expect(oda.client.privates.list()).toEqual([]);
    },
  );

  it('cannot be asked without a connection', async () => {
    const oda = await openMembership();
    const refusal = { code: 'connection-lost' };
    expect(await oda.client.privates.ask(veli)).toEqual({ ok: false, refusal });
  });

  it('two that ask each other at the same time meet in one', async () => {
    const oda = await goLive();
    oda.room.on('ask-private', () => ({ private: id, state: 'crossed' }));
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    expect(await oda.client.privates.ask(veli)).toMatchObject({
      value: { private: id, state: { is: 'open' } },
    });
    oda.room.tell(openedByVeli);
    await until(() => chatOf(oda)?.compare !== undefined);
    becomeAsker(oda);
    expect(chatOf(oda)?.compare).toEqual({ signs: partnersSigns(), isDone: false });
    expect(oda.client.privates.list()).toHaveLength(1);
  });

  it('what the room forgets to end ends by itself', async () => {
    const oda = await goLive();
    await oda.client.privates.ask(veli);
    oda.room.cut();
    await oda.untilState('waiting');
    oda.isReachable = false;
    oda.clock.advance(limits.privateAskMs);
    expect(stateOf(oda)).toEqual({ is: 'asking' });
    oda.clock.advance(10_000);
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'timed-out' });
  });
});

describe('being asked for a private chat', () => {
  it('R3.3 shows who asks and until when, and accepting opens it', async () => {
    const oda = await goLive();
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    const expiresAt = oda.clock.wallMs() + limits.privateAskMs;
    expect(chatOf(oda)).toMatchObject({ partner: veli, state: { is: 'asked', expiresAt } });
    expect(await oda.client.privates.answer(id, true)).toEqual({ ok: true, value: null });
    await untilIs(oda, 'open');
    oda.client.privates.send(id, 'merhaba');
    await rest();
    expect(oda.room.askedFor('send-private')).toEqual([]);
    oda.room.tell(openedByVeli);
    await until(() => oda.room.askedFor('send-private').length === 1);
    becomeAsker(oda);
    expect(oda.room.askedFor('send-private').map(readBy)).toEqual(['merhaba']);
    expect(oda.room.askedFor('answer-private')).toMatchObject([
      { private: id, key: expect.any(String) },
    ]);
  });

  it.each([1e12, limits.privateAskMs + 1])(
    'R3.3 however long the room says that it waits (%d ms), it is two minutes at most',
    async (expiresInMs) => {
      const oda = await goLive();
      oda.room.tell({ ...asked, expiresInMs });
      await untilIs(oda, 'asked');
      const expiresAt = oda.clock.wallMs() + limits.privateAskMs;
      expect(stateOf(oda)).toEqual({ is: 'asked', expiresAt });
      oda.clock.advance(limits.privateAskMs + 10_000);
      expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'timed-out' });
    },
  );

  it('R3.3 declining leaves nothing behind', async () => {
    const oda = await goLive();
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    await oda.client.privates.answer(id, false);
    oda.room.tell(ended('declined', own));
    await rest();
    expect(oda.client.privates.list()).toEqual([]);
    expect(oda.heard.privatesRemoved).toEqual([id]);
    expect(oda.room.askedFor('answer-private').map(({ key }) => key)).toEqual([undefined]);
  });

  it('R3.3 a no is said for the person, who sees nothing of it', async () => {
    const oda = await goLive();
    oda.mayAsk = false;
    oda.room.tell(asked);
    await until(() => oda.room.askedFor('answer-private').length === 1);
    expect(oda.room.askedFor('answer-private').map(({ key }) => key)).toEqual([undefined]);
    expect(oda.heard.privates).toEqual([]);
  });

  it('R3.3 how many the person wants is said to the room, and said again after a reconnect', async () => {
    const oda = await openMembership();
    oda.client.privates.setLimit(3);
    await oda.goLive();
    const told = () => oda.room.askedFor('set-private-limit').map(({ limit }) => limit);
    expect(told()).toEqual([3]);
    await reconnect(oda);
    expect(told()).toEqual([3, 3]);
    oda.client.privates.setLimit(0);
    oda.client.privates.setLimit(0);
    await until(() => told().length === 3);
    expect(told()).toEqual([3, 3, 0]);
  });

  it('what was answered on another computer of this person goes away here', async () => {
    const oda = await goLive();
    oda.room.tell(asked, ended('answered-elsewhere', own));
    await until(() => oda.heard.privatesRemoved.length === 1);
    expect(oda.client.privates.list()).toEqual([]);
  });

  it('an answer that comes too late is refused, and the reason is the room’s', async () => {
    const oda = await goLive();
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    oda.room.on('answer-private', ({ rid }) => {
      oda.room.tell(ended('withdrawn', veli), { type: 'fail', rid, code: 'no-such-private' });
      return 'silence';
    });
    const refusal = { code: 'no-such-private' };
    expect(await oda.client.privates.answer(id, true)).toEqual({ ok: false, refusal });
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'withdrawn', by: 'partner' });
    expect(await oda.client.privates.answer(id, true)).toEqual({ ok: false, refusal });
  });

  it('is asked again after a reconnect, or is over', async () => {
    const oda = await goLive();
    oda.room.tell(asked, { ...asked, private: 'private000000001', from: ayse });
    await until(() => oda.client.privates.list().length === 2);
    await reconnect(oda, asked);
    expect(oda.client.privates.list()).toMatchObject([
      { partner: veli, state: { is: 'asked' } },
      { partner: ayse, state: { is: 'ended', reason: 'connection-lost' } },
    ]);
  });
});

describe('an open private chat', () => {
  it('R3.3 R3.4 what is said goes to the partner alone, and is on no disk', async () => {
    const oda = await openPrivate();
    expect(oda.client.privates.send(id, 'gizli')).toEqual({ ok: true, value: null });
    expect(chatOf(oda)?.messages).toMatchObject([{ from: own, text: 'gizli', state: 'sending' }]);
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
    oda.room.tell(said(2, 'çok gizli'));
    await until(() => chatOf(oda)?.messages.length === 2);
    expect(textsOf(oda)).toEqual(['gizli', 'çok gizli']);
    expect(oda.room.askedFor('send-message')).toEqual([]);
    expect(await oda.replica.outbox.list(oda.client.record.room)).toEqual([]);
    const found = await oda.replica.search.find({ text: 'gizli', limit: 10 });
    expect(found.hits).toEqual([]);
  });

  it('counts what no window has shown yet', async () => {
    const oda = await openPrivate();
    oda.room.tell(said(1, 'bir'), said(2, 'iki'));
    await until(() => chatOf(oda)?.unread === 2);
    expect(oda.client.privates.markRead(id)).toBe(true);
    expect(chatOf(oda)?.unread).toBe(0);
    expect(oda.client.privates.markRead('private000000009' as PrivateId)).toBe(false);
  });

  it('goes out one by one in the order of writing, and waits where it was too fast', async () => {
    const oda = await openPrivate();
    let isFast = true;
    oda.room.on('send-private', () =>
      isFast ? fail('too-fast', { retryAfterMs: 700 }) : { seq: 1, at: 1 },
    );
    for (const text of ['1', '2']) oda.client.privates.send(id, text);
    await rest();
    expect(oda.room.askedFor('send-private')).toHaveLength(1);
    isFast = false;
    oda.room.on('send-private', (command) => ({ seq: Number(readBy(command)), at: 1 }));
    oda.clock.advance(700);
    await until(() => chatOf(oda)?.messages.every(({ state }) => state === 'sent') === true);
    expect(oda.room.askedFor('send-private').map(readBy)).toEqual(['1', '1', '2']);
  });

  it('what the room will never take stays and says why, and what comes after it goes out', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', (command) =>
      readBy(command) === 'long' ? fail('text-too-long', { limit: 3 }) : { seq: 1, at: 1 },
    );
    for (const text of ['long', 'ok']) oda.client.privates.send(id, text);
    await until(() => chatOf(oda)?.messages.some(({ state }) => state === 'sent') === true);
    const failed = chatOf(oda)?.messages.find(({ text }) => text === 'long');
    expect(failed).toMatchObject({ state: 'failed', refusal: { code: 'text-too-long', limit: 3 } });
    expect(oda.room.askedFor('send-private').map(readBy)).toEqual(['long', 'ok']);
  });

  it('R3.5 a partner who left is said to have left, and what was said stays until it is closed', async () => {
    const oda = await openPrivate();
    oda.room.tell(said(1, 'hoşça kal'), ended('left', veli));
    await untilIs(oda, 'ended');
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'left', by: 'partner' });
    expect(textsOf(oda)).toEqual(['hoşça kal']);
    expect(oda.client.privates.send(id, 'dur')).toMatchObject({
      refusal: { code: 'no-such-private' },
    });
    expect(oda.client.privates.close(id)).toBe(true);
    expect(oda.client.privates.list()).toEqual([]);
    expect(oda.room.askedFor('end-private')).toEqual([]);
  });

  it('R3.5 closing it leaves it, and its text is gone', async () => {
    const oda = await openPrivate();
    oda.client.privates.send(id, 'gizli');
    oda.client.privates.close(id);
    oda.room.tell(said(2, 'hâlâ orada mısın'), ended('left', own));
    await rest();
    expect(oda.room.askedFor('end-private')).toMatchObject([{ private: id }]);
    expect(oda.client.privates.list()).toEqual([]);
    expect(oda.heard.privatesRemoved).toEqual([id]);
  });

  it('is gone with the room that is left, and ends with the one that cannot be come back to', async () => {
    const oda = await openPrivate();
    await oda.client.stop();
    expect(oda.client.privates.list()).toEqual([]);
    const other = await openPrivate();
    other.room.tell({ type: 'closed', code: 'replaced' });
    await untilIs(other, 'ended');
    expect(stateOf(other)).toMatchObject({ reason: 'connection-lost' });
    expect(other.clock.pendingTimers).toBe(0);
  });
});

describe('a private chat and lost connections', () => {
  it('says that the partner is lost, and back', async () => {
    const oda = await openPrivate();
    const partner = { type: 'private-partner', private: id };
    oda.room.tell({ ...partner, state: 'lost' });
    await untilIs(oda, 'interrupted');
    expect(stateOf(oda)).toEqual({ is: 'interrupted', who: 'partner' });
    oda.client.privates.send(id, 'orada mısın');
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
    oda.room.tell({ ...partner, state: 'back' });
    await untilIs(oda, 'open');
  });

  it('what is told of a file is said again where it came too fast, and its last word alone', async () => {
    const oda = await openPrivate();
    const hash = 'h'.repeat(43) as FileHash;
    let isFull = true;
    oda.room.on('set-private-file', () => (isFull ? fail('too-fast') : undefined));
    const told = () => oda.room.askedFor('set-private-file').map(({ state }) => state);
    const tell = (state: 'stopped' | 'ready') =>
      oda.client.privates.tellOfFile({ private: id, hash, state });
    const wait = async () => {
      await rest();
      oda.clock.advance(1000);
      await rest();
    };
    tell('stopped');
    await wait();
    expect(told()).toEqual(['stopped', 'stopped']);
    tell('ready');
    isFull = false;
    await wait();
    await wait();
    expect(told()).toEqual(['stopped', 'stopped', 'ready']);
  });

  it('goes on where the room opens it again: the same cid once more, nothing twice, in order', async () => {
    const oda = await openPrivate();
    oda.room.tell(said(1, 'bir'));
    await until(() => textsOf(oda)?.length === 1);
    oda.room.on('send-private', () => 'silence');
    oda.client.privates.send(id, 'iki');
    await until(() => oda.room.askedFor('send-private').length === 1);
    oda.room.cut();
    await oda.untilState('waiting');
    expect(stateOf(oda)).toEqual({ is: 'interrupted', who: 'self' });
    oda.client.privates.send(id, 'dört');
    // The room has taken the second one, but its acknowledgement was lost.
    oda.room.on('send-private', (command) => ({ seq: readBy(command) === 'iki' ? 2 : 4, at: 9 }));
    await reconnect(oda, opened, said(1, 'bir'), said(3, 'üç'));
    await until(() => chatOf(oda)?.messages.every(({ state }) => state === 'sent') === true);
    expect(stateOf(oda)).toEqual({ is: 'open' });
    expect(textsOf(oda)).toEqual(['bir', 'iki', 'üç', 'dört']);
    const [first, again] = oda.room.askedFor('send-private');
    expect([again?.cid, again?.sealed]).toEqual([first?.cid, first?.sealed]);
  });

  it('an own message that the room repeats counts as acknowledged', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', () => 'silence');
    oda.client.privates.send(id, 'bir');
    const cid = chatOf(oda)?.messages[0]?.cid as Cid;
    await reconnect(oda, opened, { ...said(1, 'bir', own), cid });
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
    expect(textsOf(oda)).toEqual(['bir']);
  });

  it('is over where the room says nothing of it after the reconnect', async () => {
    const oda = await openPrivate();
    await reconnect(oda);
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'connection-lost' });
  });

  it('is over where the connection does not come back in time', async () => {
    const oda = await openPrivate();
    oda.isReachable = false;
    oda.room.cut();
    await oda.untilState('waiting');
    oda.clock.advance(limits.privateLostMs);
    expect(stateOf(oda)).toEqual({ is: 'interrupted', who: 'self' });
    oda.clock.advance(limits.silenceMs);
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'connection-lost' });
  });

  it('is opened again by the room alone, not by a partner who is said to be back', async () => {
    const oda = await openPrivate();
    await reconnect(oda, { type: 'private-partner', private: id, state: 'back' });
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'connection-lost' });
    expect(oda.heard.privates.at(-2)?.state).toEqual({ is: 'interrupted', who: 'self' });
  });

  it('R3.3 what the last connection did not answer does not count on the next one', async () => {
    const oda = await goLive();
    oda.mayAsk = false;
    oda.room.on('answer-private', () => 'silence');
    const ask = (n: number) => ({ ...asked, private: `private0${String(n).padStart(8, '0')}` });
    for (let n = 0; n < 2 * limits.privatesPerMember; n += 1) oda.room.tell(ask(n));
    await rest();
    const before = oda.room.askedFor('answer-private').length;
    oda.room.on('answer-private', () => undefined);
    await reconnect(oda, ask(99));
    expect(oda.room.askedFor('answer-private')).toHaveLength(before + 1);
  });

  it('goes on in each private chat where the room said "too fast"', async () => {
    const oda = await openPrivate();
    const other = 'private000000001' as PrivateId;
    oda.room.on('ask-private', () => ({ private: other, state: 'asked' }));
    await oda.client.privates.ask(ayse);
    oda.room.tell({ ...opened, private: other, with: ayse });
    await until(() => oda.client.privates.list().every(({ state }) => state.is === 'open'));
    let isSlow = true;
    oda.room.on('send-private', () =>
      isSlow ? fail('too-fast', { retryAfterMs: 500 }) : { seq: 1, at: 1 },
    );
    for (const each of [id, other]) oda.client.privates.send(each, 'yavaş');
    await rest();
    isSlow = false;
    oda.clock.advance(500);
    await rest();
    const states = oda.client.privates.list().flatMap(({ messages }) => messages);
    expect(states.map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('that was closed meanwhile is left when the room opens it again', async () => {
    const oda = await openPrivate();
    oda.room.cut();
    await oda.untilState('waiting');
    oda.client.privates.close(id);
    await reconnect(oda, opened, said(1, 'orada mısın'));
    expect(oda.room.askedFor('end-private')).toMatchObject([{ private: id }]);
    expect(oda.client.privates.list()).toEqual([]);
  });
});
