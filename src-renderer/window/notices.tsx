import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useApp, useAppStores, useFrame } from './app-context.tsx';
import type { Notice } from './frame-store.ts';
import styles from './notices.module.css';

const shownMs = 6000;
/** One that offers something leaves the time to take it. */
const offeredMs = 10_000;

/**
 * Short lines: said aloud once, gone by themselves. They lie where least is covered: at the lower end of
 * the list or the details, and where one writes at that end, below the heading.
 */
export function Notices() {
  const { t } = useTranslation();
  const isBesideList = useIsBesideList();
  const isOverDetails = useFrame((state) => state.page === 'details');
  const notices = useFrame((state) => state.notices);
  return (
    <section
      className={classNames(
        styles.region,
        isBesideList && styles.corner,
        isOverDetails && styles.low,
      )}
      aria-label={t('notice.region')}
      aria-live="polite"
    >
      {notices.map((notice) => (
        <Line key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

/** False if one column alone is shown and it is not that of the conversations. */
function useIsBesideList(): boolean {
  const to = useApp((state) => state.route.to);
  const page = useFrame((state) => state.page);
  if (to === 'welcome') return true;
  return (to === 'room' || to === 'contact-group') && (page === undefined || page === 'list');
}

function Line({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const { frame, clock } = useAppStores();
  const [isHeld, setIsHeld] = useState(false);
  /** Another number at each Tab. */
  const [tabs, setTabs] = useState(0);
  const action = notice.key === 'notice.text' ? notice.action : undefined;
  const waitMs = action ? offeredMs : shownMs;
  // What may be lost is not gone before it was read.
  const stays = notice.key === 'notice.found' && notice.params.finding === 'rows-damaged';
  useEffect(() => {
    // Nothing goes away under the hand that reaches for it.
    if (isHeld || stays) return undefined;
    return clock.after(waitMs, () => frame.dismiss(notice.id));
  }, [clock, frame, notice.id, waitMs, isHeld, stays, tabs]);
  const isOffered = action !== undefined;
  useEffect(() => {
    if (!isOffered) return undefined;
    // Nor on the way to it, key by key.
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Tab') setTabs((number) => number + 1);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOffered]);
  return (
    <div
      className={styles.notice}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
    >
      <p className={styles.text}>{noticeText(t, notice)}</p>
      {action ? (
        <Button
          size="small"
          onClick={() => {
            frame.dismiss(notice.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton
        size="small"
        tooltip={false}
        label={t('notice.dismiss')}
        icon={<X />}
        onClick={() => frame.dismiss(notice.id)}
      />
    </div>
  );
}

function noticeText(t: TFunction, notice: Notice): string {
  if (notice.key === 'notice.refused') return refusalText(t, notice.params.refusal);
  if (notice.key === 'notice.found') return t('notice.found', { context: notice.params.finding });
  return t(notice.key, notice.params);
}
