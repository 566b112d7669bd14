import styles from './kbd.module.css';

export function Kbd({ children }: { children: string }) {
  return <kbd className={styles.key}>{children}</kbd>;
}

/** `['Ctrl', 'K']` as keys side by side. */
export function KeySequence({ keys }: { keys: readonly string[] }) {
  return (
    <span className={styles.sequence}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
