import type { ReactNode } from 'react';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './callout.module.css';

export type CalloutProps = {
  kind: 'info' | 'warning' | 'error';
  title?: string;
  children?: ReactNode;
  /** A button that does something about it. */
  action?: ReactNode;
  /** Said aloud as soon as it appears; true for errors. */
  announce?: boolean;
};

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert };

export function Callout({
  kind,
  title,
  children,
  action,
  announce = kind === 'error',
}: CalloutProps) {
  const Icon = icons[kind];
  return (
    <div className={classNames(styles.callout, styles[kind])} role={announce ? 'alert' : undefined}>
      <Icon size={18} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children ? <div className={styles.text}>{children}</div> : null}
        {action ? <div className={styles.action}>{action}</div> : null}
      </div>
    </div>
  );
}
