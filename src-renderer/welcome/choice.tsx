import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './choice.module.css';

export type ChoiceProps = {
  icon: ReactNode;
  title: string;
  text: string;
  onSubmit: () => void;
  /** The button at the lower end. */
  action: ReactNode;
  children: ReactNode;
};

/** One of the two large choices; Enter in any of its fields does it. */
export function Choice({ icon, title, text, onSubmit, action, children }: ChoiceProps) {
  const id = useId();
  return (
    <form
      className={styles.choice}
      aria-labelledby={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <header className={styles.header}>
        <span className={styles.icon}>{icon}</span>
        <div className={styles.words}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          <p className={styles.text}>{text}</p>
        </div>
      </header>
      <div className={styles.fields}>{children}</div>
      <div className={styles.action}>{action}</div>
    </form>
  );
}
