import { expect, test } from 'vitest';
import { shellWords } from '../words.ts';
import { contextMenu, type ClickedPlace } from './context-menu.ts';

const editFlags = {
  canUndo: true,
  canRedo: true,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
  canEditRichly: false,
};
const nowhere: ClickedPlace = {
  linkURL: '',
  isEditable: false,
  selectionText: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags,
};

function menuAt(place: Partial<ClickedPlace>, language: 'en' | 'tr' = 'en') {
  const done: string[] = [];
  const items = contextMenu({ ...nowhere, ...place }, shellWords(language), {
    replaceMisspelling: (word) => done.push(`replace ${word}`),
    learnWord: (word) => done.push(`learn ${word}`),
    copyText: (text) => done.push(`copy ${text}`),
  });
  const shown = items.map(({ role, label, type }) => role ?? label ?? type);
  const click = (label: string) => {
    const item = items.find((one) => one.label === label);
    item?.click?.({} as never, undefined, {});
  };
  return { items, shown, done, click };
}

test('where one writes it cuts, copies, pastes and selects all, each where it can be done', () => {
  const { items, shown } = menuAt({ isEditable: true, editFlags: { ...editFlags, canCut: false } });
  expect(shown).toEqual(['cut', 'copy', 'paste', 'selectAll']);
  expect(items.map(({ enabled }) => enabled)).toEqual([false, true, true, true]);
  expect(menuAt({ isEditable: true }, 'tr').items[0]?.label).toBe('Kes');
});

test('a selected text can be copied; beside one there is no menu', () => {
  expect(menuAt({ selectionText: 'selam' }).shown).toEqual(['copy']);
  expect(menuAt({ selectionText: '  ' }).shown).toEqual([]);
  expect(menuAt({}).shown).toEqual([]);
});

test('a misspelt word has at most five suggestions, and can be learnt', () => {
  const dictionarySuggestions = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { shown, click, done } = menuAt({
    isEditable: true,
    misspelledWord: 'x',
    dictionarySuggestions,
  });
  expect(shown.slice(0, 7)).toEqual(['a', 'b', 'c', 'd', 'e', 'Add to dictionary', 'separator']);
  click('b');
  click('Add to dictionary');
  expect(done).toEqual(['replace b', 'learn x']);
  expect(menuAt({ isEditable: true, misspelledWord: 'x' }).items[0]).toEqual({
    label: 'No suggestions',
    enabled: false,
  });
  expect(menuAt({ misspelledWord: 'x' }).shown).toEqual([]);
});

test('a link of the web is copied; no other address is', () => {
  const { shown, click, done } = menuAt({ linkURL: 'https://example.com/a', selectionText: 'a' });
  expect(shown).toEqual(['Copy link', 'separator', 'copy']);
  click('Copy link');
  expect(done).toEqual(['copy https://example.com/a']);
  for (const linkURL of ['oda-app://oda/index.html', 'javascript:alert(1)', 'file:///etc/passwd'])
    expect(menuAt({ linkURL }).shown, linkURL).toEqual([]);
});
