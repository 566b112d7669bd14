import type { ReactNode } from 'react';
import { Select, type SelectProps } from '../ui/select.tsx';
import styles from './settings-dialog.module.css';

export function ChoiceRow<V extends string>(props: SelectProps<V>) {
  return (
    <Row label={props.label}>
      <Select hiddenLabel {...props} />
    </Row>
  );
}

export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
