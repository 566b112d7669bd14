import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './split-handle.module.css';

export type SplitHandleProps = {
  label: string;
  /** Width of the pane in pixels, and its bounds. */
  width: number;
  min: number;
  max: number;
  onWidth: (width: number) => void;
  /** Which side of the handle the pane lies on. */
  pane: 'left' | 'right';
};

// A separator that can be focused is a control; one that cannot is a mere line.
const separator = { tabIndex: 0 };
const keyStep = 16;

/** The line between two panes; dragged, or moved by the arrow keys. */
export function SplitHandle({ label, width, min, max, onWidth, pane }: SplitHandleProps) {
  const drag = useRef<{ from: number; width: number } | null>(null);
  const towards = pane === 'left' ? 1 : -1;
  const set = (wanted: number) => onWidth(Math.round(Math.min(max, Math.max(min, wanted))));

  const start = (event: PointerEvent<HTMLHRElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width };
  };
  const move = (event: PointerEvent<HTMLHRElement>) => {
    if (drag.current) set(drag.current.width + towards * (event.clientX - drag.current.from));
  };
  const key = (event: KeyboardEvent<HTMLHRElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    set(width + towards * (event.key === 'ArrowRight' ? keyStep : -keyStep));
  };

  return (
    <hr
      className={styles.handle}
      {...separator}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={key}
    />
  );
}
