import { describe, expect, it } from 'vitest';
import { maxPrivates } from './room-privates.ts';
import { commitTo, makeKey, makeNonce } from './private-cipher.ts';
import { fail, own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import {
  asked,
  ayse,
  chatOf,
  ended,
  goLive,
  id,
  noKey,
  openedByPartner,
  openedByVeli,
  partnerKey,
  openPrivate,
  opened,
  said,
  stateOf,
  textsOf,
  untilIs,
} from './testing/private-membership.ts';

type Sealed = { sealed: string };

/** Another bit at this place. */
function turned(sealed: string, place: number): string {
  const other = sealed[place] === 'A' ? 'B' : 'A';
  return sealed.slice(0, place) + other + sealed.slice(place + 1);
}

const sentByNobody = {
  type: 'private-message',
  private: id,
  seq: 1,
  at: 1,
  from: veli,
  cid: 'privatecid0000000001',
  sealed: 'A'.repeat(368),
};

describe('a hostile room', () => {
  it('cannot put words into a private chat that there is not, or in the mouth of another', async () => {
    const oda = await openPrivate();
    const elsewhere = { ...said(1, 'x'), private: 'private000000007' };
    oda.room.tell(said(1, 'x', ayse), said(1, 'y', own), elsewhere, { ...opened, with: ayse });
    await rest();
    expect(oda.client.privates.list()).toHaveLength(1);
    expect(chatOf(oda)).toMatchObject({ partner: veli, messages: [], state: { is: 'open' } });
  });

  it('cannot ask in this person’s own name, nor let another in than the one who was asked', async () => {
    const oda = await goLive();
    oda.room.tell({ ...asked, from: own });
    await rest();
    expect(oda.client.privates.list()).toEqual([]);
    await oda.client.privates.ask(veli);
    oda.room.tell({ ...opened, with: ayse });
    await rest();
    expect(stateOf(oda)).toEqual({ is: 'asking' });
  });

  it('cannot blame the partner for an end that was nobody’s, or another’s', async () => {
    for (const by of [undefined, ayse]) {
      const oda = await openPrivate();
      oda.room.tell(ended('left', by));
      await untilIs(oda, 'ended');
      expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'left' });
    }
  });

  it('may say everything once more: it is known', async () => {
    const oda = await openPrivate();
    const [one, two] = [said(5, 'beş'), said(6, 'altı')];
    oda.room.tell(one, one, two, one, two, { ...two, seq: 7, cid: 'privatecid0000000007' });
    await until(() => textsOf(oda)?.length === 2);
    oda.room.tell(said(8, 'sekiz'));
    await until(() => textsOf(oda)?.length === 3);
    expect(textsOf(oda)).toEqual(['beş', 'altı', 'sekiz']);
    expect(stateOf(oda)).toEqual({ is: 'open' });
  });

  it.each([
    ['leaves out', ([, two, three]: Sealed[]) => [two, three]],
    ['brings into another order', ([one, two]: Sealed[]) => [two, one]],
    [
      'numbers in another order',
      ([one, two]: Sealed[]) => [
        { ...one, seq: 2 },
        { ...two, seq: 1 },
      ],
    ],
    ['puts in', ([one]: Sealed[]) => [{ ...one, sealed: 'A'.repeat(368) }]],
    ['says as it likes', ([one]: Sealed[]) => [{ ...one, sealed: 'merhaba' }]],
    ['cuts', ([one]: Sealed[]) => [{ ...one, sealed: one?.sealed.slice(0, -4) }]],
    ['changes', ([one]: Sealed[]) => [{ ...one, sealed: turned(one?.sealed ?? '', 100) }]],
    ['numbers anew', ([one]: Sealed[]) => [{ ...one, sealed: turned(one?.sealed ?? '', 5) }]],
  ] as [string, (said: Sealed[]) => object[]][])(
    'that %s what the partner said ends it, and shows none of it',
    async (_, dishonest) => {
      const oda = await openPrivate();
      const sealed = ['bir', 'iki', 'üç'].map((text, place) => said(place + 1, text) as Sealed);
      oda.room.tell(...dishonest(sealed));
      await untilIs(oda, 'ended');
      expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'not-intact' });
      // What came as it was sent stays; nothing else is there.
      expect(['bir', undefined]).toContain(textsOf(oda)?.[0]);
      expect(textsOf(oda)?.length).toBeLessThanOrEqual(1);
      await until(() => oda.room.askedFor('end-private').length === 1);
    },
  );

  it('cannot give back this side’s own words as the partner’s', async () => {
    const oda = await openPrivate();
    oda.client.privates.send(id, 'benim');
    await until(() => oda.room.askedFor('send-private').length === 1);
    const { sealed, cid } = oda.room.askedFor('send-private')[0] ?? {};
    oda.room.tell({ type: 'private-message', private: id, seq: 9, at: 9, from: veli, cid, sealed });
    await untilIs(oda, 'ended');
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'not-intact' });
    expect(textsOf(oda)).toEqual(['benim']);
  });

  it('that says no to what it then hands on is found out by the partner', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', () => fail('text-too-long', { limit: 3 }));
    oda.client.privates.send(id, 'bir');
    await until(() => chatOf(oda)?.messages[0]?.state === 'failed');
    oda.room.on('send-private', () => ({ seq: 1, at: 1 }));
    oda.client.privates.send(id, 'iki');
    await until(() => oda.room.askedFor('send-private').length === 2);
    const [one, two] = oda.room.askedFor('send-private');
    expect(openedByPartner(one?.sealed, 0)).toBe('bir');
    // After the first one the second does not open; without it, it does.
    expect(openedByPartner(two?.sealed, 1)).toBeUndefined();
    expect(openedByPartner(two?.sealed, 0)).toBe('iki');
  });

  it.each([
    ['none', [undefined]],
    ['one that everybody knows the secret of', [noKey]],
    ['another one later', [partnerKey.publicKey, makeKey().publicKey]],
  ])('that shows the asker %s as the key ends it', async (_, keys) => {
    const oda = await goLive();
    await oda.client.privates.ask(veli);
    for (const key of keys) oda.room.tell({ ...opened, key });
    await untilIs(oda, 'ended');
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'not-intact' });
    await until(() => oda.room.askedFor('end-private').length === 1);
  });

  it.each([
    ['another key', { key: makeKey().publicKey }],
    ['another nonce', { nonce: makeNonce() }],
    ['no nonce', { nonce: undefined }],
  ])('that reveals %s than it was bound to is found out', async (_, changed) => {
    const oda = await goLive();
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    await oda.client.privates.answer(id, true);
    oda.room.tell({ ...openedByVeli, ...changed });
    await untilIs(oda, 'ended');
    expect(stateOf(oda)).toEqual({ is: 'ended', reason: 'not-intact' });
    expect(chatOf(oda)?.compare).toBeUndefined();
  });

  it('cannot open what this person has not said yes to, nor speak before there are keys', async () => {
    const oda = await goLive();
    oda.room.tell(asked);
    await untilIs(oda, 'asked');
    oda.room.tell(openedByVeli);
    await rest();
    expect(stateOf(oda)?.is).toBe('asked');
    await oda.client.privates.answer(id, true);
    oda.room.tell({ ...opened, key: undefined }, sentByNobody);
    await untilIs(oda, 'ended');
    expect([stateOf(oda), textsOf(oda)]).toEqual([{ is: 'ended', reason: 'not-intact' }, []]);
  });

  it('gets the key of the one who asks only after it has shown the other’s', async () => {
    const oda = await goLive();
    await oda.client.privates.ask(veli);
    await rest();
    const [{ commitment } = {}] = oda.room.askedFor('ask-private');
    expect(oda.room.askedFor('reveal-private')).toEqual([]);
    oda.room.tell(opened, opened);
    await until(() => oda.room.askedFor('reveal-private').length === 2);
    const [first, second] = oda.room.askedFor('reveal-private');
    expect(first && commitTo(first)).toBe(commitment);
    expect(second).toEqual({ ...first, rid: second?.rid });
  });

  it('takes no text that is longer than may be said there, nor an empty one', async () => {
    for (const text of ['x'.repeat(8001), ' ']) {
      const oda = await openPrivate();
      oda.room.tell(said(1, text));
      await untilIs(oda, 'ended');
      expect(textsOf(oda)).toEqual([]);
    }
  });

  it('does not make it grow without end, in messages or in characters', async () => {
    const oda = await openPrivate();
    for (let seq = 1; seq <= 1010; seq += 1) oda.room.tell(said(seq, `message ${seq}`));
    await until(() => chatOf(oda)?.unread === 1010);
    expect(chatOf(oda)?.messages).toHaveLength(1000);
    expect(textsOf(oda)?.[0]).toBe('message 11');
    for (let seq = 2000; seq < 2300; seq += 1) oda.room.tell(said(seq, 'x'.repeat(8000)));
    await until(() => chatOf(oda)?.unread === 1310);
    expect(textsOf(oda)?.join('').length).toBeLessThanOrEqual(2_000_000);
  });

  it('does not fill the list, nor make this side talk without end', async () => {
    const oda = await goLive();
    oda.room.on('answer-private', () => 'silence');
    oda.room.on('end-private', () => 'silence');
    for (let n = 0; n < 200; n += 1) {
      const number = String(n).padStart(8, '0');
      oda.room.tell({ ...asked, private: `attack00${number}` });
      oda.room.tell({ ...opened, private: `unknown0${number}` });
    }
    await rest();
    expect(oda.client.privates.list()).toHaveLength(maxPrivates);
    expect(oda.room.asked.filter(({ type }) => type.endsWith('-private')).length).toBeLessThan(30);
  });

  it('makes room by forgetting what is over', async () => {
    const oda = await goLive();
    for (let n = 0; n <= maxPrivates; n += 1) {
      const each = `private0${String(n).padStart(8, '0')}`;
      oda.room.tell({ ...asked, private: each }, { ...ended('withdrawn'), private: each });
    }
    await until(() => oda.heard.privatesRemoved.length === 1);
    expect(oda.client.privates.list()).toHaveLength(maxPrivates);
    expect(oda.heard.privatesRemoved).toEqual(['private000000000']);
  });
});
