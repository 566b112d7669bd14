import { afterEach, describe, expect, it } from 'vitest';
import { createShortcuts, keysOf, shortcutList, shortcutOf, switcherList } from './shortcuts.ts';

const key = (name: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init });

describe('shortcuts', () => {
  const shortcuts = createShortcuts(window);
  afterEach(() => document.body.replaceChildren());

  it('are told apart by their keys', () => {
    expect(shortcutOf(key('k', { ctrlKey: true }))).toBe('switch');
    expect(shortcutOf(key('K', { metaKey: true }))).toBe('switch');
    expect(shortcutOf(key('F', { ctrlKey: true, shiftKey: true }))).toBe('find-everywhere');
    expect(shortcutOf(key('ArrowUp', { altKey: true }))).toBe('previous-conversation');
    expect(shortcutOf(key('ArrowDown', { altKey: true, shiftKey: true }))).toBe('next-unread');
    expect(shortcutOf(key('k'))).toBeUndefined();
    expect(shortcutOf(key('k', { ctrlKey: true, isComposing: true }))).toBeUndefined();
  });

  it('no two have the same keys, neither those that are read nor those that are pressed', () => {
    const ids = [...shortcutList, ...switcherList].map(({ id }) => id);
    for (const look of ['keys', 'aria'] as const) {
      const all = ids.map((id) => String(keysOf(id)[look]));
      expect(all).not.toContain('');
      expect(new Set(all).size).toBe(ids.length);
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('with Ctrl+K none is a key that a browser or a system keeps, or that changes a text', () => {
    const taken = 'NQTW HM ACVXYZ RI 0';
    for (const { keys } of switcherList) {
      expect(keys.slice(0, -1)).toEqual(['Ctrl', 'K']);
      expect(keys.at(-1)).toMatch(/^[A-Z1-9]$/);
      expect(taken).not.toContain(String(keys.at(-1)));
    }
  });

  it('a key of another script, and a digit that needs Shift, count by where they are', () => {
    const held = (name: string, code: string) => shortcutOf(key(name, { ctrlKey: true, code }));
    expect(held('л', 'KeyK')).toBe('switch');
    expect(held('λ', 'KeyL')).toBe('address');
    expect(held('&', 'Digit1')).toBe('mute-hour');
    // French: where others have 2, 7 and 9 stand letters.
    expect(held('é', 'Digit2')).toBe('look-light');
    expect(held('è', 'Digit7')).toBe('mute-ever');
    expect(held('ç', 'Digit9')).toBe('mute-morning');
    expect(held('1', 'Numpad1')).toBe('mute-hour');
    // Turkish F: where others have E stands a letter of its own, and E stands elsewhere.
    expect(held('ğ', 'KeyE')).toBeUndefined();
    expect(held('e', 'KeyJ')).toBe('host');
    expect(shortcutOf(key('л', { code: 'KeyK' }))).toBeUndefined();
  });

  it('a key that did something in the switcher does nothing more while it stays down, in the browser neither', () => {
    let done = 0;
    const end = shortcuts.on('files', () => {
      done += 1;
    });
    const press = (init: KeyboardEventInit) => {
      const event = key('p', { code: 'KeyP', ...init });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press({ ctrlKey: true })).toBe(true);
    end();
    expect(press({ ctrlKey: true, repeat: true })).toBe(true);
    expect(press({ repeat: true })).toBe(true);
    expect(done).toBe(1);
    // Pressed anew it is the browser's.
    expect(press({ ctrlKey: true })).toBe(false);
    expect(press({ ctrlKey: true, repeat: true })).toBe(false);
  });

  it('? lists the shortcuts, but not while one writes', () => {
    const field = document.createElement('textarea');
    document.body.append(field);
    let shown = 0;
    const end = shortcuts.on('shortcuts', () => {
      shown += 1;
    });
    field.dispatchEvent(key('?', { shiftKey: true }));
    expect(shown).toBe(0);
    document.body.dispatchEvent(key('?', { shiftKey: true }));
    expect(shown).toBe(1);
    end();
  });

  it('ask the latest first, and the one before where that has nothing to do', () => {
    const asked: string[] = [];
    const ends = [
      shortcuts.on('close', () => {
        asked.push('first');
      }),
      shortcuts.on('close', () => {
        asked.push('second');
        return asked.length === 1 ? false : undefined;
      }),
    ];
    document.body.dispatchEvent(key('Escape'));
    document.body.dispatchEvent(key('Escape'));
    expect(asked).toEqual(['second', 'first', 'second']);
    for (const end of ends) end();
    document.body.dispatchEvent(key('Escape'));
    expect(asked).toHaveLength(3);
  });

  it('Esc leaves alone what lies below an open popup', () => {
    let closed = 0;
    const end = shortcuts.on('close', () => {
      closed += 1;
    });
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    document.body.append(dialog);
    dialog.dispatchEvent(key('Escape'));
    expect(closed).toBe(0);
    dialog.remove();
    document.body.dispatchEvent(key('Escape'));
    expect(closed).toBe(1);
    end();
  });

  it('keep the browser from doing something of its own', () => {
    const end = shortcuts.on('find-here', () => {});
    const event = key('f', { ctrlKey: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    end();
    const unheard = key('f', { ctrlKey: true });
    document.body.dispatchEvent(unheard);
    expect(unheard.defaultPrevented).toBe(false);
  });
});
