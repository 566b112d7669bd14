import { useState, type ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { maxWrittenUnits } from '../../src-shared/bridge/feature.ts';
import { characterCount } from '../../src-shared/text/refuse-text.ts';
import { pastedFiles } from '../files/dropped-files.ts';
import { useFormat } from '../i18n/format.ts';
import { insertText } from './format-selection.ts';

/** Of what was pasted, in characters; `text` is what stood in the field then. */
type Cut = { text: string; kept: number; left: number };

/**
 * Of a text that is too long for the field as much is pasted as it takes; the browser would do the same without a word.
 * What is left out is said until the text is another one.
 */
export function useLongPaste(text: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const [cut, setCut] = useState<Cut>();
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { clipboardData, currentTarget: area } = event;
    if (area.readOnly || pastedFiles(clipboardData).length > 0) return;
    const pasted = clipboardData.getData('text/plain').replaceAll(/\r\n?/g, '\n');
    const selected = area.selectionEnd - area.selectionStart;
    const kept = beginningOf(pasted, maxWrittenUnits - area.value.length + selected);
    if (kept === pasted) return;
    event.preventDefault();
    if (kept !== '') insertText(area, kept);
    const left = characterCount(pasted.slice(kept.length));
    setCut({ text: area.value, kept: characterCount(kept), left });
  };
  if (cut?.text !== text) return { onPaste };
  const { kept, left } = cut;
  const counts = { count: left, kept: format.count(kept), left: format.count(left) };
  return {
    onPaste,
    cutWords: kept === 0 ? t('composer.pasteNone') : t('composer.pasteCut', counts),
  };
}

/** In units of UTF-16; half a character is none. */
function beginningOf(text: string, units: number): string {
  const most = text.slice(0, Math.max(0, units));
  return most.length < text.length && /[\uD800-\uDBFF]$/.test(most) ? most.slice(0, -1) : most;
}
