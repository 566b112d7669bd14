import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './panel.module.css';

export type PanelProps = {
  /** Names the region; the header shows it unless a header is given. */
  label: string;
  header?: ReactNode;
  /** Buttons at the end of the header. */
  actions?: ReactNode;
  /** A fixed part below what scrolls. */
  footer?: ReactNode;
  /** False where the children scroll by themselves. */
  scroll?: boolean;
  children: ReactNode;
};

/** A column with a header as high as all others and a body that scrolls. */
export function Panel({ label, header, actions, footer, scroll = true, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={label}>
      <header className={styles.header}>
        <div className={styles.heading}>{header ?? <h2 className={styles.title}>{label}</h2>}</div>
        {actions}
      </header>
      <div className={classNames(styles.body, scroll && styles.scroll)}>{children}</div>
      {footer ? <footer className={styles.footer}>{footer}</footer> : null}
    </section>
  );
}
