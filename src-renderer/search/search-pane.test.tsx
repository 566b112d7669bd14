import { describe, expect, it, onTestFinished } from 'vitest';
import { directConversation, everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { ali, message, now, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field as labelled, press, type } from '../ui/testing/render.tsx';
import { SearchPane } from './search-pane.tsx';

const withAli = directConversation(self, ali);
const minute = 60_000;
const entries = [
  message(1, { text: 'selam', at: now - 9 * minute }),
  message(2, { text: 'Sel geliyor', from: veli, at: now - 8 * minute }),
  message(3, { text: 'selin de', from: self, at: now - 7 * minute }),
  message(1, { in: withAli, from: self, text: 'SELAM Ali', at: now - 6 * minute }),
  message(2, { in: withAli, from: ali, text: 'sana da selam', at: now - 5 * minute }),
];

async function shown(options: Parameters<typeof renderInRoom>[1] = {}) {
  const rendered = await renderInRoom(<SearchPane />, { entries, ...options });
  rendered.frame.showPane('search');
  const pane = () => rendered.frame.getState().pane;
  const field = () => rendered.container.querySelector('input') as HTMLInputElement;
  const find = async (typed: string) => {
    await type(field(), typed);
    await rendered.pass(300);
  };
  const hits = () => [...rendered.container.querySelectorAll<HTMLElement>('[role="option"]')];
  return { ...rendered, pane, field, find, hits };
}

describe('search pane', () => {
  it('R0.6 shows each hit with sender, recipient and time, newest first, and marks it', async () => {
    const { find, hits } = await shown();
    await find('sel');
    const texts = hits().map((hit) => hit.textContent);
    expect(texts).toHaveLength(5);
    expect(texts[0]).toMatch(/Ali → you2:00.PMsana da selam$/);
    expect(texts[1]).toContain('You → Ali');
    expect(texts[3]).toContain('Veli → Everyone');
    expect(hits()[0]?.querySelector('mark')?.textContent).toBe('sel');
    expect(hits()[1]?.querySelector('mark')?.textContent).toBe('SEL');
  });

  it('R0.7 narrows down by a typed filter', async () => {
    const { find, hits } = await shown();
    await find('kimden:ali nerede:ali');
    expect(hits().map((hit) => hit.querySelector('p:last-child')?.textContent)).toEqual([
      'sana da selam',
    ]);
  });

  it('looks in one conversation where it was begun there, and everywhere from there on', async () => {
    const { container, find, happen, hits, pass, stores } = await shown();
    await happen(() => stores.search.begin(withAli));
    await find('geliyor');
    expect(hits()).toHaveLength(0);
    expect(container.textContent).toContain('Nothing in this conversation');
    await click(button(container, 'Search everywhere'));
    await pass(300);
    expect(hits()).toHaveLength(1);
  });

  it('takes a filter off by its chip', async () => {
    const { container, find, happen, hits, pass, stores } = await shown();
    await happen(() => stores.search.begin(everyone));
    await find('selam');
    expect(hits()).toHaveLength(1);
    await click(button(container, 'Remove in Everyone'));
    await pass(300);
    expect(hits()).toHaveLength(3);
  });

  it('days are set, and said, as the language writes them', async () => {
    const { container, find, hits, pass } = await shown({ language: 'tr' });
    await find('selam');
    expect(hits()).toHaveLength(3);
    const filters = button(container, 'Süzgeçler');
    await click(filters);
    const today = new Date(now);
    const dayOf = (day: number) => `${day}.${today.getMonth() + 1}.${today.getFullYear()}`;
    await type(labelled(container, 'Şu günden önce'), dayOf(today.getDate()));
    await pass(300);
    expect(hits()).toHaveLength(0);
    await type(labelled(container, 'Şu günden önce'), dayOf(40));
    await pass(300);
    expect(hits()).toHaveLength(3);
    await type(labelled(container, 'Şu günden beri'), '1.2.2026');
    await click(filters);
    expect(container.textContent).toContain('01.02.2026 gününden beri');
  });

  it('chooses by ↓ and ↑ and goes to the hit in its conversation by Enter', async () => {
    const { field, find, hits, pane, stores, went } = await shown();
    await find('sel');
    await press(field(), 'ArrowDown');
    await press(field(), 'ArrowDown');
    expect(hits()[2]?.getAttribute('aria-selected')).toBe('true');
    expect(field().getAttribute('aria-activedescendant')).toBe(hits()[2]?.id);
    await press(field(), 'ArrowUp');
    await press(field(), 'Enter');
    expect(went()).toBe(withAli);
    expect(pane()).toBe('search');
    expect(stores.jump.getState().to).toEqual({ in: withAli, seq: 1 });
  });

  it('everywhere is every room: a hit of another one says where it is, and is gone to there', async () => {
    const { find, hits, sample } = await shown();
    const { bridge } = sample;
    const room = 'another-room-000' as RoomId;
    const elsewhere = { room, message: message(7, { text: 'sel orada' }) };
    const names = { room: 'Garden', isOwn: false, from: 'Zeynep' };
    bridge.answer({
      'search/find': () => ({ ok: true, value: { hits: [{ ...elsewhere, names }] } }),
    });
    await find('sel');
    expect(bridge.asked('search/find').at(-1)).not.toHaveProperty('room');
    expect(hits()[0]?.textContent).toContain('Zeynep → Everyone in Garden');
    await click(hits()[0]);
    expect(window.location.hash).toBe(`#/room/${room}/everyone?at=7`);
  });

  it('goes to a hit by a click', async () => {
    const { find, hits, pane, stores, went } = await shown();
    await find('geliyor');
    await click(hits()[0]);
    expect(went()).toBe(everyone);
    // It lies over the conversation here.
    expect(pane()).toBeUndefined();
    expect(stores.jump.getState().to).toEqual({ in: everyone, seq: 2 });
  });

  it('Enter goes from hit to hit, Shift+Enter back, and the field keeps the focus', async () => {
    const { field, find, pane, stores, went } = await shown();
    await find('sel');
    const gone = async (shiftKey = false) => {
      await press(field(), 'Enter', { shiftKey });
      expect(document.activeElement).toBe(field());
      const { to } = stores.jump.getState();
      return to && [to.in, to.seq];
    };
    expect(await gone()).toEqual([withAli, 2]);
    expect(await gone()).toEqual([withAli, 1]);
    expect(await gone()).toEqual([everyone, 3]);
    expect(await gone(true)).toEqual([withAli, 1]);
    await press(field(), 'ArrowDown');
    await press(field(), 'ArrowDown');
    expect(await gone()).toEqual([everyone, 2]);
    for (let more = 0; more < 4; more += 1) await gone();
    expect(await gone()).toEqual([everyone, 1]);
    expect(went()).toBe(everyone);
    await find('geliyor');
    expect(await gone()).toEqual([everyone, 2]);
    expect(pane()).toBe('search');
  });

  it('Enter shows its hit also where the search would cover the conversation', async () => {
    const happyDom = Reflect.get(window, 'happyDOM') as { setViewport(size: object): void };
    onTestFinished(() => happyDom.setViewport({ width: 1024 }));
    happyDom.setViewport({ width: 640 });
    const { field, find, pane, stores } = await shown();
    await find('geliyor');
    await press(field(), 'Enter');
    expect(pane()).toBeUndefined();
    expect(stores.jump.getState().to).toEqual({ in: everyone, seq: 2 });
  });

  it('Enter at once after the last letter goes to a hit of what is typed now', async () => {
    const { field, find, hits, sample, stores } = await shown();
    const to = () => stores.jump.getState().to;
    await find('geliyor');
    await type(field(), 'sana');
    await press(field(), 'Enter');
    expect(to()).toEqual({ in: withAli, seq: 2 });
    expect(hits()).toHaveLength(1);
    await type(field(), 'nowhere');
    await press(field(), 'Enter');
    expect(to()).toEqual({ in: withAli, seq: 2 });
    expect(sample.bridge.asked('search/find').map(({ text }) => text)).toEqual([
      'geliyor',
      'sana',
      'nowhere',
    ]);
  });

  it('Enter goes nowhere once something else is typed or the search is closed', async () => {
    const { field, find, happen, frame, pass, sample, stores } = await shown();
    await find('selin');
    const answers: (() => void)[] = [];
    const hits = [...stores.search.getState().hits];
    sample.bridge.answer({
      'search/find': () =>
        new Promise((resolve) => {
          answers.push(() => resolve({ ok: true, value: { hits } }));
        }),
    });
    await type(field(), 'sel');
    await press(field(), 'Enter');
    await type(field(), 'seli');
    await happen(() => answers[0]?.());
    await pass(300);
    await happen(() => answers[1]?.());
    await type(field(), 'sel');
    await press(field(), 'Enter');
    await happen(() => stores.search.dispose());
    await happen(() => answers[2]?.());
    expect(answers).toHaveLength(3);
    expect(frame.getState().pane).toBe('search');
    expect(stores.jump.getState().to).toBeUndefined();
  });

  it('closes by Esc, but not by one that takes back letters that are being composed', async () => {
    const { field, pane } = await shown();
    await press(field(), 'Escape', { isComposing: true });
    expect(pane()).toBe('search');
    await press(field(), 'Escape');
    expect(pane()).toBeUndefined();
  });

  it('says what can be typed, what is not known and that nothing was found', async () => {
    const { container, find } = await shown();
    expect(container.textContent).toContain('in:everyone');
    await find('from:zeynep x');
    expect(container.textContent).toContain('Nobody in this room is called “zeynep”');
    await find('kayısı');
    expect(container.textContent).toContain('Nothing found');
  });

  it('shows what others wrote as text', async () => {
    const { find, hits } = await shown({ entries: [message(1, { text: '<b>bold</b> sel' })] });
    await find('sel');
    expect(hits()[0]?.querySelector('b')).toBeNull();
    expect(hits()[0]?.textContent).toContain('<b>bold</b> sel');
  });

  it('speaks Turkish', async () => {
    const { container, find } = await shown({ language: 'tr' });
    await find('kayısı');
    expect(container.textContent).toContain('Bir şey bulunamadı');
  });
});
