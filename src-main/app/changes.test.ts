import { describe, expect, it } from 'vitest';
import type { Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Change } from '../../src-shared/protocol/said.ts';
import type { Person } from './testing/person.ts';
import { twoPeople } from './testing/two-people.ts';

/** The messages of `everyone` as a window shows them. */
async function shown(person: Person, room: RoomId) {
  const { entries, marks = [] } = await person.ask('timeline/page', {
    room,
    in: everyone,
    limit: 100,
  });
  return entries.flatMap((entry) =>
    entry.type === 'message'
      ? [{ text: entry.text, marks: marks.find(({ seq }) => seq === entry.seq) }]
      : [],
  );
}

/** The number of the message that says this, once it is there. */
async function seqOf(person: Person, room: RoomId, text: string): Promise<number> {
  await person.until(async () => (await person.texts(room)).includes(text));
  const { entries } = await person.ask('timeline/page', { room, in: everyone, limit: 100 });
  const found = entries.find((entry) => entry.type === 'message' && entry.text === text);
  return found?.seq ?? 0;
}

function change(person: Person, room: RoomId, done: Change) {
  return person.ask('message/change', { room, in: everyone, change: done });
}

const thumb = '\u{1f44d}';

describe('changes to messages', { timeout: 30_000 }, () => {
  it('what one deletes is gone for both, in the search and from the host’s disk too; a mark stays', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'karpuz');
    const target = await seqOf(veli, room, 'karpuz');
    await change(ali, room, { type: 'delete-message', target });
    for (const person of [ali, veli]) {
      await person.until(async () => !(await person.texts(room)).includes('karpuz'));
      const by = await person.accountOf(room, 'ali');
      expect(await shown(person, room)).toMatchObject([{ text: '', marks: { deleted: { by } } }]);
      const { hits } = await person.ask('search/find', { room, text: 'karpuz', limit: 10 });
      expect(hits).toEqual([]);
    }
    expect((await veli.opened(room)).conversations[0]?.unread).toBe(0);
  });

  it('nobody deletes or edits what another one wrote; it waits with its reason and can be taken out', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'benim');
    const target = await seqOf(veli, room, 'benim');
    for (const said of [
      { type: 'delete-message', target },
      { type: 'edit-message', target, text: 'senin' },
    ] as const) {
      const { cid } = await change(veli, room, said);
      const failed = async () =>
        (await veli.opened(room)).outbox.find(({ state }) => state.is === 'failed');
      await veli.until(async () => (await failed()) !== undefined);
      expect(await failed()).toMatchObject({
        cid,
        said,
        state: { is: 'failed', refusal: { code: 'not-your-message' } },
      });
      await veli.ask('message/delete', { room, cid });
    }
    expect(await ali.texts(room)).toEqual(['benim']);
  });

  it('an edit is seen by both with what was said before, and found by what it says now', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'elma');
    const target = await seqOf(veli, room, 'elma');
    veli.pushes.length = 0;
    await change(ali, room, { type: 'edit-message', target, text: 'armut' });
    await veli.until(() => veli.of('message/changed').length > 0);
    const [told] = veli.of('message/changed')[0]?.messages ?? [];
    expect(told satisfies ShownMessage | undefined).toMatchObject({
      message: { text: 'armut', seq: target },
      marks: { editedAt: ali.clock.wallMs() },
    });
    await ali.until(async () => (await ali.texts(room)).includes('armut'));
    for (const person of [ali, veli]) {
      const versions = await person.ask('message/versions', { room, in: everyone, seq: target });
      expect(versions.map(({ text }) => text)).toEqual(['elma']);
      const find = async (text: string) =>
        (await person.ask('search/find', { room, text, limit: 10 })).hits.map(
          ({ message }) => message.text,
        );
      expect([await find('elma'), await find('armut')]).toEqual([[], ['armut']]);
    }
    const { lastMessage } = (await veli.opened(room)).conversations[0] ?? {};
    expect(lastMessage?.text).toBe('armut');
  });

  it('both react, each once with one emoji, and take it back', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'tatil!');
    const target = await seqOf(veli, room, 'tatil!');
    const react = { type: 'add-reaction', target, emoji: thumb } as const;
    await change(ali, room, react);
    await change(veli, room, react);
    await change(veli, room, react);
    const count = async () => (await shown(ali, room))[0]?.marks?.reactions?.[0]?.count;
    await ali.until(async () => (await count()) === 2);
    await veli.until(async () => (await veli.opened(room)).outbox.length === 0);
    // What was there already has taken no number.
    await veli.say(room, 'evet');
    expect(await seqOf(ali, room, 'evet')).toBe(target + 3);
    expect((await shown(ali, room))[0]?.marks?.reactions).toMatchObject([
      { emoji: thumb, count: 2, isOwn: true },
    ]);
    await change(ali, room, { type: 'remove-reaction', target, emoji: thumb });
    await ali.until(async () => (await count()) === 1);
    expect((await shown(ali, room))[0]?.marks?.reactions).toMatchObject([{ isOwn: false }]);
    const wrong = await ali.request('message/change', {
      room,
      in: everyone,
      change: { ...react, emoji: 'thumb' },
    });
    expect(wrong).toEqual({ ok: false, refusal: { code: 'not-an-emoji' } });
  });

  it('what is pinned is listed for both until it is taken down or deleted', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'kapı 5678');
    await ali.say(room, 'toplantı 9’da');
    const targets = [
      await seqOf(veli, room, 'kapı 5678'),
      await seqOf(veli, room, 'toplantı 9’da'),
    ] as const;
    for (const target of targets) await change(veli, room, { type: 'pin-message', target });
    await veli.until(async () => (await veli.opened(room)).outbox.length === 0);
    // What is pinned already takes no number, and stays who pinned it.
    for (const target of targets) await change(ali, room, { type: 'pin-message', target });
    await ali.until(async () => (await ali.opened(room)).outbox.length === 0);
    await ali.say(room, 'tamam');
    expect(await seqOf(veli, room, 'tamam')).toBe((targets[1] ?? 0) + 3);
    const pinned = async (person: Person) =>
      (await person.ask('message/pinned', { room, in: everyone })).map(({ message, marks }) => [
        message.text,
        marks.pinned?.by,
      ]);
    const by = await ali.accountOf(room, 'veli');
    for (const person of [ali, veli]) {
      await person.until(async () => (await pinned(person)).length === 2);
      expect(await pinned(person)).toEqual([
        ['toplantı 9’da', by],
        ['kapı 5678', by],
      ]);
    }
    await change(ali, room, { type: 'unpin-message', target: targets[1] });
    await change(ali, room, { type: 'delete-message', target: targets[0] });
    for (const person of [ali, veli])
      await person.until(async () => (await pinned(person)).length === 0);
  });

  it('what is forwarded says whose words it is, and where it stood is told to nobody', async () => {
    const { ali, veli, room } = await twoPeople();
    const between = directConversation(
      await ali.accountOf(room, 'ali'),
      await ali.accountOf(room, 'veli'),
    );
    await ali.ask('message/send', { room, in: between, text: 'kapı 5678' });
    const page = (person: Person, place: ConversationId) =>
      person.ask('timeline/page', { room, in: place, limit: 100 });
    await veli.until(async () => (await page(veli, between)).entries.length > 0);
    const [source] = (await page(veli, between)).entries;
    const seq = source?.seq ?? 0;
    await ali.close();
    // Offline, and over a restart.
    await veli.ask('message/forward', { room, in: between, seq, to: [everyone, between] });
    await veli.close();
    await veli.start();
    expect((await veli.opened(room)).outbox.map(({ said }) => said)).toMatchObject(
      Array.from({ length: 2 }, () => ({ type: 'send-message', text: 'kapı 5678' })),
    );
    await ali.start();
    await veli.untilWithTime(async () => (await veli.opened(room)).outbox.length === 0);
    await ali.until(async () => (await ali.texts(room)).includes('kapı 5678'));
    const [from, forwarded] = await Promise.all(
      ['veli', 'ali'].map((name) => ali.accountOf(room, name)),
    );
    const { entries } = await page(ali, everyone);
    const message = entries.findLast(({ type }) => type === 'message');
    expect(message).toMatchObject({ from, forwarded, text: 'kapı 5678' });
    expect(JSON.stringify(message)).not.toContain(between);
    const gone = await veli.request('message/forward', {
      room,
      in: between,
      seq: 999,
      to: [everyone],
    });
    expect(gone).toEqual({ ok: false, refusal: { code: 'no-such-message' } });
  });

  it('an answer quotes what it answers, and knows when that is gone', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'geliyor musun?');
    const target = await seqOf(veli, room, 'geliyor musun?');
    await veli.ask('message/send', { room, in: everyone, text: 'evet', reply: target });
    await ali.until(() => ali.of('timeline/appended').some(({ quotes }) => quotes !== undefined));
    const from = await ali.accountOf(room, 'ali');
    const quotes = async (): Promise<Quote[] | undefined> =>
      (await ali.ask('timeline/page', { room, in: everyone, limit: 100 })).quotes;
    expect(await quotes()).toEqual([{ seq: target, from, text: 'geliyor musun?' }]);
    await change(ali, room, { type: 'delete-message', target });
    await ali.until(async () => (await quotes())?.[0]?.text === '');
  });

  it('W4 what was changed while the room was away, and the program killed, is changed once in the end', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.say(room, 'once');
    const target = await seqOf(veli, room, 'once');
    await ali.until(async () => (await ali.texts(room)).includes('once'));
    await ali.close();
    await change(veli, room, { type: 'edit-message', target, text: 'twice' });
    await change(veli, room, { type: 'add-reaction', target, emoji: thumb });
    await veli.close();
    await veli.start();
    expect((await veli.opened(room)).outbox.map(({ said }) => said.type)).toEqual([
      'edit-message',
      'add-reaction',
    ]);
    await ali.start();
    await veli.untilWithTime(async () => (await veli.opened(room)).outbox.length === 0);
    const asked = { room, in: everyone, limit: 100 } as const;
    const { entries } = await ali.ask('timeline/page', { ...asked, changes: true });
    const done = entries.filter(
      ({ type }) => type === 'message-edited' || type === 'reaction-added',
    );
    expect(done.map(({ type }) => type)).toEqual(['message-edited', 'reaction-added']);
    expect(await shown(ali, room)).toMatchObject([
      { text: 'twice', marks: { reactions: [{ emoji: thumb, count: 1 }] } },
    ]);
  });
});
