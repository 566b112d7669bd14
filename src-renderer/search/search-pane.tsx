import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { SlidersHorizontal } from 'lucide-react';
import { useStore } from 'zustand';
import { useRoomStores } from '../room/room-context.tsx';
import { useShowFromPane, useStepFromPane } from '../room/use-show.ts';
import { goTo } from '../window/route.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { FilterField, focusField } from '../ui/text-field.tsx';
import { FilterChips, SearchFilterFields } from './search-filters.tsx';
import { SearchResults } from './search-results.tsx';
import filterStyles from '../ui/pane-filters.module.css';
import styles from './search-pane.module.css';

/** The question is a text and some filters; more than this nobody types. */
const maxTyped = 500;

/** Search as one types; ↓ and ↑ choose a hit, Enter goes to it and from there on to the next, Esc closes. */
export function SearchPane() {
  const { t } = useTranslation();
  const { frame, room, search, jump } = useRoomStores();
  const show = useShowFromPane();
  const stepTo = useStepFromPane();
  const filtersOpen = useStore(search, (state) => state.filtersOpen);
  const listId = useId();
  const go = (index: number, isStep: boolean) => {
    const hit = search.getState().hits[index];
    if (!hit) return;
    search.visit(index);
    const { in: conversation, seq } = hit.message;
    if (hit.room !== room.id)
      return goTo({ to: 'room', room: hit.room, in: conversation, at: seq });
    // Who clicks goes there to write; who presses Enter goes on with the next hit.
    if (isStep) return stepTo(conversation, seq);
    jump.jump(conversation, seq);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    show(conversation);
  };
  const pane = useRef<HTMLDivElement>(null);
  const step = async (by: 1 | -1) => {
    // Until then the hits are still those of what was typed before.
    if (!(await search.answered()) || !pane.current) return;
    const index = search.step(by);
    if (index >= search.getState().hits.length - 1) void search.loadMore();
    go(index, true);
  };
  return (
    <div
      ref={pane}
      className={styles.pane}
      data-search=""
      onKeyDown={(event) => {
        // A list of a filter that is open takes Esc itself.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // It takes back letters that are being composed.
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        frame.closePane();
      }}
    >
      <Panel
        label={t('search.title')}
        scroll={false}
        close={{ label: t('search.close'), run: frame.closePane }}
      >
        <div className={filterStyles.head}>
          <div className={filterStyles.fieldRow}>
            <SearchField listId={listId} onStep={(by) => void step(by)} />
            <FiltersToggle />
          </div>
          {filtersOpen ? <SearchFilterFields /> : <FilterChips />}
        </div>
        <SearchResults listId={listId} onGo={(index) => go(index, false)} />
      </Panel>
    </div>
  );
}

function SearchField({ listId, onStep }: { listId: string; onStep: (by: 1 | -1) => void }) {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const state = useStore(search);
  const field = useRef<HTMLInputElement>(null);
  // Each time search is asked for the field takes the focus, with what is in it selected.
  useEffect(() => focusField(field.current), [state.begun]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      search.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    }
  };
  const isSearching = state.result.is === 'searching';
  return (
    <div>
      <FilterField
        ref={field}
        label={t('search.label')}
        placeholder={t('search.placeholder')}
        value={state.typed}
        onValue={search.type}
        maxLength={maxTyped}
        role="combobox"
        aria-expanded={state.hits.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={state.selected >= 0 ? `${listId}-${state.selected}` : undefined}
        autoComplete="off"
        spellCheck={false}
        {...(isSearching ? { before: <Spinner /> } : {})}
        clearLabel={t('search.clear')}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function FiltersToggle() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const isOpen = useStore(search, (state) => state.filtersOpen);
  return (
    <IconButton
      label={t('search.filters')}
      icon={<SlidersHorizontal />}
      aria-expanded={isOpen}
      onClick={() => search.openFilters(!isOpen)}
    />
  );
}
