import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './badge.module.css';
import type { ReactNode } from 'react';
import tagStyles from './tag.module.css';

export type BadgeProps = {
  count: number;
  /** The count in a sentence, for those who listen: "3 unread messages". */
  label: string;
};

/** A count; nothing is shown for 0, and `99+` for more than 99. */
export function Badge({ count, label }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}

type TagProps = { icon?: ReactNode; children: ReactNode };

/** A word beside a name. */
export function Tag({ icon, children }: TagProps) {
  return (
    <span className={tagStyles.tag}>
      {icon}
      {children}
    </span>
  );
}
