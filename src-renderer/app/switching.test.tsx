import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomOpened } from '../../src-shared/bridge/rooms.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { leaveTypedEarly } from '../window/typed-early.ts';
import { settled } from '../bridge/testing/sample-room.ts';
import { press, type } from '../ui/testing/render.tsx';
import { goTo } from '../window/route.ts';
import { garden, kitchen } from '../window/testing/sample-app.tsx';
import { atOnce, field, key, start, withAli, withVeli, writesTo } from './testing/started-app.tsx';

beforeEach(() => document.body.replaceChildren());

describe('from the moment a conversation is chosen', () => {
  it('the next key finds the field of the conversation that Alt+↓ chose', async () => {
    await start();
    expect(writesTo()).toBe('Message to everyone');
    await atOnce(() => key({ key: 'ArrowDown', altKey: true }));
    expect(writesTo()).toBe('Message to Ali');
  });

  it('the same where a message that was told of is gone to', async () => {
    await start();
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withVeli, at: 7 }));
    expect(writesTo()).toBe('Message to Veli');
  });

  it('the same by a click in the list', async () => {
    await start();
    const entry = [...document.querySelectorAll<HTMLElement>('[data-entry]')].find((one) =>
      one.textContent.includes('Veli'),
    );
    await atOnce(() => entry?.click());
    expect(writesTo()).toBe('Message to Veli');
  });

  it('Ctrl+K takes the name at once, and the chosen conversation what is typed after Enter', async () => {
    const { sent } = await start();
    await atOnce(() => key({ key: 'k', ctrlKey: true }));
    expect(writesTo()).toBe('Go to a room or a person, or do something…');
    await type(field(), 'Ve');
    await atOnce(() => key({ key: 'Enter' }));
    expect(writesTo()).toBe('Message to Veli');
    await type(field(), 'to you alone');
    await atOnce(() => key({ key: 'Enter' }));
    expect(sent()).toEqual([[kitchen, withVeli, 'to you alone']]);
  });

  it('the one that is shown already takes the focus again when it is chosen', async () => {
    await start();
    await press(document.body, 'F', { ctrlKey: true, shiftKey: true });
    await act(async () => document.querySelector<HTMLElement>('[data-entry]')?.focus());
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    expect(writesTo()).toBe('Message to everyone');
  });

  it('each conversation has a field of its own, which nothing of another comes back to', async () => {
    const { drafts } = await start();
    const before = field();
    await type(before, 'dear all, half a thought');
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withAli }));
    expect(field()).not.toBe(before);
    expect(before.isConnected).toBe(false);
    // The end of letters that were being composed there.
    before.value = 'dear all, half a thought!';
    before.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    expect(field().value).toBe('');
    expect(drafts()).toEqual([[kitchen, everyone, 'dear all, half a thought']]);
  });

  it('a room that still opens takes what is typed and joins it with its draft', async () => {
    const { bridge, opened, sent, drafts } = await start();
    let answer: (value: Outcome<RoomOpened>) => void = () => undefined;
    bridge.answer({ 'room/open': () => new Promise((resolve) => (answer = resolve)) });
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    expect(writesTo()).toBe('Message to everyone');
    await type(field(), 'come in');
    await press(field(), 'Enter');
    await type(field(), 'and sit');
    expect([...sent(), ...drafts()]).toEqual([]);
    await act(async () => answer({ ok: true, value: opened(garden) }));
    expect(sent()).toEqual([[garden, everyone, 'dear all, come in']]);
    expect(field().value).toBe('and sit');
    await act(async () => window.dispatchEvent(new Event('blur')));
    expect(drafts().at(-1)).toEqual([garden, everyone, 'and sit']);
  });

  it('letters that are being composed while the room opens are composed to their end first', async () => {
    const { bridge, opened, sent } = await start();
    let answer: (value: Outcome<RoomOpened>) => void = () => undefined;
    bridge.answer({ 'room/open': () => new Promise((resolve) => (answer = resolve)) });
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    const composing = (event: string) =>
      act(async () => field().dispatchEvent(new CompositionEvent(event, { bubbles: true })));
    await composing('compositionstart');
    await type(field(), 'に');
    await act(async () => answer({ ok: true, value: opened(garden) }));
    expect(field().value).toBe('に');
    await type(field(), '日本');
    await composing('compositionend');
    expect(field().value).toBe('dear all, 日本');
    await press(field(), 'Enter');
    expect(sent()).toEqual([[garden, everyone, 'dear all, 日本']]);
  });

  it('what was typed in a room that one left before it was open is in its draft', async () => {
    const { bridge, opened, drafts } = await start();
    let answer: (value: Outcome<RoomOpened>) => void = () => undefined;
    bridge.answer({ 'room/open': () => new Promise((resolve) => (answer = resolve)) });
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    await type(field(), 'come in');
    const late = answer;
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    await act(async () => late({ ok: true, value: opened(garden) }));
    expect(drafts()).toEqual([[garden, everyone, 'dear all, come in']]);
  });
});

