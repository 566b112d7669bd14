import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { SearchPage } from '../../src-shared/member/own-copy.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import {
  directConversation,
  everyone,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import {
  ali,
  createSampleRoom,
  message,
  roomId,
  self,
  settled,
  veli,
} from '../bridge/testing/sample-room.ts';
import { createSearchStore } from './search-store.ts';

const withAli = directConversation(self, ali);

function made(conversation?: ConversationId) {
  const texts = ['selam', 'sel geliyor', 'selin de', 'elma'];
  const entries = [
    ...texts.map((text, i) => message(i + 1, { text })),
    message(1, { in: withAli, text: 'selam ali', from: self, at: 5 }),
    message(2, { in: withAli, text: 'sana da selam', from: ali, at: 6 }),
  ];
  const sample = createSampleRoom({ entries });
  const clock = new ManualClock();
  const search = createSearchStore(sample.bridge, {
    room: roomId,
    clock,
    names: () => ({ self, members: sample.members, groups: [] }),
  });
  search.begin(conversation);
  const type = async (typed: string) => {
    search.type(typed);
    clock.advance(200);
    await settled();
  };
  const found = () => search.getState().hits.map((hit) => hit.message.text);
  return { ...sample, clock, search, type, found };
}

describe('search store', () => {
  it('R0.6 finds by a part of a word and by a single letter, newest first', async () => {
    const { type, found } = made(everyone);
    await type('sel');
    expect(found()).toEqual(['selin de', 'sel geliyor', 'selam']);
    await type('m');
    expect(found()).toEqual(['elma', 'selam']);
  });

  it('what is deleted, let go or edited while it is listed is so in the list too, and the place stays', async () => {
    const { type, found, search, bridge } = made(everyone);
    await type('sel');
    search.visit(2);
    const change = (seq: number, text: string, marks: object) =>
      bridge.push('message/changed', {
        room: roomId,
        in: everyone,
        messages: [{ message: message(seq, { text }), marks: { seq, ...marks } }],
      });
    change(2, '', { deleted: { at: 9 } });
    expect(found()).toEqual(['selin de', 'selam']);
    expect(search.getState()).toMatchObject({ selected: 1, visited: 1 });
    change(3, 'seller', { editedAt: 9 });
    expect(found()).toEqual(['seller', 'selam']);
    bridge.push('timeline/expired', { room: roomId, in: withAli, firstSeq: 9 });
    expect(found()).toHaveLength(2);
    bridge.push('timeline/expired', { room: roomId, in: everyone, firstSeq: 3 });
    expect(found()).toEqual(['seller']);
    expect(search.getState()).toMatchObject({ selected: 0, visited: -1 });
    change(3, '', { deleted: { at: 10 } });
    expect(search.getState()).toMatchObject({ hits: [], selected: -1, visited: -1 });
    // Once it is over it hears nothing.
    await type('elma');
    search.dispose();
    change(4, '', { deleted: { at: 11 } });
    expect(found()).toEqual(['elma']);
  });

  it('asked for again, it goes on from the hit where one was, as long as that is among them', async () => {
    const { type, found, search, clock } = made(everyone);
    const again = async (conversation?: ConversationId) => {
      search.begin(conversation);
      clock.advance(200);
      await settled();
      const { selected, visited } = search.getState();
      return [found()[selected], visited, found()[search.step(1)]];
    };
    await type('sel');
    search.visit(1);
    expect(await again(everyone)).toEqual(['sel geliyor', 1, 'selam']);
    expect(await again()).toEqual(['sel geliyor', 1, 'selam']);
    expect(await again(withAli)).toEqual(['sana da selam', -1, 'sana da selam']);
    search.visit(0);
    await type('selam');
    expect(search.getState()).toMatchObject({ selected: 0, visited: -1 });
  });

  it('R0.6 looks through every conversation where none is chosen', async () => {
    const { type, found } = made();
    await type('selam');
    expect(found()).toEqual(['selam', 'sana da selam', 'selam ali']);
  });

  it('R0.7 finds what one person said in one conversation', async () => {
    const { bridge, type, found } = made();
    await type('from:ali in:ali');
    expect(found()).toEqual(['sana da selam']);
    expect(bridge.asked('search/find')[0]).toMatchObject({ from: ali, in: withAli, text: '' });
  });

  it('asks once for what is typed quickly', async () => {
    const { bridge, clock, search } = made();
    for (const typed of ['s', 'se', 'sel']) search.type(typed);
    clock.advance(200);
    await settled();
    expect(bridge.asked('search/find').map((asked) => asked.text)).toEqual(['sel']);
  });

  it('the latest question wins, whatever order the answers come in', async () => {
    const { bridge, clock, search, found } = made();
    const answers = new Map<string, (answer: Outcome<SearchPage>) => void>();
    bridge.answer({
      'search/find': ({ text }) => new Promise((resolve) => answers.set(text, resolve)),
    });
    for (const typed of ['first', 'second']) {
      search.type(typed);
      clock.advance(200);
    }
    const page = (text: string): Outcome<SearchPage> => ({
      ok: true,
      value: { hits: [{ room: roomId, message: message(1, { text }) }] },
    });
    answers.get('second')?.(page('second'));
    await settled();
    answers.get('first')?.(page('first'));
    await settled();
    expect(found()).toEqual(['second']);
  });

  it('filters beside the field count, and one that is typed goes first', async () => {
    const { bridge, clock, search, type } = made(everyone);
    search.setFilters({ from: veli, after: '2026-01-01' });
    clock.advance(200);
    await type('from:ali x');
    const last = bridge.asked('search/find').at(-1);
    expect(last).toMatchObject({ in: everyone, from: ali, after: new Date(2026, 0, 1).getTime() });
  });

  it('asks for nothing where nothing is looked for or a filter cannot be used', async () => {
    const { bridge, search, type } = made(everyone);
    await type('   ');
    await type('from:nobody-there x');
    expect(bridge.asked('search/find')).toEqual([]);
    expect(search.getState().result).toEqual({ is: 'nothing-asked' });
    expect(search.getState().query.problems).toHaveLength(1);
  });

  it('loads further pages to the end', async () => {
    const { append, search, type, found } = made(everyone);
    append(Array.from({ length: 120 }, (_, i) => message(i + 5, { text: `armut ${i}` })));
    await type('armut');
    expect(found()).toHaveLength(50);
    await search.loadMore();
    await search.loadMore();
    await search.loadMore();
    expect(found()).toHaveLength(120);
    expect(new Set(found()).size).toBe(120);
    expect(search.getState().more).toEqual({ is: 'none' });
  });

  it('moves over the hits and stops at both ends', async () => {
    const { search, type } = made(everyone);
    await type('sel');
    expect(search.getState().selected).toBe(0);
    search.move(5);
    expect(search.getState().selected).toBe(2);
    search.move(-9);
    expect(search.getState().selected).toBe(0);
  });

  it('says why nothing could be found', async () => {
    const { bridge, search, type } = made();
    bridge.answer({ 'search/find': () => ({ ok: false, refusal: { code: 'data-corrupt' } }) });
    await type('x');
    expect(search.getState().result).toEqual({ is: 'failed', refusal: { code: 'data-corrupt' } });
  });

  it('a further page that comes after another question is not of it, and one that fails can be asked for again', async () => {
    const { append, bridge, search, type, found } = made(everyone);
    append(Array.from({ length: 60 }, (_, i) => message(i + 5, { text: `armut ${i}` })));
    await type('armut');
    const { more } = search.getState();
    const page = Promise.withResolvers<Outcome<SearchPage>>();
    bridge.answer({ 'search/find': () => page.promise });
    const late = search.loadMore();
    expect(search.getState().more).toEqual({ is: 'loading' });
    await search.loadMore();
    expect(bridge.asked('search/find')).toHaveLength(2);
    expect(bridge.asked('search/find')[1]).toMatchObject({
      text: 'armut',
      next: expect.anything(),
    });
    search.type('');
    const hit = { room: roomId, message: message(1, { text: 'of before' }) };
    page.resolve({ ok: true, value: { hits: [hit] } });
    await late;
    expect(found()).toEqual([]);

    const again = made(everyone);
    again.append(Array.from({ length: 60 }, (_, i) => message(i + 5, { text: `armut ${i}` })));
    await again.type('armut');
    again.bridge.answer({
      'search/find': () => ({ ok: false, refusal: { code: 'data-corrupt' } }),
    });
    await again.search.loadMore();
    expect(again.found()).toHaveLength(50);
    expect(again.search.getState().more).toEqual(more);
  });

  it('a window that has gone asks nothing more and takes no answer', async () => {
    const { bridge, clock, search, type, found } = made(everyone);
    const page = Promise.withResolvers<Outcome<SearchPage>>();
    bridge.answer({ 'search/find': () => page.promise });
    await type('sel');
    search.dispose();
    page.resolve({ ok: true, value: { hits: [{ room: roomId, message: message(1) }] } });
    await settled();
    expect(found()).toEqual([]);
    search.type('selin');
    search.dispose();
    expect(clock.pendingTimers).toBe(0);
  });
});
