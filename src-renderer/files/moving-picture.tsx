import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pause, Play } from 'lucide-react';
import { useRoomStores } from '../room/room-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useIsNear } from './use-is-near.ts';
import { fromRoom, type PlacedFile } from './files-place.ts';
import styles from './files.module.css';

/** On the screen, and not only near it. */
const seen = '0px';

type MovingPictureProps = PlacedFile & { still: string; width: number; height: number };

/** Moves only while it is seen; for who wants less motion, only after a click on its button. */
export function useMotion(): { isPlaying: boolean; toggle: () => void } {
  const [chosen, setChosen] = useState<boolean>();
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const isPlaying = chosen ?? !isCalm;
  return { isPlaying, toggle: () => setChosen(!isPlaying) };
}

export function MovingPicture(props: MovingPictureProps & { isPlaying: boolean }) {
  const { file, place, still, width, height, isPlaying } = props;
  const { pictures } = useRoomStores();
  const image = useRef<HTMLImageElement>(null);
  const isSeen = useIsNear(image, seen);
  const [whole, setWhole] = useState<string>();
  useEffect(() => {
    if (!isSeen || !isPlaying) return undefined;
    let isOver = false;
    let made: string | undefined;
    void pictures.whole(file, fromRoom(place, file)).then((url) => {
      made = url;
      if (url === undefined) return;
      if (isOver) URL.revokeObjectURL(url);
      else setWhole(url);
    });
    return () => {
      isOver = true;
      setWhole(undefined);
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [pictures, file, place, isSeen, isPlaying]);
  return (
    <img
      ref={image}
      className={styles.image}
      src={whole ?? still}
      alt=""
      {...{ width, height }}
      draggable={false}
    />
  );
}

/** Beside the picture's own button, above it. */
export function MotionButton({
  name,
  isWithin,
  isPlaying,
  toggle,
}: ReturnType<typeof useMotion> & { name: string; isWithin: boolean }) {
  const { t } = useTranslation();
  const act = isPlaying ? t('files.pause') : t('files.play');
  return (
    <IconButton
      size="small"
      className={styles.motion}
      label={t('files.named', { act, name })}
      icon={isPlaying ? <Pause /> : <Play />}
      tooltip={false}
      {...(isWithin ? { 'data-within': '', tabIndex: -1 } : {})}
      onClick={toggle}
    />
  );
}
