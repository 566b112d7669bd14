import { classNames } from './class-names.ts';
import styles from './presence-dot.module.css';

export type Presence = 'online' | 'away' | 'offline' | 'busy' | 'problem';

/** Filled, a moon, hollow: told apart without the colour too. */
export function PresenceDot({ presence }: { presence: Presence }) {
  return <span className={classNames(styles.dot, styles[presence])} />;
}
