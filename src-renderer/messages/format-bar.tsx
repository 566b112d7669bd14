import { memo, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Bold, Code, Italic, List, Strikethrough, TextQuote } from 'lucide-react';
import { sideOfArrow } from '../ui/arrow-side.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { changeField, formatList, formatSelection, type Format } from './format-selection.ts';
import styles from './format-bar.module.css';

const icons: Record<Format['id'], typeof Bold> = {
  strong: Bold,
  emphasis: Italic,
  strike: Strikethrough,
  code: Code,
  quote: TextQuote,
  list: List,
};

export function formatField(field: HTMLTextAreaElement, format: Format): void {
  const { value: text, selectionStart: start, selectionEnd: end } = field;
  changeField(field, formatSelection({ text, start, end }, format));
}

/** Small buttons below a field that say how its text looks when it is read: one stop of Tab, ← and → go over them. */
export const FormatBar = memo(function FormatBar({
  field,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState(0);
  return (
    <div
      className={styles.bar}
      role="toolbar"
      tabIndex={-1}
      aria-label={t('composer.formatting')}
      onKeyDown={moveBetweenButtons}
    >
      {formatList.map((format, index) => {
        const Icon = icons[format.id];
        return (
          <IconButton
            key={format.id}
            size="small"
            label={t(`composer.format_${format.id}`)}
            {...(format.keys ? { keys: format.keys } : {})}
            icon={<Icon />}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setCurrent(index)}
            // The field keeps its selection and the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => field.current && formatField(field.current, format)}
          />
        );
      })}
    </div>
  );
});

function moveBetweenButtons(event: KeyboardEvent<HTMLElement>): void {
  const side = sideOfArrow(event.key);
  if (!side) return;
  const by = side === 'end' ? 1 : -1;
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.findIndex((one) => one === document.activeElement);
  event.preventDefault();
  all[(at + by + all.length) % all.length]?.focus();
}
