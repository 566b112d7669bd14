import { describe, expect, it } from 'vitest';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { ScriptedRoom } from '../client/testing/scripted-room.ts';
import { samplePin } from '../net/testing/sample-key.ts';
import { Person } from './testing/person.ts';
import { twoPeople } from './testing/two-people.ts';

describe('talking', { timeout: 30_000 }, () => {
  it('R1.4 R2.3 what one writes reaches the other with the writer’s name and the time, both ways', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'merhaba');
    await veli.until(async () => (await veli.texts(room)).includes('merhaba'));
    await veli.say(room, 'selam');
    await ali.until(async () => (await ali.texts(room)).includes('selam'));
    const page = await ali.ask('timeline/page', { room, in: everyone, limit: 50 });
    expect(page.entries.filter(({ type }) => type === 'message')).toMatchObject([
      { text: 'merhaba', from: await ali.accountOf(room, 'ali'), at: ali.clock.wallMs() },
      { text: 'selam', from: await ali.accountOf(room, 'veli'), at: ali.clock.wallMs() },
    ]);
    expect(await veli.texts(room)).toEqual(['merhaba', 'selam']);
  });

  it('R0.4 a direct message is for its two, counts as unread until it is read', async () => {
    const { ali, veli, view, room, direct } = await twoPeople();
    const can = await Person.open();
    await can.join('can', view);
    await ali.say(room, 'gizli', direct);
    await veli.until(async () => (await veli.texts(room, direct)).length === 1);
    await veli.until(() =>
      veli
        .of('conversation/changed')
        .flat()
        .some(({ unread }) => unread === 1),
    );
    expect((await veli.view(room)).asked).toBe(1);
    await veli.ask('conversation/mark-read', { room, in: direct, seq: 1 });
    expect((await veli.view(room)).asked).toBe(0);
    await ali.say(room, 'herkese');
    await can.until(async () => (await can.texts(room)).includes('herkese'));
    expect((await can.opened(room)).conversations.map(({ in: id }) => id)).toEqual([everyone]);
    const own = await can.accountOf(room, 'can');
    for (const id of [direct, directConversation(own, 'nobody0000' as AccountId)]) {
      const refused = await can.request('message/send', { room, in: id, text: 'x' });
      expect(refused).toEqual({ ok: false, refusal: { code: 'no-such-conversation' } });
    }
  });

  it('R1.7 an empty message is refused and not sent, one too long with its limit', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    const empty = await ali.request('message/send', { room, in: everyone, text: ' \n ' });
    expect(empty).toEqual({ ok: false, refusal: { code: 'text-empty' } });
    const long = await ali.request('message/send', { room, in: everyone, text: 'ğ'.repeat(8001) });
    expect(long).toEqual({ ok: false, refusal: { code: 'text-too-long', limit: 8000 } });
    expect((await ali.opened(room)).outbox).toEqual([]);
    expect(ali.of('outbox/changed')).toEqual([]);
  });

  it('R1.7 what waits can be changed to nothing that could not be said, and only while it waits', async () => {
    const ali = await Person.open({ limits: { maxTextCharacters: 10 } });
    const { room } = await ali.host('ali');
    const { cid } = await ali.ask('message/send', { room, in: everyone, text: 'merhaba' });
    await ali.until(() => ali.of('outbox/changed').some(({ items }) => items.length === 0));
    const rewritten = async (text: string) => {
      const answer = await ali.request('message/rewrite', { room, cid, text });
      return answer.ok ? undefined : answer.refusal.code;
    };
    expect(await rewritten('x'.repeat(11))).toBe('text-too-long');
    expect(await rewritten(' ')).toBe('text-empty');
    expect(await rewritten('selam')).toBe('no-such-message');
    const deleted = await ali.request('message/delete', { room, cid });
    expect(deleted).toEqual({ ok: false, refusal: { code: 'no-such-message' } });
  });

  it('R1.7 windows learn the limit of the room, and what is over it waits nowhere', async () => {
    const ali = await Person.open({ limits: { maxTextCharacters: 10 } });
    const { room } = await ali.host('ali');
    expect(await ali.view(room)).toMatchObject({ maxTextCharacters: 10 });
    const long = await ali.request('message/send', { room, in: everyone, text: '😀'.repeat(11) });
    expect(long).toEqual({ ok: false, refusal: { code: 'text-too-long', limit: 10 } });
    await ali.say(room, '😀'.repeat(10));
    await ali.until(() => ali.of('outbox/changed').some(({ items }) => items.length === 0));
    expect((await ali.opened(room)).outbox).toEqual([]);
  });

  it('a message is shown as waiting, then comes into the timeline before it leaves the outbox', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    ali.pushes.length = 0;
    await ali.say(room, 'merhaba');
    await ali.until(() => ali.of('outbox/changed').some(({ items }) => items.length === 0));
    const told = ali.pushes.filter(({ name }) => /^(outbox|timeline)/.test(name));
    expect(told.map(({ name }) => name)).toEqual([
      'outbox/changed',
      'timeline/appended',
      'outbox/changed',
    ]);
    expect(ali.of('outbox/changed')[0]?.items).toMatchObject([
      { said: { text: 'merhaba' }, state: { is: 'sending' } },
    ]);
  });

  it('R0.6 R0.7 search finds a part of a word, and all that was said with one person', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    for (const text of ['selam', 'sel geliyor', 'selin de']) await ali.say(room, text, direct);
    await veli.say(room, 'elma', direct);
    await ali.say(room, 'selam herkese');
    await ali.until(async () => (await ali.texts(room, direct)).length === 4);
    const find = async (query: object) => {
      const { hits } = await ali.ask('search/find', { text: '', limit: 50, ...query });
      return hits.map(({ message }) => message.text).sort();
    };
    await ali.until(async () => (await find({ text: 'SEL' })).length === 4);
    expect(await find({ text: 'SEL', in: direct })).toEqual(['sel geliyor', 'selam', 'selin de']);
    expect(await ali.texts(room, direct)).toHaveLength(4);
  });

  it('tells of what others say just now, never of one’s own and never of what is fetched later', async () => {
    const { ali, veli, view, room, direct } = await twoPeople();
    await ali.say(room, 'selam');
    await veli.say(room, 'gizli', direct);
    await veli.until(() => veli.of('message/arrived').length === 1);
    await ali.until(() => ali.of('message/arrived').length === 1);
    expect(veli.of('message/arrived')).toMatchObject([
      { room, roomName: view.name, in: everyone, from: 'ali', text: 'selam' },
    ]);
    expect(ali.of('message/arrived')).toMatchObject([{ in: direct, from: 'veli', text: 'gizli' }]);
    await veli.close();
    await ali.say(room, 'sen yokken');
    veli.pushes.length = 0;
    await veli.start();
    await veli.until(async () => (await veli.texts(room)).includes('sen yokken'));
    expect(veli.of('message/arrived')).toEqual([]);
  });

  it('of a long message as much is told as a notice shows, and no character cut in two', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, `a${'😀'.repeat(400)}`);
    await veli.until(() => veli.of('message/arrived').length === 1);
    expect(veli.of('message/arrived')[0]?.text).toBe(`a${'😀'.repeat(299)}`);
  });

  it('R0.6 search without a room looks through all of them, and says who is who in each', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    const other = await veli.host('veli');
    await ali.join('ali', other);
    await veli.say(room, 'selam burada', direct);
    await veli.say(other.room, 'selam orada');
    const find = async () => (await ali.ask('search/find', { text: 'selam', limit: 50 })).hits;
    await ali.until(async () => (await find()).length === 2);
    const names = new Map((await find()).map(({ message, names: who }) => [message.text, who]));
    const [here, there] = [await ali.view(room), await ali.view(other.room)];
    expect(names.get('selam burada')).toEqual({
      room: here.name,
      isOwn: false,
      from: 'veli',
      partner: 'veli',
    });
    expect(names.get('selam orada')).toMatchObject({ room: there.name, from: 'veli' });
  });

  it('a page that the copy does not reach is fetched from the room', async () => {
    const room = new ScriptedRoom();
    for (let n = 1; n <= 40; n += 1) room.add(`message ${n}`);
    const ali = await Person.open({
      dial: async () => ({ transport: room.connect(), pin: samplePin }),
    });
    await ali.enter({ name: 'ali', address: 'room.example' });
    await ali.live(room.room.id);
    await ali.until(() => room.askedFor('read-history').length === 2);
    const asked = { room: room.room.id, in: everyone, before: 31, limit: 5 };
    await ali.until(async () => (await ali.texts(room.room.id)).length >= 10);
    const page = await ali.ask('timeline/page', asked);
    expect(page.entries.map(({ seq }) => seq)).toEqual([26, 27, 28, 29, 30]);
    expect(page).toMatchObject({ hasOlder: true, hasNewer: true });
  });

  it('what stands around a message is shown as far as it is here, whatever the room has yet to bring', async () => {
    const room = new ScriptedRoom();
    for (let n = 1; n <= 40; n += 1) room.add(`message ${n}`);
    room.on('read-history', ({ before }) => (before === undefined ? undefined : 'silence'));
    const ali = await Person.open({
      dial: async () => ({ transport: room.connect(), pin: samplePin }),
    });
    await ali.enter({ name: 'ali', address: 'room.example' });
    await ali.live(room.room.id);
    const asked = { room: room.room.id, in: everyone, around: 40, limit: 30 };
    const page = await ali.ask('timeline/page', asked);
    expect(page.entries.map(({ seq }) => seq)).toContain(40);
    expect(page.entries.length).toBeLessThan(30);
    expect(page).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it('a draft is kept over a restart', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    await ali.ask('draft/save', { room, in: everyone, text: 'yarım kal \ud83d' });
    expect((await ali.opened(room)).conversations[0]?.draft).toBe('yarım kal \ufffd');
    await ali.close();
    await ali.start();
    expect((await ali.opened(room)).conversations[0]?.draft).toBe('yarım kal \ufffd');
  });

  it('R0.6 a room that one is not in is not searched', async () => {
    const ali = await Person.open();
    const query = { room: 'elsewhere0000000' as RoomId, text: 'selam', limit: 9 };
    expect(await ali.request('search/find', query)).toEqual({
      ok: false,
      refusal: { code: 'no-such-room' },
    });
  });

  it('for what comes after a message nothing older is fetched', async () => {
    const room = new ScriptedRoom();
    for (let n = 1; n <= 40; n += 1) room.add(`message ${n}`);
    room.on('read-history', ({ before }) => (before === undefined ? undefined : 'silence'));
    const ali = await Person.open({
      dial: async () => ({ transport: room.connect(), pin: samplePin }),
    });
    await ali.enter({ name: 'ali', address: 'room.example' });
    await ali.live(room.room.id);
    const asked = { room: room.room.id, in: everyone, after: 38, limit: 30 };
    const page = await ali.ask('timeline/page', asked);
    expect(page.entries.map(({ seq }) => seq)).toEqual([39, 40]);
  });

  it('what was said while one was away calls nobody, even where it comes before one is live', async () => {
    const room = new ScriptedRoom();
    room.on('list-receipts', () => 'silence');
    const ali = await Person.open({
      dial: async () => ({ transport: room.connect(), pin: samplePin }),
    });
    await ali.enter({ name: 'ali', address: 'room.example' });
    await ali.until(() => room.askedFor('list-receipts').length === 1);
    room.tell(room.add('said meanwhile'));
    await ali.until(() => ali.of('timeline/appended').length === 1);
    expect(ali.of('message/arrived')).toEqual([]);
  });
});
