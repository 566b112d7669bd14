import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import {
  everyone,
  groupConversation,
  topicConversation,
  type AccountId,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { loadEmoji } from '../ui/emoji-picker/emoji-list.ts';
import { Composer } from './composer.tsx';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { member, ali, roomId, roomView, self } from '../bridge/testing/sample-room.ts';
import { click, press, type } from '../ui/testing/render.tsx';

const aliCan = 'alican0000' as AccountId;

async function shown(language: Language = 'en', groups: GroupView[] = []) {
  const onSent = vi.fn<() => void>();
  const members = [member(self, 'Ece'), member(ali, 'Ali'), member(aliCan, 'Ali Can')];
  const rendered = await renderInRoom(<Composer conversation={everyone} onSent={onSent} />, {
    members,
    language,
    groups,
  });
  const { container, happen } = rendered;
  const area = () => container.querySelector('textarea') as HTMLTextAreaElement;
  const list = () => container.querySelector('[role="listbox"]');
  const options = () => [...container.querySelectorAll('[role="option"]')];
  const chosen = () => container.querySelector('[aria-selected="true"]')?.textContent;
  const key = async (name: string, init?: KeyboardEventInit) => {
    await press(area(), name, init);
    await happen(() => undefined);
  };
  return { ...rendered, area, list, options, chosen, key };
}

describe('mentions', () => {
  it('people are offered for @ in a text; the name is written out and Enter sends', async () => {
    const { area, key, options, list, sample } = await shown();
    await type(area(), 'thanks @al');
    expect(options().map((option) => option.textContent)).toEqual([
      expect.stringContaining('Ali'),
      expect.stringContaining('Ali Can'),
    ]);
    expect(area().getAttribute('aria-activedescendant')).toBe(options()[0]?.id);
    await key('ArrowDown');
    await key('Enter');
    expect(area().value).toBe('thanks @Ali Can ');
    expect(list()).toBeNull();
    await type(area(), 'thanks @Ali ');
    await key('Enter');
    expect(sample.bridge.asked('message/send').at(-1)).toMatchObject({ text: 'thanks @Ali ' });
  });

  it('all at once only for who may, in the language of the window', async () => {
    const members = [member(self, 'Ece'), member(ali, 'Ali')];
    const offered = async (role: 'member' | 'moderator') => {
      const composer = <Composer conversation={everyone} onSent={() => undefined} />;
      const room = roomView({ role });
      const { container } = await renderInRoom(composer, { members, room, language: 'tr' });
      await type(container.querySelector('textarea'), 'selam @h');
      return container.querySelector('[role="option"]')?.textContent;
    };
    expect(await offered('moderator')).toContain('herkes');
    expect(await offered('member')).toBeUndefined();
  });

  it('an address or a word with @ in it offers nobody', async () => {
    const { area, list } = await shown();
    for (const text of ['mail me@al', 'x@ali', '@Ali nasılsın']) {
      await type(area(), text);
      expect(list(), text).toBeNull();
    }
  });
});

describe('topics', () => {
  const homework = topicConversation('homework00000000');
  const group = (id: ConversationId, name: string) => {
    const standing: GroupView['standing'] = 'member';
    const of = { room: roomId, owner: ali, members: [], firstSeq: 1, standing };
    return { ...of, in: id, name };
  };

  it('those that one is in are offered for # in a text, then open ones; the name is written out', async () => {
    const { area, key, options, sample, happen, list } = await shown('en', [
      { ...group(homework, 'Math-homework'), topic: { about: '', people: 2 } },
      group(groupConversation('hockey0000000000'), 'Hockey'),
    ]);
    const listed = (id: string, name: string, archived?: true): Topic => {
      const of = { in: topicConversation(id), name, about: '', owner: ali, people: 1 };
      return archived ? { ...of, archived } : of;
    };
    sample.bridge.answer({
      'topic/list': () => ({
        ok: true,
        value: [
          listed('homework00000000', 'Math-homework'),
          listed('horses0000000000', 'horses'),
          listed('holiday000000000', 'holiday'),
          listed('hosts00000000000', 'hosts', true),
        ],
      }),
    });
    await type(area(), 'see #Ho');
    await happen(() => undefined);
    expect(options().map((option) => option.querySelector('bdi')?.textContent)).toEqual([
      '#holiday',
      '#horses',
      '#Math-homework',
    ]);
    await key('ArrowUp');
    await key('Enter');
    expect(area().value).toBe('see #Math-homework ');
    expect(list()).toBeNull();
    await type(area(), 'see #math-homework');
    await key('Enter');
    expect(sample.bridge.asked('message/send').at(-1)).toMatchObject({
      text: 'see #math-homework',
    });
    const none = ['#', 'C#', '#Ho ', 'https://a.example/#Ho', '##Ho', '#Ho:', '`#Ho', '```\n#Ho'];
    for (const text of none) {
      await type(area(), text);
      expect(list(), text).toBeNull();
    }
    await type(area(), '#h');
    expect(options()).toHaveLength(3);
  });

  it('Enter sends what may be no topic, until one has chosen', async () => {
    const { area, key, options, sample } = await shown('en', [
      { ...group(homework, 'Math-homework'), topic: { about: '', people: 2 } },
      { ...group(topicConversation('room100000000000'), '1-b'), topic: { about: '', people: 2 } },
    ]);
    const sent = () => sample.bridge.asked('message/send').map(({ text }) => text);
    for (const text of ['see #1', 'see #home']) {
      await type(area(), text);
      expect(options().map((option) => option.getAttribute('aria-selected'))).toEqual(['false']);
      await key('Enter');
    }
    expect(sent()).toEqual(['see #1', 'see #home']);
    await type(area(), 'see #home');
    await key('ArrowDown');
    await key('Enter');
    expect(area().value).toBe('see #Math-homework ');
    await type(area(), 'see #1-');
    await key('Enter');
    expect(area().value).toBe('see #1-b ');
  });
});

describe('within a text', () => {
  const allEmoji = () => act(async () => void (await loadEmoji()));
  const typeAt = async (area: HTMLTextAreaElement, before: string, after: string) => {
    await type(area, `${before}${after}`);
    await act(async () => {
      area.setSelectionRange(before.length, before.length);
      area.dispatchEvent(new KeyboardEvent('keyup', { key: 'a', bubbles: true }));
    });
  };

  it('people and emoji are offered where the caret stands, and what follows stays', async () => {
    const { area, key, options, happen, list } = await shown();
    await typeAt(area(), 'thanks @al', ' and good night');
    expect(options()).toHaveLength(2);
    await key('Enter');
    expect(area().value).toBe('thanks @Ali and good night');
    expect(area().selectionStart).toBe('thanks @Ali '.length);
    await happen(() => undefined);
    await typeAt(area(), 'so :thumbs_u', '\nnext line');
    await allEmoji();
    expect(list()).not.toBeNull();
    await key('Tab');
    expect(area().value).toBe('so 👍\nnext line');
  });

  it('within a word nothing is offered, so that Enter sends what stands there', async () => {
    const { area, list } = await shown();
    await typeAt(area(), 'thanks @A', 'li');
    expect(list()).toBeNull();
  });

  it('a name between colons becomes its emoji with the second one; undone, it stays a name', async () => {
    const { area, happen } = await shown();
    const typed = async (text: string, inputType = 'insertText') => {
      const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
      await act(async () => {
        own?.set?.call(area(), text);
        area().dispatchEvent(new InputEvent('input', { bubbles: true, inputType }));
      });
      await happen(() => undefined);
    };
    await typed('nice :smile');
    await typed('nice :smile:');
    await allEmoji();
    expect(area().value).toBe('nice 😄');
    await typed('nice :smile');
    await typed('nice :smile:', 'historyUndo');
    expect(area().value).toBe('nice :smile:');
  });
});

describe('completion', () => {
  it('offers nothing for ordinary text', async () => {
    const { area, list } = await shown();
    for (const text of ['merhaba', ' /us', 'exit', 'Ali~', '//us', '/us\n']) {
      await type(area(), text);
      expect(list(), text).toBeNull();
    }
  });

  it('each command stands with what it takes and what it is for, in the language of the window', async () => {
    const { area, options } = await shown('tr');
    await type(area(), '/search_m');
    expect(options().map((option) => option.textContent)).toEqual([
      '/search_message metiniçinde bir metin geçen iletiler',
    ]);
  });

  it('R0.5 by the keyboard alone: Tab takes it, Enter carries out what is complete', async () => {
    const { area, key, list, container } = await shown();
    await type(area(), '/us');
    await key('Tab');
    expect(area().value).toBe('/users');
    expect(list()).toBeNull();
    await key('Enter');
    expect(container.querySelector('[role="group"]')?.textContent).toContain('3 people');
  });

  it('R3.7 a person is found as one types: ↓ and ↑ choose and go round, Enter takes', async () => {
    const { area, key, chosen, sample } = await shown();
    await type(area(), '/search_p');
    await key('Enter');
    expect(area().value).toBe('/search_person ');
    expect(chosen()).toContain('Ali');
    await key('ArrowUp');
    expect(chosen()).toContain('Ali Can');
    await key('ArrowDown');
    await key('ArrowDown');
    await key('Enter');
    expect(area().value).toBe('/search_person Ali Can');
    expect(sample.bridge.asked('timeline/page')).toEqual([]);
    await key('Enter');
    expect(sample.bridge.asked('timeline/page')).toHaveLength(1);
  });

  it('what is complete is carried out by Enter although a longer name begins so too', async () => {
    const { area, key, options, chosen, sample } = await shown();
    await type(area(), '/search_person ali');
    expect(options()).toHaveLength(1);
    expect(chosen()).toBeUndefined();
    await key('Enter');
    expect(sample.bridge.asked('timeline/page')).toHaveLength(1);
  });

  it('Esc closes the list and only that, until the text changes', async () => {
    const { area, key, list, container } = await shown();
    await type(area(), '/users');
    await key('Enter');
    await type(area(), '/u');
    await key('Escape');
    expect(list()).toBeNull();
    expect(area().value).toBe('/u');
    expect(container.querySelector('[role="group"]')).not.toBeNull();
    await type(area(), '/us');
    expect(list()).not.toBeNull();
  });

  it('a click takes one, and the field keeps the focus', async () => {
    const { area, options, container } = await shown();
    await type(area(), '@P');
    const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    options()[0]?.dispatchEvent(down);
    options()[0]?.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
    expect(down.defaultPrevented).toBe(true);
    await click(options()[0]);
    expect(area().value).toBe('@PM ');
    expect(document.activeElement).toBe(area());
    expect(container.querySelectorAll('[role="option"]')).toHaveLength(2);
  });

  it('says to listeners how many there are and which one is chosen', async () => {
    const { area, key, list, options, container } = await shown();
    expect(area().getAttribute('aria-autocomplete')).toBe('list');
    await type(area(), '/search_');
    const told = [...container.querySelectorAll('[role="status"]')].map((one) => one.textContent);
    expect(told).toContain('2 suggestions');
    expect(area().getAttribute('aria-controls')).toBe(list()?.id);
    expect(area().getAttribute('aria-activedescendant')).toBe(options()[0]?.id);
    await key('ArrowDown');
    expect(area().getAttribute('aria-activedescendant')).toBe(options()[1]?.id);
  });

  it('leaves the keys alone where a letter is being composed, and with Shift', async () => {
    const { area, key, options, chosen } = await shown();
    await type(area(), '/search_');
    const first = chosen();
    await key('ArrowDown', { isComposing: true });
    await key('Tab', { shiftKey: true });
    expect(chosen()).toBe(first);
    expect(area().value).toBe('/search_');
    expect(options()).toHaveLength(2);
  });

  it('offers nothing while the caret stands inside the line', async () => {
    const { area, happen, list } = await shown();
    await type(area(), '/search_');
    expect(list()).not.toBeNull();
    await happen(() => {
      area().setSelectionRange(2, 2);
      area().dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowLeft', bubbles: true }));
    });
    expect(list()).toBeNull();
  });
});
