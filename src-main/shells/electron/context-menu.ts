import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { ShellWords } from '../words.ts';
import { judgeOpening } from './navigation-policy.ts';

/** What Chromium says of the place that was clicked, as far as the menu needs it. */
export type ClickedPlace = Pick<
  ContextMenuParams,
  | 'linkURL'
  | 'isEditable'
  | 'selectionText'
  | 'misspelledWord'
  | 'dictionarySuggestions'
  | 'editFlags'
>;

/** What the menu can do beside the editing that Electron knows by itself. */
export type MenuDeeds = {
  replaceMisspelling(word: string): void;
  learnWord(word: string): void;
  copyText(text: string): void;
};

const mostSuggestions = 5;

/** The menu of the right mouse button; empty if nothing could be done. */
export function contextMenu(
  place: ClickedPlace,
  { menu }: ShellWords,
  deeds: MenuDeeds,
): MenuItemConstructorOptions[] {
  const parts = [
    spellingItems(place, menu, deeds),
    linkItems(place, menu, deeds),
    editingItems(place, menu),
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ type: 'separator' as const }, ...part]));
}

function spellingItems(
  { isEditable, misspelledWord, dictionarySuggestions }: ClickedPlace,
  menu: ShellWords['menu'],
  deeds: MenuDeeds,
): MenuItemConstructorOptions[] {
  if (!isEditable || misspelledWord === '') return [];
  const suggestions = dictionarySuggestions.slice(0, mostSuggestions).map((word) => ({
    label: word,
    click: () => deeds.replaceMisspelling(word),
  }));
  return [
    ...(suggestions.length > 0 ? suggestions : [{ label: menu.noSuggestion, enabled: false }]),
    { label: menu.learnWord, click: () => deeds.learnWord(misspelledWord) },
  ];
}

function linkItems(
  { linkURL }: ClickedPlace,
  menu: ShellWords['menu'],
  deeds: MenuDeeds,
): MenuItemConstructorOptions[] {
  const opening = judgeOpening(linkURL);
  if (opening?.open !== 'outside') return [];
  return [{ label: menu.copyLink, click: () => deeds.copyText(opening.url) }];
}

function editingItems(
  { isEditable, selectionText, editFlags }: ClickedPlace,
  menu: ShellWords['menu'],
): MenuItemConstructorOptions[] {
  const { canCut, canCopy, canPaste, canSelectAll } = editFlags;
  if (isEditable)
    return [
      { role: 'cut', label: menu.cut, enabled: canCut },
      { role: 'copy', label: menu.copy, enabled: canCopy },
      { role: 'paste', label: menu.paste, enabled: canPaste },
      { role: 'selectAll', label: menu.selectAll, enabled: canSelectAll },
    ];
  return selectionText.trim() === '' ? [] : [{ role: 'copy', label: menu.copy, enabled: canCopy }];
}
