import type { ReactNode, RefObject } from 'react';
import { X } from 'lucide-react';
import { BackButton } from './back-button.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import styles from './panel.module.css';

export type PanelProps = {
  /** Names the region and stands in its header. */
  label: string;
  /** Buttons at the end of the header. */
  actions?: ReactNode;
  /** Takes it away: a cross at the end, in a narrow window a way back at the beginning. */
  close: { label: string; run: () => void };
  /** False if the children scroll by themselves. */
  scroll?: boolean;
  /** Where the focus can go, for a panel that was asked for from somewhere else. */
  place?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A column with a header as high as all others and a body that scrolls. */
export function Panel(props: PanelProps) {
  const { label, actions, close, scroll = true, place, children } = props;
  const isPage = useIsNarrow();
  const { label: name, run } = close;
  const closeButton = isPage ? (
    <BackButton label={name} onClick={run} />
  ) : (
    <IconButton label={name} icon={<X />} onClick={run} />
  );
  return (
    <section
      className={styles.panel}
      aria-label={label}
      {...(place ? { ref: place, tabIndex: -1 } : {})}
    >
      <header className={styles.header}>
        {isPage ? closeButton : null}
        <div className={styles.heading}>
          <h2 className={styles.title}>{label}</h2>
        </div>
        {actions}
        {isPage ? null : closeButton}
      </header>
      <div className={classNames(styles.body, scroll && styles.scroll)}>{children}</div>
    </section>
  );
}
