import styles from './exchange.module.css';

type ProgressProps = { done: number; total: number; words: string };

/** How far something is, in words and as a bar. */
export function Progress({ done, total, words }: ProgressProps) {
  return (
    <>
      <p>{words}</p>
      <progress
        className={styles.progress}
        aria-label={words}
        max={Math.max(1, total)}
        value={done}
      />
    </>
  );
}
