import { memo, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Bold, Code, Ellipsis, Italic, List, Strikethrough, TextQuote } from 'lucide-react';
import { sideOfArrow } from '../ui/arrow-side.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
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

/** In pixels, of one button: `--control-s`. */
const buttonSize = 28;

export function formatField(field: HTMLTextAreaElement, format: Format): void {
  const { value: text, selectionStart: start, selectionEnd: end } = field;
  changeField(field, formatSelection({ text, start, end }, format));
}

/**
 * Small buttons below a field that say how its text looks when it is read: one stop of Tab, ← and → go over
 * them. Those for which there is no place stand behind three dots.
 */
export const FormatBar = memo(function FormatBar({
  field,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const fitting = useFitting(bar);
  const [current, setCurrent] = useState(0);
  const shown = formatList.slice(0, fitting);
  const folded = formatList.slice(fitting);
  const lastStop = folded.length > 0 ? fitting : fitting - 1;
  const stop = (at: number) => (at === Math.min(current, lastStop) ? 0 : -1);
  const run = (format: Format) => field.current && formatField(field.current, format);
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="toolbar"
      tabIndex={-1}
      aria-label={t('composer.formatting')}
      onKeyDown={moveBetweenButtons}
      onFocus={({ currentTarget, target }) => {
        const all = [...currentTarget.querySelectorAll('button')];
        const focused = all.findIndex((one) => one.contains(target));
        if (focused >= 0) setCurrent(focused);
      }}
    >
      {shown.map((format, index) => {
        const Icon = icons[format.id];
        return (
          <IconButton
            key={format.id}
            size="small"
            label={t(`composer.format_${format.id}`)}
            {...(format.keys ? { keys: format.keys } : {})}
            icon={<Icon />}
            tabIndex={stop(index)}
            // The field keeps its selection and the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(format)}
          />
        );
      })}
      {folded.length === 0 ? null : (
        <Menu
          size="small"
          side="top"
          label={t('composer.formatMore')}
          icon={<Ellipsis />}
          tabIndex={stop(fitting)}
          after={field}
        >
          {folded.map((format) => {
            const Icon = icons[format.id];
            return (
              <MenuItem key={format.id} icon={<Icon />} onSelect={() => run(format)}>
                {t(`composer.format_${format.id}`)}
              </MenuItem>
            );
          })}
        </Menu>
      )}
    </div>
  );
});

/** How many buttons have a place: all of them, or so many that the three dots have one too. */
function useFitting(bar: RefObject<HTMLElement | null>): number {
  const [fitting, setFitting] = useState<number>(formatList.length);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return undefined;
    const measure = () => {
      const width = element.clientWidth;
      // Not laid out at all: nothing is known of its place.
      if (width === 0) return;
      const places = Math.floor(width / buttonSize);
      setFitting(places >= formatList.length ? formatList.length : Math.max(0, places - 1));
    };
    measure();
    // In the same frame: none is drawn on what stands beside the bar.
    const sizes = new ResizeObserver(() => flushSync(measure));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [bar]);
  return fitting;
}

function moveBetweenButtons(event: KeyboardEvent<HTMLElement>): void {
  const side = sideOfArrow(event.key);
  // Keys of the menu behind the three dots come here too.
  const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target);
  if (!side || !isOwn) return;
  const by = side === 'end' ? 1 : -1;
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.findIndex((one) => one === document.activeElement);
  event.preventDefault();
  all[(at + by + all.length) % all.length]?.focus();
}
