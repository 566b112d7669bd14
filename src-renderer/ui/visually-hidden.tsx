import type { ReactNode } from 'react';
import styles from './visually-hidden.module.css';

/** For those who listen to the screen instead of looking at it. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}
