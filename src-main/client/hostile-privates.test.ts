import { describe, expect, it } from 'vitest';
import { maxPrivates } from './room-privates.ts';
import { own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import {
  asked,
  ayse,
  chatOf,
  ended,
  goLive,
  openPrivate,
  opened,
  said,
  stateOf,
  textsOf,
  untilIs,
} from './testing/private-membership.ts';

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

  it('has each number once, and in rising order', async () => {
    const oda = await openPrivate();
    oda.room.tell(said(5, 'beş'), said(5, 'beş mi'), said(4, 'dört'), said(6, 'altı'));
    await until(() => textsOf(oda)?.length === 2);
    expect(textsOf(oda)).toEqual(['beş', 'altı']);
  });

  it('does not make it grow without end, in messages or in characters', async () => {
    const oda = await openPrivate();
    for (let seq = 1; seq <= 1010; seq += 1) oda.room.tell(said(seq, `message ${seq}`));
    await until(() => chatOf(oda)?.unread === 1010);
    expect(chatOf(oda)?.messages).toHaveLength(1000);
    expect(textsOf(oda)?.[0]).toBe('message 11');
    for (let seq = 2000; seq < 2030; seq += 1) oda.room.tell(said(seq, 'x'.repeat(100_000)));
    await until(() => chatOf(oda)?.unread === 1040);
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
