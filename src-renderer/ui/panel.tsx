import type { ReactNode } from 'react';
import { ArrowLeft, X } from 'lucide-react';
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
  close?: { label: string; run: () => void };
  /** A fixed part below what scrolls. */
  footer?: ReactNode;
  /** False if the children scroll by themselves. */
  scroll?: boolean;
  children: ReactNode;
};

/** A column with a header as high as all others and a body that scrolls. */
export function Panel(props: PanelProps) {
  const { label, actions, close, footer, scroll = true, children } = props;
  const isPage = useIsNarrow();
  const closeButton = close ? (
    <IconButton
      label={close.label}
      icon={isPage ? <ArrowLeft /> : <X />}
      onClick={() => close.run()}
    />
  ) : null;
  return (
    <section className={styles.panel} aria-label={label}>
      <header className={styles.header}>
        {isPage ? closeButton : null}
        <div className={styles.heading}>
          <h2 className={styles.title}>{label}</h2>
        </div>
        {actions}
        {isPage ? null : closeButton}
      </header>
      <div className={classNames(styles.body, scroll && styles.scroll)}>{children}</div>
      {footer ? <footer className={styles.footer}>{footer}</footer> : null}
    </section>
  );
}
