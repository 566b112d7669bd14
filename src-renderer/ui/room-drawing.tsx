import type { ReactNode } from 'react';
import styles from './room-drawing.module.css';

/** The app's own drawing: a door that stands open, and what it is about in what is said beside it. */
export function RoomDrawing({ icon }: { icon: ReactNode }) {
  return (
    <span className={styles.drawing} aria-hidden="true">
      <svg viewBox="0 0 160 108" className={styles.room}>
        <ellipse className={styles.soft} cx="80" cy="98" rx="74" ry="8" />
        <path className={styles.light} d="M52 98 66 46v52l28 6H40Z" />
        <path className={styles.soft} d="M26 98V48a20 20 0 0 1 40 0v50Z" />
        <path className={styles.line} d="M26 98V48a20 20 0 0 1 40 0v50" />
        <path className={styles.door} d="M26 98V48a20 20 0 0 1 20-20v76Z" />
        <circle className={styles.knob} cx="41" cy="68" r="2" />
        <path
          className={styles.bubble}
          d="M92 14h38a14 14 0 0 1 14 14v20a14 14 0 0 1-14 14h-26L90 72l1-10a14 14 0 0 1-13-14V28a14 14 0 0 1 14-14Z"
        />
        <path
          className={styles.leaf}
          d="M128 86c-8-2-10-8-9-14 7 1 10 6 9 14Zm1 0c0-9 4-14 10-15 1 7-3 13-10 15Z"
        />
        <path className={styles.door} d="M121 86h16l-2 12h-12Z" />
      </svg>
      <span className={styles.icon}>{icon}</span>
    </span>
  );
}
