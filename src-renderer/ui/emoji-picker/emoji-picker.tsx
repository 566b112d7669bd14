import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Search } from 'lucide-react';
import { languages, type Language } from '../../../src-shared/translations/catalogue.ts';
import { sideOfArrow } from '../arrow-side.ts';
import { classNames } from '../class-names.ts';
import { Spinner } from '../spinner.tsx';
import {
  findEmoji,
  loadEmoji,
  tones,
  withTone,
  type Emoji,
  type EmojiGroup,
  type GroupSlug,
  type Tone,
} from './emoji-list.ts';
import styles from './emoji-picker.module.css';

export type EmojiPickerProps = {
  /** Used before, the latest first. */
  recents: readonly string[];
  tone: Tone;
  onTone: (tone: Tone) => void;
  onPick: (emoji: string) => void;
};

const columns = 8;
/** More than this and one types another letter. */
const mostFound = 160;

type Cell = { emoji: string; name: string };
type SectionSlug = GroupSlug | 'found' | 'recent';
type Section = { slug: SectionSlug; rows: readonly (readonly Cell[])[] };

/**
 * All emoji, found by words of both languages. The keys stay in the search field: arrows move over the grid, Enter
 * takes the one they stand on.
 */
export function EmojiPicker({ recents, tone, onTone, onPick }: EmojiPickerProps) {
  const { t } = useTranslation();
  const groups = useEmoji();
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const sections = useSections(groups, { asked, recents, tone });
  const rows = useMemo(() => sections.flatMap((section) => section.rows), [sections]);
  const cells = useMemo(() => rows.flat(), [rows]);
  const chosen = cells[at];
  useEffect(() => {
    grid.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, asked]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const next = moved(event.key, at, rows);
    if (next !== undefined) setAt(next);
    else if (event.key === 'Enter' && chosen) onPick(chosen.emoji);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.picker}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-expanded={cells.length > 0}
          aria-haspopup="grid"
          aria-controls={`${id}-grid`}
          aria-activedescendant={chosen ? `${id}-${at}` : undefined}
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          value={asked}
          onChange={(event) => {
            setAsked(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div
        ref={grid}
        id={`${id}-grid`}
        className={styles.grid}
        role="grid"
        aria-label={t('emoji.title')}
        aria-busy={groups === undefined}
      >
        {groups === undefined ? <Spinner size={20} /> : null}
        <Sections sections={sections} at={at} id={id} onPick={onPick} />
      </div>
      {groups && cells.length === 0 ? (
        <p className={styles.none} role="status">
          {t('emoji.none')}
        </p>
      ) : null}
      <p className={styles.foot}>
        <span className={styles.name}>{chosen?.name}</span>
        <Tones tone={tone} onTone={onTone} />
      </p>
    </div>
  );
}

type SectionsProps = {
  sections: readonly Section[];
  /** Which of all is chosen. */
  at: number;
  id: string;
  onPick: (emoji: string) => void;
};

function Sections({ sections, at, id, onPick }: SectionsProps) {
  const { t } = useTranslation();
  let place = 0;
  return sections.map((section) => (
    <div key={section.slug} role="rowgroup" aria-label={t(`emoji.group_${section.slug}`)}>
      <div className={styles.title} role="presentation">
        {t(`emoji.group_${section.slug}`)}
      </div>
      {section.rows.map((row, index) => {
        const from = place;
        place += row.length;
        const own = at >= from && at < place ? at - from : -1;
        return <Row key={index} row={row} first={`${id}-${from}`} chosen={own} onPick={onPick} />;
      })}
    </div>
  ));
}

type RowProps = {
  row: readonly Cell[];
  /** Id of its first cell; the others count on from there. */
  first: string;
  chosen: number;
  onPick: (emoji: string) => void;
};

const Row = memo(function EmojiRow({ row, first, chosen, onPick }: RowProps) {
  const cut = first.lastIndexOf('-') + 1;
  const from = Number(first.slice(cut));
  return (
    <div role="row" className={styles.row}>
      {row.map((cell, index) => (
        <button
          key={cell.emoji}
          type="button"
          role="gridcell"
          id={`${first.slice(0, cut)}${from + index}`}
          aria-label={cell.name}
          aria-selected={index === chosen}
          title={cell.name}
          tabIndex={-1}
          className={classNames(styles.cell, index === chosen && styles.chosen)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(cell.emoji)}
        >
          {cell.emoji}
        </button>
      ))}
    </div>
  );
});

const toneWords = [
  'emoji.tone_0',
  'emoji.tone_1',
  'emoji.tone_2',
  'emoji.tone_3',
  'emoji.tone_4',
  'emoji.tone_5',
] as const;

function Tones({ tone, onTone }: Pick<EmojiPickerProps, 'tone' | 'onTone'>) {
  const { t } = useTranslation();
  return (
    <span role="radiogroup" aria-label={t('emoji.tone')} className={styles.tones}>
      {tones.map((one, index) => (
        <label key={one} className={styles.tone} title={t(toneWords[index] ?? toneWords[0])}>
          <input
            type="radio"
            name="tone"
            aria-label={t(toneWords[index] ?? toneWords[0])}
            checked={one === tone}
            onChange={() => onTone(one)}
          />
          <span aria-hidden="true">✋{one}</span>
        </label>
      ))}
    </span>
  );
}

function useEmoji(): readonly EmojiGroup[] | undefined {
  const [groups, setGroups] = useState<readonly EmojiGroup[]>();
  useEffect(() => {
    let isWanted = true;
    void loadEmoji().then((loaded) => {
      if (isWanted) setGroups(loaded);
    });
    return () => {
      isWanted = false;
    };
  }, []);
  return groups;
}

type Wanted = { asked: string; recents: readonly string[]; tone: Tone };

function useSections(
  groups: readonly EmojiGroup[] | undefined,
  { asked, recents, tone }: Wanted,
): readonly Section[] {
  const { i18n } = useTranslation();
  const language: Language = languages.find((one) => one === i18n.language) ?? 'en';
  return useMemo(() => {
    if (!groups) return [];
    const cellOf = (emoji: Emoji): Cell => ({
      emoji: withTone(emoji, tone),
      name: emoji.names[language],
    });
    const section = (slug: SectionSlug, cells: readonly Cell[]): Section[] =>
      cells.length === 0 ? [] : [{ slug, rows: inRows(cells) }];
    if (asked.trim() !== '')
      return section('found', findEmoji(groups, asked, mostFound).map(cellOf));
    const byEmoji = new Map(
      groups.flatMap(({ emojis }) =>
        emojis.flatMap((one) => tones.map((each) => [withTone(one, each), one] as const)),
      ),
    );
    const used = recents.flatMap((emoji) => {
      const known = byEmoji.get(emoji);
      return known ? [{ emoji, name: known.names[language] }] : [];
    });
    return [
      ...section('recent', used),
      ...groups.flatMap(({ slug, emojis }) => section(slug, emojis.map(cellOf))),
    ];
  }, [groups, asked, recents, tone, language]);
}

function inRows(cells: readonly Cell[]): Cell[][] {
  const count = Math.ceil(cells.length / columns);
  return Array.from({ length: count }, (_, row) => cells.slice(row * columns, (row + 1) * columns));
}

/** Where an arrow key leads to from a place in the grid; undefined for other keys. */
export function moved(
  key: string,
  at: number,
  rows: readonly (readonly unknown[])[],
): number | undefined {
  const all = rows.reduce((sum, row) => sum + row.length, 0);
  if (all === 0) return undefined;
  if (sideOfArrow(key) === 'end') return Math.min(at + 1, all - 1);
  if (sideOfArrow(key) === 'start') return Math.max(at - 1, 0);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  let from = 0;
  let row = 0;
  while (row < rows.length - 1 && at >= from + (rows[row]?.length ?? 0)) {
    from += rows[row]?.length ?? 0;
    row += 1;
  }
  const by = key === 'ArrowDown' ? 1 : -1;
  const next = rows[row + by];
  if (!next) return at;
  const nextFrom = by > 0 ? from + (rows[row]?.length ?? 0) : from - next.length;
  return nextFrom + Math.min(at - from, next.length - 1);
}
