import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import type { PageStore } from './page-store.ts';
import styles from './rules.module.css';

export type PagedListProps<T> = {
  store: PageStore<T>;
  label: string;
  empty: { icon: ReactNode; title: string; text: string };
  /** A row for each of its items. */
  children: ReactNode;
};

/** The pages of a list that were fetched, and a button for the next one. */
export function PagedList<T>({ store, label, empty, children }: PagedListProps<T>) {
  const { t } = useTranslation();
  const { items, next, isAsking, refusal } = useStore(store);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => void store.load(), [store]);
  const more = async () => {
    const shown = items?.length ?? 0;
    await store.more();
    // The button may be gone, and what one wants to read is the first that is new.
    (list.current?.children[shown] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      {items?.length === 0 && !refusal ? <EmptyState {...empty} /> : null}
      <ul
        ref={list}
        className={styles.list}
        aria-label={label}
        // The row that was acted on may go.
        tabIndex={-1}
        hidden={!items || items.length === 0}
      >
        {children}
      </ul>
      {refusal ? (
        <Callout
          kind="error"
          action={
            <Button size="small" onClick={() => void (items ? store.more() : store.load())}>
              {t('moderation.again')}
            </Button>
          }
        >
          {refusalText(t, refusal)}
        </Callout>
      ) : null}
      {!items && !refusal ? (
        <p className={styles.waiting} role="status">
          <Spinner /> {t('moderation.loading')}
        </p>
      ) : null}
      {items && next !== undefined ? (
        <Button busy={isAsking} onClick={() => void more()}>
          {t('moderation.more')}
        </Button>
      ) : null}
    </>
  );
}
