import {
  useEffect,
  useEffectEvent,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { classNames } from './class-names.ts';
import type { DrawnPicture } from './painter.ts';
import { reachable } from './reachable.ts';
import { pushed, zoomed, type SquareCrop } from './square-crop.ts';
import styles from './square-stage.module.css';

type Shape = 'circle' | 'square';
type ViewProps = { picture: DrawnPicture; crop: SquareCrop };

/** A square of a picture, as large as the place it stands in. */
function SquareView({ picture, crop: { x, y, zoom } }: ViewProps) {
  const { url, width, height } = picture;
  const shorter = Math.min(width, height);
  const share = (units: number) => `${100 * zoom * units}%`;
  return (
    <img
      className={styles.picture}
      src={url}
      alt=""
      draggable={false}
      style={{
        width: share(width / shorter),
        height: share(height / shorter),
        left: share(1 / zoom / 2 - x),
        top: share(1 / zoom / 2 - y),
      }}
    />
  );
}

/** How it will look. */
export function SquarePreview({
  size,
  shape,
  ...view
}: ViewProps & { size: number; shape: Shape }) {
  return (
    <span
      className={classNames(styles.preview, styles[shape])}
      style={{ width: size, height: size }}
      aria-hidden="true"
    >
      <SquareView {...view} />
    </span>
  );
}

type StageProps = ViewProps & {
  shape: Shape;
  stage: RefObject<HTMLDivElement | null>;
  label: string;
  /** The id of what says how it is done. */
  describedBy: string;
  onCrop: (change: (crop: SquareCrop) => SquareCrop) => void;
};

/** Of the square's side, and of its zoom. */
const keyPush = 0.02;
const keyZoom = 1.1;

/** The picture under its square: dragged, pinched, and moved by keys. */
export function SquareStage(props: StageProps) {
  const { picture, crop, shape, stage, label, describedBy, onCrop } = props;
  const push = (x: number, y: number) => onCrop((now) => pushed(now, picture, { x, y }));
  const zoomBy = (by: number, at?: { x: number; y: number }) =>
    onCrop((now) => zoomed(now, picture, { zoom: now.zoom * by, ...(at && { at }) }));
  useWheel(stage, zoomBy);
  return (
    <div
      ref={stage}
      className={styles.stage}
      // A screen reader leaves the arrow keys to it.
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      {...reachable}
      onKeyDown={(event) => takeKey(event, { push, zoomBy })}
      {...useFingers(stage, { push, zoomBy })}
    >
      <SquareView picture={picture} crop={crop} />
      <span className={classNames(styles.mask, styles[shape])} />
    </div>
  );
}

type Acts = {
  push: (x: number, y: number) => void;
  zoomBy: (by: number, at?: { x: number; y: number }) => void;
};

function takeKey(event: KeyboardEvent<HTMLElement>, { push, zoomBy }: Acts): void {
  const far = event.shiftKey ? 5 * keyPush : keyPush;
  const acts: Record<string, () => void> = {
    ArrowLeft: () => push(-far, 0),
    ArrowRight: () => push(far, 0),
    ArrowUp: () => push(0, -far),
    ArrowDown: () => push(0, far),
    '+': () => zoomBy(keyZoom),
    '=': () => zoomBy(keyZoom),
    '-': () => zoomBy(1 / keyZoom),
    _: () => zoomBy(1 / keyZoom),
    // As in any field of a form.
    Enter: () => event.repeat || event.currentTarget.closest('form')?.requestSubmit(),
  };
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

type Point = { x: number; y: number };

/** In sides of the square, from its middle. */
function placeIn(stage: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }) {
  const { left, top, width } = stage.getBoundingClientRect();
  return { x: (clientX - left) / width - 0.5, y: (clientY - top) / width - 0.5 };
}

/** One drags; two drag by what is between them, and zoom by how far they are from each other. */
function useFingers(stage: RefObject<HTMLDivElement | null>, { push, zoomBy }: Acts) {
  const fingers = useRef(new Map<number, Point>());
  const drop = ({ pointerId }: PointerEvent) => void fingers.current.delete(pointerId);
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (!stage.current || event.button !== 0 || fingers.current.size > 1) return;
      stage.current.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, placeIn(stage.current, event));
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const before = span(fingers.current);
      if (!stage.current || !fingers.current.has(event.pointerId)) return;
      fingers.current.set(event.pointerId, placeIn(stage.current, event));
      const now = span(fingers.current);
      push(now.middle.x - before.middle.x, now.middle.y - before.middle.y);
      if (before.length > 0 && now.length > 0) zoomBy(now.length / before.length, now.middle);
    },
    onPointerUp: drop,
    onPointerCancel: drop,
  };
}

function span(fingers: ReadonlyMap<number, Point>): { middle: Point; length: number } {
  const [one = { x: 0, y: 0 }, other = one] = fingers.values();
  const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  return { middle, length: Math.hypot(one.x - other.x, one.y - other.y) };
}

/** React's own listener could not keep the dialog from scrolling. */
function useWheel(stage: RefObject<HTMLDivElement | null>, zoomBy: Acts['zoomBy']): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    // Of some mice it is in lines.
    const far = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 * event.deltaY : event.deltaY;
    if (stage.current) zoomBy(Math.exp(-far / 400), placeIn(stage.current, event));
  });
  useEffect(() => {
    const own = stage.current;
    own?.addEventListener('wheel', turn, { passive: false });
    return () => own?.removeEventListener('wheel', turn);
  }, [stage]);
}
