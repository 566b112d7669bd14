import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Progress } from './file-row.tsx';
import { fileStanding } from './file-standing.ts';
import { fromRoom, type PlacedFile } from './files-place.ts';
import { MotionButton, MovingPicture, useMotion } from './moving-picture.tsx';
import { PreviewCanvas } from './preview-canvas.tsx';
import styles from './files.module.css';

export type PictureTileProps = PlacedFile & {
  /** It is made ready then, and not before. */
  isNear: boolean;
  /** In a message it is reached with the arrow keys, like all that stands in one. */
  isWithin: boolean;
  onOpen: () => void;
};

/** A picture, small; a click shows it large. */
export function PictureTile({ file, place, isNear, isWithin, onOpen }: PictureTileProps) {
  const { t } = useTranslation();
  const { pictures, files } = useRoomStores();
  const shown = useStore(pictures, (state) => state.pictures.get(file.hash));
  const state = useStore(files, ({ states }) => states.get(file.hash));
  const motion = useMotion();
  useEffect(() => {
    if (!isNear) return undefined;
    return pictures.hold(file, fromRoom(place, file));
  }, [pictures, file, place, isNear]);
  const name = filePathFor(file.name);
  const progress = <Progress standing={fileStanding(state, undefined)} name={name} />;
  if (shown?.is !== 'shown') {
    return (
      <span
        className={styles.tile}
        role="img"
        aria-label={t('files.loading', { name })}
        title={name}
      >
        {file.preview === undefined ? null : <PreviewCanvas preview={file.preview} />}
        <span className={styles.awaited}>
          <Spinner />
        </span>
        {progress}
      </span>
    );
  }
  const { url, width, height, isMoving } = shown.picture;
  const tile = (
    <button
      type="button"
      {...(isWithin ? { 'data-within': '', tabIndex: -1 } : {})}
      className={styles.tile}
      aria-label={t('files.open', { name })}
      title={name}
      onClick={onOpen}
    >
      {isMoving ? (
        <MovingPicture
          {...{ file, place, width, height }}
          still={url}
          isPlaying={motion.isPlaying}
        />
      ) : (
        <img className={styles.image} src={url} alt="" {...{ width, height }} draggable={false} />
      )}
      {progress}
    </button>
  );
  if (!isMoving) return tile;
  return (
    <span className={styles.moving}>
      {tile}
      <MotionButton {...motion} {...{ name, isWithin }} />
    </span>
  );
}
