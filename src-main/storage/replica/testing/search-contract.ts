import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { SearchQuery } from '../../../client/replica/conversations.ts';
import type { Replica } from '../../../client/replica/replica.ts';
import { searchEquivalence } from './search-equivalence.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  ali,
  changing,
  garden,
  kitchen,
  me,
  roomRecord,
  run,
  said,
  sentFile,
  texts,
  trip,
  veli,
  withAli,
} from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` finds. */
export function searchContract(open: OpenReplica): void {
  words(open);
  filters(open);
  kindsOfMessages(open);
  filesOfMessages(open);
  pages(open);
  searchEquivalence(open);
}

function kindsOfMessages(open: OpenReplica): void {
  test('what holds a link, mentions oneself or is pinned is found by that alone, and with words', async () => {
    const replica = await open();
    const own = { account: me, name: 'me' };
    await replica.entries.add(kitchen, everyone, [
      said(1, { text: 'no link: http' }),
      said(2, { text: 'see HTTPS://oda.example' }),
      said(3, { text: 'or www.oda.example, elma' }),
      said(4, { text: '@me elma', mentions: [own] }),
      said(5, { text: '@me armut', mentions: [own] }),
      said(6, { text: 'elma pinned' }),
      said(7, { text: 'elma gone' }),
      changing('message-pinned', { seq: 8, id: 8, target: 6, by: ali }),
      changing('message-pinned', { seq: 9, id: 9, target: 7, by: ali }),
      changing('message-unpinned', { seq: 10, id: 10, target: 7, by: ali }),
      changing('message-deleted', { seq: 11, id: 11, target: 5, by: ali }),
    ]);
    const links = ['or www.oda.example, elma', 'see HTTPS://oda.example'];
    expect(await found(replica, { hasLink: true })).toEqual(links);
    expect(await found(replica, { hasLink: true, text: 'elma' })).toEqual(links.slice(0, 1));
    expect(await found(replica, { hasLink: true, text: 'e' })).toEqual(links);
    expect(await found(replica, { mentionsMe: true })).toEqual(['@me elma']);
    expect(await found(replica, { mentionsMe: true, text: 'armut' })).toEqual([]);
    expect(await found(replica, { isPinned: true, room: kitchen })).toEqual(['elma pinned']);
    expect(await found(replica, { isPinned: true, in: withAli })).toEqual([]);
    expect(await found(replica, { isPinned: true, mentionsMe: true })).toEqual([]);
  });
}

function filesOfMessages(open: OpenReplica): void {
  test('files are found by their names and their kinds, and what was deleted is not', async () => {
    const replica = await open();
    const files = (...names: string[]) => ({ files: names.map((name) => sentFile(name)) });
    await replica.entries.add(kitchen, everyone, [
      said(1, { text: 'no file.png' }),
      said(2, { text: 'our cat', ...files('KEDİ.png') }),
      said(3, { text: 'liste.txt', ...files('liste.txt') }),
      said(4, { text: 'elma', ...files('a.mp3', 'kedi.webp') }),
      said(5, { text: 'gone', ...files('gone.png') }),
      said(6, { text: 'before', ...files('kept.zip') }),
      changing('message-deleted', { seq: 7, id: 7, target: 5, by: ali }),
      changing('message-edited', { seq: 8, id: 8, target: 6, by: ali, text: 'after' }),
    ]);
    expect(await found(replica, { text: 'kedi' })).toEqual(['elma', 'our cat']);
    expect(await found(replica, { text: 'ked' })).toEqual(['elma', 'our cat']);
    expect(await found(replica, { text: 'gone.png' })).toEqual([]);
    expect(await found(replica, { text: 'kept after' })).toEqual(['after']);
    for (const place of [{}, { in: everyone, room: kitchen }]) {
      const all = ['after', 'elma', 'liste.txt', 'our cat'];
      expect(await found(replica, { hasFile: 'any', ...place })).toEqual(all);
      const pictures = ['elma', 'our cat'];
      expect(await found(replica, { hasFile: 'picture', ...place })).toEqual(pictures);
      expect(await found(replica, { hasFile: 'sound', ...place })).toEqual(['elma']);
      expect(await found(replica, { hasFile: 'film', ...place })).toEqual([]);
      const others = ['after', 'liste.txt'];
      expect(await found(replica, { hasFile: 'other', ...place })).toEqual(others);
      expect(await found(replica, { hasFile: 'any', text: 'elma', ...place })).toEqual(['elma']);
    }
    expect(await found(replica, { hasFile: 'any', in: withAli })).toEqual([]);
  });

  test('pictures of a conversation are read to either side of a message', async () => {
    const replica = await open();
    const picture = { files: [sentFile('a.png')] };
    await replica.entries.add(kitchen, everyone, [
      said(1, picture),
      said(2, { files: [sentFile('b.txt')] }),
      ...[3, 4, 5, 6].map((seq) => said(seq, picture)),
      said(7),
    ]);
    const beside = async (side: 'older' | 'newer', seq: number) => {
      const query = { room: kitchen, in: everyone, side, seq, limit: 2 };
      return (await replica.entries.readPictures(query)).map(({ message }) => message.seq);
    };
    expect(await beside('older', 4)).toEqual([3, 1]);
    expect(await beside('newer', 4)).toEqual([5, 6]);
    expect(await beside('newer', 6)).toEqual([]);
    expect(await beside('older', 100)).toEqual([6, 5]);
  });
}

async function found(replica: Replica, query: Partial<SearchQuery>): Promise<string[]> {
  const { hits } = await replica.search.find({ text: '', limit: 50, ...query });
  return hits.map(({ message }) => message.text);
}

function words(open: OpenReplica): void {
  test('R0.6 search finds a sentence, a word, a part of a word and a single letter', async () => {
    const replica = await open();
    const said3 = ['selam', 'Sel geliyor', 'selin de', 'merhaba'];
    await replica.entries.add(kitchen, everyone, texts(said3));
    expect(await found(replica, { text: 'sel' })).toEqual(['selin de', 'Sel geliyor', 'selam']);
    expect(await found(replica, { text: 'sel geliyor' })).toEqual(['Sel geliyor']);
    expect(await found(replica, { text: 'erhab' })).toEqual(['merhaba']);
    expect(await found(replica, { text: 'g' })).toEqual(['Sel geliyor']);
    expect(await found(replica, { text: 'm' })).toEqual(['merhaba', 'selam']);
    expect(await found(replica, { text: 'e d' })).toEqual(['selin de']);
    expect(await found(replica, { text: 'lam se' })).toEqual(['selam']);
    expect(await found(replica, { text: 'zz' })).toEqual([]);
    expect(await found(replica, { text: 'selamlar' })).toEqual([]);
  });

  test('R0.6 case, accents and the Turkish i never hide a hit', async () => {
    const replica = await open();
    const spellings = ['İSTANBUL', 'ıstanbul', 'Istanbul', 'istanbul'];
    await replica.entries.add(kitchen, everyone, texts([...spellings, 'sanırım', 'Straße']));
    for (const text of [...spellings, 'tanbu', 'İs', 'I'])
      expect(await found(replica, { text: `${text} tan` })).toHaveLength(4);
    expect(await found(replica, { text: 'sanirim' })).toEqual(['sanırım']);
    expect(await found(replica, { text: 'STRASSE' })).toEqual(['Straße']);
  });

  test('R0.6 any script and any sign is found as it stands', async () => {
    const replica = await open();
    const all = [
      '日本語です',
      'Привет мир',
      '👋🏽 hello',
      '100% sure_thing',
      `say "hi" OR 'ho'`,
      'a* NEAR(b c)',
    ];
    await replica.entries.add(kitchen, everyone, texts(all));
    for (const [text, expected] of [
      ['本語', '日本語です'],
      ['日本語', '日本語です'],
      ['語', '日本語です'],
      ['привет', 'Привет мир'],
      ['👋', '👋🏽 hello'],
      ['0%', '100% sure_thing'],
      ['100%', '100% sure_thing'],
      ['e_t', '100% sure_thing'],
      ['"hi"', `say "hi" OR 'ho'`],
      [`'ho'`, `say "hi" OR 'ho'`],
      ['a*', 'a* NEAR(b c)'],
      ['near(b', 'a* NEAR(b c)'],
    ] as const)
      expect(await found(replica, { text })).toEqual([expected]);
    for (const text of ['%', '_', '"', `'`, '*', '('])
      expect(await found(replica, { text })).toHaveLength(1);
    for (const text of ['%%', 'say* ', 'folded:say', '""" OR """', 'x\u0000yz', '\ud800abc'])
      expect(await found(replica, { text })).toEqual([]);
  });

  test('only messages are found, by their text alone', async () => {
    const replica = await open();
    const joined = { type: 'joined', in: everyone, seq: 1, id: 1, at: 5, account: ali } as const;
    await replica.entries.add(kitchen, everyone, [{ ...joined, name: 'Alibaba' }, said(2)]);
    expect(await found(replica, { text: 'alibaba' })).toEqual([]);
    expect(await found(replica, { text: 'b' })).toEqual([]);
    expect(await found(replica, { room: kitchen })).toEqual(['message 2']);
  });

  test('nothing asked is nothing found', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(1, 3));
    expect(await found(replica, { text: ' \t ' })).toEqual([]);
  });
}

