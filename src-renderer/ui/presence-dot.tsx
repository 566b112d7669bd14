import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './presence-dot.module.css';

export type Presence = 'online' | 'away' | 'offline' | 'busy' | 'problem';

/** Filled, a moon, hollow: told apart without the colour too. */
export function PresenceDot({ presence, label }: { presence: Presence; label?: string }) {
  return (
    <span className={classNames(styles.dot, styles[presence])}>
      {label ? <VisuallyHidden>{label}</VisuallyHidden> : null}
    </span>
  );
}
