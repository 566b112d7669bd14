import { useId, useEffect, useRef, type ReactNode } from 'react';
import styles from './choice.module.css';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { focusField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import type { WelcomeField, WelcomeStore } from './welcome-store.ts';

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

/** What a field has of the form: it says what is wrong with it and takes the focus then, and waits while one is let in. */
export function useWelcomeField(store: WelcomeStore, field: WelcomeField, of?: 'host' | 'join') {
  const { t } = useTranslation();
  const { problem, busy } = useStore(store);
  const ref = useRef<HTMLInputElement>(null);
  const own = problem?.field === field && (of ?? problem.of) === problem.of ? problem : undefined;
  useEffect(() => {
    if (own) focusField(ref.current);
  }, [own]);
  const error = own && refusalText(t, own.refusal);
  return { ref, error, readOnly: busy !== 'none' };
}