function filters(open: OpenReplica): void {
  const fill = async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    await replica.entries.add(kitchen, everyone, [
      said(1, { text: 'kitchen one', at: 10 }),
      said(2, { text: 'kitchen two', at: 20, from: veli }),
      said(3, { text: 'kitchen three', at: 30, id: 4 }),
    ]);
    await replica.entries.add(kitchen, withAli, [
      said(1, { text: 'direct one', in: withAli, at: 25, id: 3 }),
    ]);
    await replica.entries.add(garden, everyone, [
      said(1, { text: 'garden one', at: 15, from: veli }),
    ]);
    return replica;
  };

  test('a search is narrowed by room, conversation, person and time', async () => {
    const replica = await fill();
    expect(await found(replica, { text: 'one' })).toEqual([
      'direct one',
      'garden one',
      'kitchen one',
    ]);
    expect(await found(replica, { text: 'o', room: kitchen })).toEqual([
      'direct one',
      'kitchen two',
      'kitchen one',
    ]);
    const one = { text: 'one' };
    expect(await found(replica, { ...one, room: garden })).toEqual(['garden one']);
    expect(await found(replica, { ...one, room: kitchen, in: withAli })).toEqual(['direct one']);
    expect(await found(replica, { ...one, in: everyone })).toEqual(['garden one', 'kitchen one']);
    expect(await found(replica, { ...one, from: veli })).toEqual(['garden one']);
    expect(await found(replica, { ...one, from: me })).toEqual([]);
    expect(await found(replica, { ...one, before: 15 })).toEqual(['kitchen one']);
    expect(await found(replica, { ...one, after: 15 })).toEqual(['direct one', 'garden one']);
    expect(await found(replica, { text: 'o', after: 15, before: 25 })).toEqual([
      'kitchen two',
      'garden one',
    ]);
    expect(await found(replica, { ...one, before: 5 })).toEqual([]);
    expect(await found(replica, { ...one, room: 'nowhere000000000' as never })).toEqual([]);
  });

  test('R0.6 what was said in a group is found like the rest, its other entries are not', async () => {
    const replica = await fill();
    const place = (seq: number) => ({ in: trip, seq, id: seq + 10, at: seq + 10 });
    await replica.entries.add(kitchen, trip, [
      { type: 'added', ...place(1), by: ali, account: ali },
      { type: 'renamed', ...place(2), by: ali, name: 'one trip' },
      said(3, { ...place(3), text: 'trip one' }),
      said(4, { ...place(4), text: 'trip two', from: veli }),
      { type: 'removed', ...place(5), by: ali, account: veli },
    ]);
    expect(await found(replica, { text: 'trip' })).toEqual(['trip two', 'trip one']);
    expect(await found(replica, { text: 'tr', from: veli })).toEqual(['trip two']);
    expect(await found(replica, { text: 'one', in: trip })).toEqual(['trip one']);
    expect(await found(replica, { in: trip })).toEqual(['trip two', 'trip one']);
    expect(await found(replica, { in: trip, from: ali })).toEqual(['trip one']);
  });

  test('R0.7 filters alone list all that fits', async () => {
    const replica = await fill();
    expect(await found(replica, { from: veli })).toEqual(['kitchen two', 'garden one']);
    expect(await found(replica, { in: withAli })).toEqual(['direct one']);
    expect(await found(replica, { after: 25 })).toEqual(['kitchen three', 'direct one']);
  });

  test('hits are whole messages with their room', async () => {
    const replica = await fill();
    const message = said(1, { text: 'direct one', in: withAli, at: 25, id: 3 });
    expect(await replica.search.find({ text: 'direct', limit: 5 })).toEqual({
      hits: [{ room: kitchen, message }],
    });
  });
}

