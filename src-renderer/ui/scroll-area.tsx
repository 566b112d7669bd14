import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './scroll-area.module.css';

// A region that scrolls and holds nothing focusable is out of the keyboard's reach otherwise.
const reachable = { tabIndex: 0 };

export type ScrollAreaProps = Omit<ComponentProps<'section'>, 'role'> & {
  /** Names the region, which the keyboard can reach and scroll. */
  label: string;
};

export function ScrollArea({ label, className, children, ...rest }: ScrollAreaProps) {
  return (
    <section
      {...rest}
      {...reachable}
      aria-label={label}
      className={classNames(styles.area, className)}
    >
      {children}
    </section>
  );
}
