import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { RoomDrawing } from './room-drawing.tsx';

export type EmptyStateProps = {
  /** What it is about; stands in the drawing. */
  icon?: ReactNode;
  title: string;
  /** What will be here and how to start. */
  text?: string | undefined;
  action?: ReactNode;
  /** If it is all that a page shows, its title is the page's. */
  isPage?: boolean;
};

export function EmptyState({ icon, title, text, action, isPage = false }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      {icon ? <RoomDrawing icon={icon} /> : null}
      {isPage ? <h1 className={styles.title}>{title}</h1> : <p className={styles.title}>{title}</p>}
      {text ? <p className={styles.text}>{text}</p> : null}
      {action}
    </div>
  );
}
