import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { reachable } from './reachable.ts';
import styles from './scroll-area.module.css';

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
