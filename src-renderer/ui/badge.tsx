import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './badge.module.css';
import type { ReactNode } from 'react';
import tagStyles from './tag.module.css';

export type BadgeProps = {
  count: number;
  /** The count in a sentence, for those who listen: "3 unread messages". */
  label: string;
  /** Stands before the count and says what is counted. */
  sign?: string;
  /** Stands back behind another one. */
  isQuiet?: boolean;
};

/** A count; nothing is shown for 0, and `99+` for more than 99. */
export function Badge({ count, label, sign, isQuiet }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className={classNames(styles.badge, isQuiet && styles.quiet)}>
      <span aria-hidden="true">
        {sign}
        {count > 99 ? '99+' : count}
      </span>
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
