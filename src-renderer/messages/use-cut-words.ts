import { useRef, useState, type ChangeEvent, type ClipboardEvent, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { maxWrittenUnits } from '../../src-shared/bridge/feature.ts';
import { characterCount } from '../../src-shared/text/refuse-text.ts';
import { carriesFiles, pastedFiles } from '../files/dropped-files.ts';
import { useFormat } from '../i18n/format.ts';
import { insertText } from './format-selection.ts';

type Way = 'paste' | 'drop';

/** Of what was pasted or dropped, in characters; `text` is what stood in the field then. */
type Cut = { way: Way; text: string; kept: number; left: number };

/** So many units of UTF-16 of what was given stand there. */
type Taken = { given: string; units: number };

const wordsKeys = {
  paste: { cut: 'composer.pasteCut', none: 'composer.pasteNone' },
  drop: { cut: 'composer.dropCut', none: 'composer.dropNone' },
} as const;

/**
 * Of a text that is too long for the field as much is pasted or dropped as it takes; the browser does that without a word.
 * What is left out is said until the text is another one.
 */
export function useCutWords(text: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const [cut, setCut] = useState<Cut>();
  const note = (way: Way, area: HTMLTextAreaElement, { given, units }: Taken) => {
    const kept = given.slice(0, units);
    const left = characterCount(given.slice(units));
    if (left > 0) setCut({ way, text: area.value, kept: characterCount(kept), left });
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { clipboardData, currentTarget: area } = event;
    if (area.readOnly || pastedFiles(clipboardData).length > 0) return;
    const pasted = textIn(clipboardData);
    const selected = area.selectionEnd - area.selectionStart;
    const kept = beginningOf(pasted, maxWrittenUnits - area.value.length + selected);
    if (kept === pasted) return;
    event.preventDefault();
    if (kept !== '') insertText(area, kept);
    note('paste', area, { given: pasted, units: kept.length });
  };
  const drop = useDrop((...noted) => note('drop', ...noted));
  const handlers = { onPaste, ...drop };
  if (cut?.text !== text) return { ...handlers, cutWords: undefined };
  const { kept, left } = cut;
  const keys = wordsKeys[cut.way];
  const counts = { count: left, kept: format.count(kept), left: format.count(left) };
  return { ...handlers, cutWords: kept === 0 ? t(keys.none) : t(keys.cut, counts) };
}

/** Where it is dropped only the browser knows: it puts it there, and how much of it that was is seen by what stands there then. */
function useDrop(note: (area: HTMLTextAreaElement, taken: Taken) => void) {
  const dropped = useRef('');
  /** Just before: what was dragged from the same field is taken out of it first. */
  const length = useRef(0);
  return {
    onDrop: ({ dataTransfer, currentTarget: area }: DragEvent<HTMLTextAreaElement>) => {
      if (area.readOnly || carriesFiles(dataTransfer)) return;
      dropped.current = textIn(dataTransfer);
      length.current = area.value.length;
      // Then nothing changes, and nothing tells of it.
      if (length.current >= maxWrittenUnits) note(area, { given: dropped.current, units: 0 });
    },
    onChanged: ({ nativeEvent, currentTarget: area }: ChangeEvent<HTMLTextAreaElement>) => {
      const before = length.current;
      length.current = area.value.length;
      const isDropped = 'inputType' in nativeEvent && nativeEvent.inputType === 'insertFromDrop';
      if (isDropped) note(area, { given: dropped.current, units: area.value.length - before });
    },
  };
}

function textIn(data: Pick<DataTransfer, 'getData'>): string {
  return data.getData('text/plain').replaceAll(/\r\n?/g, '\n');
}

/** In units of UTF-16; half a character is none. */
function beginningOf(text: string, units: number): string {
  const most = text.slice(0, Math.max(0, units));
  return most.length < text.length && /[\uD800-\uDBFF]$/.test(most) ? most.slice(0, -1) : most;
}
