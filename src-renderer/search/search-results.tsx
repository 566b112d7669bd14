import { useEffect, useRef, type UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Search, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import { useFormat } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useNow } from '../window/app-context.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { classNames } from '../ui/class-names.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { HitContent, hitWords, type HitWords } from '../messages/hit-content.tsx';
import styles from './search-pane.module.css';

export type SearchResultsProps = { listId: string; onGo: (index: number) => void };

/** So near to the end, in pixels, the next page is asked for. */
const nearEnd = 600;

/** What was found, or why there is nothing to see. */
export function SearchResults({ listId, onGo }: SearchResultsProps) {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const result = useStore(search, (state) => state.result);
  const query = useStore(search, (state) => state.query);
  const hits = useStore(search, (state) => state.hits);
  const problem = query.problems[0];
  if (problem)
    return (
      <p className={styles.problem}>
        {t(`search.problem_${problem.is}`, { value: problem.value })}
      </p>
    );
  switch (result.is) {
    case 'failed':
      return (
        <div className={styles.failed}>
          <Callout kind="error">{refusalText(t, result.refusal)}</Callout>
        </div>
      );
    case 'nothing-asked':
      return (
        <div className={styles.empty}>
          <EmptyState
            icon={<Search />}
            title={t('search.emptyTitle')}
            text={t('search.emptyText')}
            action={<SearchTips />}
          />
        </div>
      );
    case 'searching':
    case 'found':
      if (hits.length > 0) return <Hits listId={listId} onGo={onGo} />;
      if (result.is === 'found') return <NothingFound isInOne={query.in !== undefined} />;
      return (
        <p className={styles.problem} role="status">
          {t('search.searching')}
        </p>
      );
  }
}

function NothingFound({ isInOne }: { isInOne: boolean }) {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  return (
    <div className={styles.empty} role="status">
      <EmptyState
        icon={<SearchX />}
        title={t('search.none')}
        text={isInOne ? t('search.noneHere') : t('search.noneAnywhere')}
        action={
          isInOne ? (
            <Button size="small" onClick={() => search.setFilters({ in: undefined })}>
              {t('search.everywhere')}
            </Button>
          ) : null
        }
      />
    </div>
  );
}

function Hits({ listId, onGo }: SearchResultsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useRoomStores();
  const { hits, hitText, more, selected } = useStore(search);
  const state = useRoom((room) => room);
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector('[aria-selected="true"]');
    chosen?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onScroll = ({ currentTarget: area }: UIEvent<HTMLElement>) => {
    const left = area.scrollHeight - area.scrollTop - area.clientHeight;
    if (left < nearEnd) void search.loadMore();
  };
  const count =
    more.is === 'none'
      ? t('search.found', { count: hits.length })
      : t('search.foundMore', { count: hits.length });
  return (
    <>
      <p className={styles.count} role="status">
        <span>{count}</span>
        <span className={styles.hint}>{t('search.hint')}</span>
      </p>
      <div className={styles.results} onScroll={onScroll}>
        <div ref={list} role="listbox" id={listId} aria-label={t('search.results')}>
          {hits.map((hit, index) => (
            <Hit
              key={`${hit.room} ${hit.message.in} ${hit.message.seq}`}
              id={`${listId}-${index}`}
              index={index}
              isSelected={index === selected}
              words={hitWords(hit, { t, state, format, now })}
              query={hitText}
              onGo={onGo}
            />
          ))}
        </div>
        {more.is === 'loading' ? <p className={styles.more}>{t('search.more')}</p> : null}
      </div>
    </>
  );
}

type HitProps = {
  id: string;
  index: number;
  isSelected: boolean;
  words: HitWords;
  query: string;
  onGo: (index: number) => void;
};

function Hit({ id, index, isSelected, words, query, onGo }: HitProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      tabIndex={-1}
      className={classNames(styles.hit, isSelected && styles.selected)}
      onClick={() => onGo(index)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onGo(index);
      }}
    >
      <HitContent words={words} query={query} />
    </div>
  );
}

/** The filters that can be typed, as buttons that begin one. */
function SearchTips() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const typed = useStore(search, (state) => state.typed);
  const name = useRoom((state) => {
    const self = state.room?.account;
    return [...state.members.values()].find((member) => member.account !== self)?.name ?? 'Ali';
  });
  const quoted = name.includes(' ') ? `"${name}"` : name;
  const tips = [
    t('search.operatorFrom', { name: quoted }),
    t('search.operatorIn'),
    t('search.operatorAfter'),
    t('search.operatorBefore'),
    t('search.operatorHas'),
    t('search.operatorFile'),
    t('search.operatorMentions'),
    t('search.operatorIs'),
  ];
  return (
    <div className={styles.tips}>
      <p className={styles.tipsTitle}>{t('search.operators')}</p>
      <ul className={styles.tipList}>
        {tips.map((tip) => (
          <li key={tip}>
            <button
              type="button"
              className={styles.tip}
              onClick={(event) => {
                search.type(`${typed} ${tip} `.trimStart());
                event.currentTarget.closest('[data-search]')?.querySelector('input')?.focus();
              }}
            >
              {tip}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
