import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Progress } from './file-row.tsx';
import { useCancel } from './use-cancel.ts';
import { fileStanding, type FileStanding } from './file-standing.ts';
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
  const standing = fileStanding(state, undefined);
  const progress = <Progress standing={standing} name={name} />;
  const cancel = underWay.has(standing.is) ? (
    <CancelButton {...{ file, place, name, isWithin }} />
  ) : null;
  if (shown?.is !== 'shown') {
    const awaited = (
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
    return <Acted act={cancel}>{awaited}</Acted>;
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
  if (!isMoving) return <Acted act={cancel}>{tile}</Acted>;
  const move = <MotionButton {...motion} {...{ name, isWithin }} />;
  return (
    <Acted
      act={
        <>
          {move}
          {cancel}
        </>
      }
    >
      {tile}
    </Acted>
  );
}

const underWay: ReadonlySet<FileStanding['is']> = new Set(['waiting', 'up', 'down', 'stopped']);

/** A tile, and beside it for who reads by ear or by keys what can be done with it. */
function Acted({ act, children }: { act: ReactNode; children: ReactNode }) {
  return (
    <span className={styles.acted}>
      {children}
      {act}
    </span>
  );
}

function CancelButton({
  file,
  place,
  name,
  isWithin,
}: PlacedFile & { name: string; isWithin: boolean }) {
  const cancel = useCancel({ file, place }, name);
  if (!cancel) return null;
  return (
    <IconButton
      size="small"
      className={styles.cancel}
      label={cancel.label}
      icon={<X />}
      {...(isWithin ? { 'data-within': '', tabIndex: -1 } : {})}
      onClick={cancel.run}
    />
  );
}