function pages(open: OpenReplica): void {
  async function allPages(replica: Replica, query: Omit<SearchQuery, 'next'>): Promise<string[]> {
    const collected: string[] = [];
    let next: string | undefined;
    do {
      const page = await replica.search.find({ ...query, next });
      collected.push(...page.hits.map(({ room, message }) => `${room[0]}${message.id}`));
      next = page.next;
    } while (next !== undefined);
    return collected;
  }

  test('pages of hits miss nothing and repeat nothing, while history arrives from both ends', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(101, 200));
    const first = await replica.search.find({ text: 'message', limit: 60 });
    await replica.entries.add(kitchen, everyone, run(201, 210));
    await replica.entries.add(kitchen, everyone, run(1, 100));
    const second = await replica.search.find({ text: 'message', limit: 1000, next: first.next });
    const ids = [...first.hits, ...second.hits].map(({ message }) => message.id);
    expect(ids).toEqual(Array.from({ length: 200 }, (_, index) => 200 - index));
    expect(second.next).toBeUndefined();
  });

  test('hits of several rooms are joined by time, each room in its own order', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    // The clock of the garden's host went back once.
    const garden4 = [40, 10, 25, 35].map((at, index) => said(index + 1, { at }));
    const kitchen3 = [12, 30, 38].map((at, index) => said(index + 1, { at }));
    await replica.entries.add(garden, everyone, garden4);
    await replica.entries.add(kitchen, everyone, kitchen3);
    const expected = ['k3', 'g4', 'k2', 'g3', 'k1', 'g2', 'g1'];
    for (const limit of [1, 2, 3, 7, 50]) {
      expect(await allPages(replica, { text: 'message', limit })).toEqual(expected);
      expect(await allPages(replica, { text: 'e', limit })).toEqual(expected);
    }
  });

  test('a room without hits is not asked again for the next page', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    await replica.entries.add(kitchen, everyone, run(1, 3));
    const first = await replica.search.find({ text: 'message', limit: 2 });
    await replica.entries.add(garden, everyone, run(1, 3));
    const second = await replica.search.find({ text: 'message', limit: 2, next: first.next });
    expect(second.hits.map(({ message }) => message.id)).toEqual([1]);
  });

  test('what lies far apart in the log is found by dates, however much of it there is', async () => {
    const replica = await open();
    const apart = run(1, 250).map((entry) => ({ ...entry, id: entry.seq * 8192 }));
    await replica.entries.add(kitchen, everyone, apart);
    const mentions = [{ account: me, name: 'me' }];
    await replica.entries.add(kitchen, everyone, [
      said(251, { id: 251 * 8192, mentions }),
      changing('message-pinned', { seq: 252, id: 252 * 8192, target: 3 }),
      changing('message-pinned', { seq: 253, id: 253 * 8192, target: 240 }),
    ]);
    const all = { after: 1003, before: 1251, limit: 500 };
    for (const query of [{ text: 'message' }, { text: 'm' }, { from: ali }, { in: everyone }])
      expect(await found(replica, { ...all, ...query })).toHaveLength(248);
    expect(await found(replica, { ...all, isPinned: true })).toEqual(['message 240', 'message 3']);
    expect(await found(replica, { after: 1003, mentionsMe: true })).toEqual(['message 251']);
  });

  test('what is not a cursor starts at the beginning', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(1, 3));
    for (const next of ['', 'x', '1.', '..._', `' OR 1`])
      expect(await found(replica, { text: 'message', next })).toHaveLength(3);
  });
}