describe('from the moment something is chosen in Ctrl+K', () => {
  const composer = 'Message to everyone';
  const search = 'Search messages';

  /** What has the focus, by its name, or the dialog that it is in. */
  function focused(): string {
    const { labels } = document.activeElement as HTMLInputElement;
    const dialog = field().closest('[role="dialog"]')?.getAttribute('aria-labelledby');
    const title = document.getElementById(dialog ?? '')?.textContent;
    return title ?? writesTo() ?? labels?.[0]?.textContent ?? 'nothing';
  }

  const rows = () =>
    [...document.querySelectorAll<HTMLElement>('[role="option"]')].filter(({ textContent }) =>
      textContent.endsWith('Action'),
    );
  const nameOf = (row: Element) => row.querySelector('bdi')?.textContent ?? '';
  const open = () => atOnce(() => key({ key: 'k', ctrlKey: true }));
  /** Those that a screen reader hears of, pressed where the cursor is. */
  const pressKeysOf = (row: Element | undefined) => {
    const keys = row?.getAttribute('aria-keyshortcuts')?.split('+') ?? [];
    // A letter in the field of the switcher.
    if (keys[0] === '?') return row?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const held = { ctrlKey: keys.includes('Control'), shiftKey: keys.includes('Shift') };
    return key({ key: keys.at(-1)?.toLowerCase() ?? '', ...held });
  };

  it('each thing that it does shows its keys, which are those of no other', async () => {
    await start();
    await open();
    const shown = rows().map((row) =>
      [...row.querySelectorAll('kbd')].map(({ textContent }) => textContent).join('+'),
    );
    expect(shown).toHaveLength(22);
    expect(shown).not.toContain('');
    expect(new Set(shown).size).toBe(shown.length);
    const read = rows().map((row) => row.getAttribute('aria-keyshortcuts') ?? '');
    expect(read).toEqual(
      shown.map((keys) => keys.replace('Ctrl+K+', 'Ctrl+').replace('Ctrl', 'Control')),
    );
  });

  it('while something is typed no key does anything to the list, or over it', async () => {
    await start();
    await open();
    await type(field(), 'day');
    const keys = [{ key: 'd' }, { key: 'f' }, { key: ',' }, { key: '1' }];
    const lets = keys.map((one) => key({ ...one, ctrlKey: true }));
    // Ctrl+F and Ctrl+, would open something over what is typed.
    expect(lets).toEqual([true, false, false, true]);
    await atOnce(() => undefined);
    expect(focused()).toBe('Go to');
    expect(field().value).toBe('day');
    await type(field(), '');
    await atOnce(() => key({ key: 'd', ctrlKey: true }));
    expect(focused()).toBe('Go to a day');
  });

  it('keys for what cannot be done now do nothing, nor does the browser; without Ctrl+K they are not ours', async () => {
    await start();
    await open();
    const passes: boolean[] = [];
    // Nothing is muted.
    await atOnce(() => void passes.push(key({ key: '6', ctrlKey: true })));
    expect(focused()).toBe('Go to');
    await press(field(), 'Escape');
    await atOnce(() => void passes.push(key({ key: 'd', ctrlKey: true })));
    expect(passes).toEqual([false, true]);
    expect(focused()).toBe(composer);
  });

  it.each([
    ['a click', (row: HTMLElement | undefined) => row?.click()],
    ['its keys', pressKeysOf],
  ])(
    'by %s: no key reaches what was before, which has the focus again when what opened is closed',
    async (_way, choose) => {
      await start();
      await open();
      const names = rows().map(nameOf);
      await press(field(), 'Escape');
      const places: Record<string, string> = {};
      for (const [place, name] of names.entries()) {
        await open();
        await atOnce(() => void choose(rows()[place]));
        places[name] = focused();
        const isOver = field().closest('[role="dialog"], [data-search]') !== null;
        if (!isOver) continue;
        await press(field(), 'Escape');
        expect([name, focused()]).toEqual([name, composer]);
      }
      // Panes stand beside what one writes.
      expect(places).toEqual({
        'Search in this conversation': search,
        'Files and pictures': composer,
        'Go to a day': 'Go to a day',
        'Mute Everyone for 1 hour': composer,
        'Mute Everyone for 8 hours': composer,
        'Mute Everyone until Jun 16 8:00 AM': composer,
        'Mute Everyone until I turn it on again': composer,
        'Search everywhere': search,
        Members: composer,
        'What I missed while I was away': composer,
        'New group conversation…': 'New group conversation',
        'New topic…': 'New topic',
        'New contact group…': 'New contact group',
        'Find a topic…': 'Topics',
        'Saved messages': composer,
        'Set a status…': 'Your status',
        'Copy address': composer,
        'Light appearance': composer,
        'Dark appearance': composer,
        'Appearance of the system': composer,
        Settings: 'Settings',
        'Keyboard shortcuts': 'Keyboard shortcuts',
      });
    },
  );
});

describe('what is typed before the app stands in the page', () => {
  /** As it stands in the page from the first. */
  function typedEarly(text: string): HTMLTextAreaElement {
    const early = document.createElement('textarea');
    early.id = 'typed-early';
    document.body.append(early);
    early.focus();
    early.value = text;
    return early;
  }

  it('stands in the first conversation that is shown, behind its draft, and is not sent', async () => {
    const early = typedEarly('hello\nyou');
    const { sent } = await start();
    expect(early.isConnected).toBe(false);
    expect(writesTo()).toBe('Message to everyone');
    expect(field().value).toBe('dear all, hello\nyou');
    expect(sent()).toEqual([]);
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withAli }));
    expect(field().value).toBe('');
  });

  it('is no message where one typed something else as the page loaded itself again', async () => {
    const password = document.createElement('input');
    document.body.append(password);
    password.focus();
    leaveTypedEarly();
    password.remove();
    typedEarly('the rest of a password');
    await start();
    expect(writesTo()).toBe('Message to everyone');
    expect(field().value).toBe('dear all, ');
  });

  it('goes nowhere later where the first screen has no field for it', async () => {
    const early = typedEarly('hello');
    await start('#/');
    expect(early.isConnected).toBe(false);
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withAli }));
    expect(writesTo()).toBe('Message to Ali');
    expect(field().value).toBe('');
  });
});
