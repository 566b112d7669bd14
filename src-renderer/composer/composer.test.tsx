import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  ali,
  conversation,
  message,
  roomId,
  roomView,
  self,
} from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { Composer } from './composer.tsx';

const withAli = directConversation(self, ali);

async function shown(options: Parameters<typeof renderInRoom>[1] = {}) {
  const onSent = vi.fn<() => void>();
  const composer = (id = everyone) => <Composer conversation={id} onSent={onSent} />;
  const rendered = await renderInRoom(composer(), options);
  const area = () => rendered.container.querySelector('textarea') as HTMLTextAreaElement;
  const sent = () => rendered.sample.bridge.asked('message/send').map((asked) => asked.text);
  return { ...rendered, area, sent, composer, onSent };
}

describe('composer', () => {
  it('R1.4 Enter sends and empties the field, Shift+Enter does not send', async () => {
    const { area, sent, happen, onSent } = await shown();
    await type(area(), 'good morning');
    await press(area(), 'Enter', { shiftKey: true });
    expect(sent()).toEqual([]);
    await press(area(), 'Enter');
    await happen(() => undefined);
    expect(sent()).toEqual(['good morning']);
    expect(area().value).toBe('');
    expect(onSent).toHaveBeenCalledOnce();
  });

  it.each([
    {
      language: 'en',
      said: 'Only the first 99,992 characters of what you pasted fit here; 2 characters are left out.',
      none: 'Nothing of what you pasted fits here.',
    },
    {
      language: 'tr',
      said: 'Yapıştırdığının yalnızca ilk 99.992 karakteri sığdı, 2 karakteri eklenmedi.',
      none: 'Yapıştırdığından hiçbir şey sığmadı.',
    },
  ] as const)(
    'what of a paste has no room is said, $language',
    async ({ language, said, none }) => {
      const { area, container } = await shown({ language });
      const alert = () => container.querySelector('[role="alert"]')?.textContent;
      const paste = async (text: string) => {
        const event = new Event('paste', { bubbles: true, cancelable: true });
        const clipboardData = { types: ['text/plain'], files: [], getData: () => text };
        await act(async () => area().dispatchEvent(Object.assign(event, { clipboardData })));
        return event.defaultPrevented;
      };
      await type(area(), 'merhaba old');
      area().setSelectionRange(8, 11);
      // Not taken over: the browser pastes it.
      expect(await paste('x'.repeat(99_992))).toBe(false);
      expect(alert()).toBe('');
      await paste(`${'x'.repeat(99_990)}\r\n${'x'.repeat(2)}!`);
      expect(area().value).toBe(`merhaba ${'x'.repeat(99_990)}\nx`);
      expect(alert()).toContain(said);
      await paste('no room');
      expect(area().value).toHaveLength(100_000);
      expect(alert()).toContain(none);
      await press(area(), 'Enter');
      expect(alert()).toMatch(new RegExp(`8000.*${none}`));
      await type(area(), 'merhaba ');
      expect(alert()).toBe('');
      // No half of a character.
      await paste(`${'x'.repeat(99_991)}👋`);
      expect(area().value).toBe(`merhaba ${'x'.repeat(99_991)}`);
    },
  );

  it.each([
    {
      language: 'en',
      said: 'Only the first 3 characters of what you dropped fit here; 2 characters are left out.',
      none: 'Nothing of what you dropped fits here.',
    },
    {
      language: 'tr',
      said: 'Bıraktığın metnin yalnızca ilk 3 karakteri sığdı, 2 karakteri eklenmedi.',
      none: 'Bıraktığın metinden hiçbir şey sığmadı.',
    },
  ] as const)(
    'what of a text that is dropped has no room is said, $language',
    async ({ language, said, none }) => {
      const { area, container } = await shown({ language });
      const alert = () => container.querySelector('[role="alert"]')?.textContent;
      /** As the browser does it: cut to the length of the field. */
      const drop = async (dropped: string, becomes: string | undefined) => {
        const event = new Event('drop', { bubbles: true, cancelable: true });
        const dataTransfer = { types: ['text/plain'], files: [], getData: () => dropped };
        await act(async () => area().dispatchEvent(Object.assign(event, { dataTransfer })));
        if (becomes === undefined) return;
        const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
        await act(async () => {
          value?.set?.call(area(), becomes);
          const init = { bubbles: true, inputType: 'insertFromDrop' };
          area().dispatchEvent(new InputEvent('input', init));
        });
      };
      await type(area(), 'x'.repeat(99_990));
      await drop('1234567', `${'x'.repeat(99_990)}1234567`);
      expect(alert()).toBe('');
      await drop('a\r\nb👋!', `a\nb${'x'.repeat(99_990)}1234567`);
      expect(alert()).toContain(said);
      await drop('no room', undefined);
      expect(alert()).toContain(none);
      await type(area(), 'x');
      expect(alert()).toBe('');
    },
  );

  it('an Enter that is still held, from a dialog before, does not send the draft', async () => {
    const { area, sample } = await shown();
    await type(area(), 'half a thought');
    await press(area(), 'Enter', { repeat: true });
    expect(sample.bridge.asked('message/send')).toEqual([]);
    expect(area().value).toBe('half a thought');
  });

  it('an Enter that chooses a letter while one composes does not send', async () => {
    const { area, sent } = await shown();
    await type(area(), 'に');
    await press(area(), 'Enter', { isComposing: true });
    expect(sent()).toEqual([]);
  });

  it('an Escape that takes back letters while one composes does not end a change', async () => {
    const { area, happen, stores } = await shown();
    await happen(() => stores.composer.startEdit(everyone, { seq: 2 }, 'mine'));
    await type(area(), 'mine に');
    await press(area(), 'Escape', { isComposing: true });
    expect(area().value).toBe('mine に');
    await press(area(), 'Escape');
    expect(area().value).toBe('');
  });

  it('R1.7 an empty message is not sent and the reason stands below', async () => {
    const { area, container, sent } = await shown();
    await click(button(container, 'Send'));
    expect(sent()).toEqual([]);
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('nothing to send');
    await type(area(), 'a');
    expect(container.querySelector('[role="alert"]')?.textContent).toBe('');
  });

  it('R3.11 a message that arrives while one types changes neither text nor focus nor caret', async () => {
    const { area, happen, sample } = await shown();
    await type(area(), 'half a thought');
    area().setSelectionRange(4, 4);
    await happen(() => sample.append([message(1, { text: 'in between' })]));
    expect(area().value).toBe('half a thought');
    expect(document.activeElement).toBe(area());
    expect(area().selectionStart).toBe(4);
  });

  it('has the focus when a conversation opens, with the draft that was left there', async () => {
    const draft = conversation(withAli, { draft: 'dear Ali' });
    const { area, composer, show } = await shown({ conversations: [draft] });
    expect(document.activeElement).toBe(area());
    await show(composer(withAli));
    expect(area().value).toBe('dear Ali');
    expect(document.activeElement).toBe(area());
    expect(area().placeholder).toBe('Write to Ali');
  });

  it('saves the draft when another conversation is shown, and has it again at once', async () => {
    const { area, composer, show, sample } = await shown();
    await type(area(), 'to everyone');
    await show(composer(withAli));
    expect(area().value).toBe('');
    expect(sample.bridge.asked('draft/save')).toEqual([
      { room: roomId, in: everyone, text: 'to everyone' },
    ]);
    await show(composer(everyone));
    expect(area().value).toBe('to everyone');
  });

  it('saves the draft when the window loses the focus or goes', async () => {
    const { area, happen, sample } = await shown();
    await type(area(), 'unfinished');
    await happen(() => window.dispatchEvent(new Event('blur')));
    expect(sample.bridge.asked('draft/save')).toHaveLength(1);
  });

  it('counts down near the limit and refuses what is over it', async () => {
    const { area, container, sent } = await shown();
    await type(area(), 'a'.repeat(limits.maxTextCharacters - 3));
    expect(container.textContent).toContain('3 characters left');
    await type(area(), '😀'.repeat(limits.maxTextCharacters + 1));
    expect(container.textContent).toContain('1 character too many');
    await press(area(), 'Enter');
    expect(sent()).toEqual([]);
    expect(area().getAttribute('aria-invalid')).toBe('true');
  });

  it('R1.7 counts by the limit that this room has', async () => {
    const { area, container, happen, sample, sent } = await shown({
      room: roomView({ maxTextCharacters: 600 }),
    });
    await type(area(), 'a'.repeat(99));
    expect(container.textContent).not.toContain('characters left');
    await type(area(), 'a'.repeat(601));
    expect(container.textContent).toContain('1 character too many');
    await press(area(), 'Enter');
    expect(sent()).toEqual([]);
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('600');
    await happen(() => sample.bridge.push('room/changed', roomView({ maxTextCharacters: 700 })));
    await press(area(), 'Enter');
    expect(sent()).toEqual(['a'.repeat(601)]);
  });
});

describe('formatting', () => {
  it('Ctrl+B and a button put marks around what is selected, and take them away', async () => {
    const { area, container } = await shown();
    await type(area(), 'good morning');
    area().setSelectionRange(5, 12);
    await press(area(), 'b', { ctrlKey: true });
    expect(area().value).toBe('good **morning**');
    expect([area().selectionStart, area().selectionEnd]).toEqual([7, 14]);
    await click(button(container, 'Bold'));
    expect(area().value).toBe('good morning');
    await click(button(container, 'Quote'));
    expect(area().value).toBe('> good morning');
    expect(document.activeElement).toBe(area());
  });

  it('the bar is one stop of Tab, and arrow keys go over it', async () => {
    const { container } = await shown();
    const bar = container.querySelector('[role="toolbar"]') as HTMLElement;
    const stops = () => [...bar.querySelectorAll('button')].map((one) => one.tabIndex);
    expect(stops()).toEqual([0, -1, -1, -1, -1, -1]);
    await act(async () => bar.querySelector('button')?.focus());
    await press(document.activeElement as HTMLElement, 'ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('List');
    expect(stops().at(-1)).toBe(0);
  });
});
