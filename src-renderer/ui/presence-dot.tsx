import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './presence-dot.module.css';

export type Presence = 'online' | 'offline' | 'busy' | 'problem';

/** Filled, hollow, or half: told apart without the colour too. */
export function PresenceDot({ presence, label }: { presence: Presence; label?: string }) {
  return (
    <span className={classNames(styles.dot, styles[presence])}>
      {label ? <VisuallyHidden>{label}</VisuallyHidden> : null}
    </span>
  );
}
