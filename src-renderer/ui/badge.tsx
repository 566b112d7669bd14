import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './badge.module.css';

export type BadgeProps = {
  count: number;
  /** The count in a sentence, for those who listen: "3 unread messages". */
  label: string;
  look?: 'accent' | 'quiet';
};

/** A count; nothing is shown for 0, and `99+` for more than 99. */
export function Badge({ count, label, look = 'accent' }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className={classNames(styles.badge, styles[look])}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
