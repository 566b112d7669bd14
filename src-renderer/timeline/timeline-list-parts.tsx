import type { RefAttributes } from 'react';
import type { Components, ContextProp, ListProps, ScrollerProps } from 'react-virtuoso';
import type { RowContext } from './timeline-row.tsx';
import type { Row } from './timeline-rows.ts';
import styles from './timeline-list.module.css';

export type ListContext = RowContext & { label: string; isAtEnd: boolean };

type PartProps<P> = P & ContextProp<ListContext> & RefAttributes<HTMLDivElement>;

function Scroller({ context, ...rest }: PartProps<ScrollerProps>) {
  return (
    <div
      {...rest}
      role="log"
      aria-label={context.label}
      // What scrolling brings in is not news.
      aria-live={context.isAtEnd ? 'polite' : 'off'}
    />
  );
}

function List({ context: _, ...rest }: PartProps<ListProps>) {
  return <div {...rest} role="list" />;
}

function Space() {
  return <div className={styles.space} />;
}

/** The elements around the rows: a log that holds a list. */
export const listParts: Components<Row, ListContext> = {
  Scroller,
  List,
  Header: Space,
  Footer: Space,
};
