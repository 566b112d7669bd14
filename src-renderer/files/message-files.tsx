import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { fileNameFor } from '../../src-shared/text/file-names.ts';
import { isFetchedUnasked, maybePicture } from '../room/picture-store.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Spinner } from '../ui/spinner.tsx';
import { FileRow, Progress } from './file-row.tsx';
import { fromRoom, type FilesPlace } from './files-place.ts';
import { fileStanding } from './file-standing.ts';
import { PictureViewer } from './picture-viewer.tsx';
import styles from './files.module.css';

export type MessageFilesProps = { files: readonly SentFile[]; place: FilesPlace };

/** What a message has with it: pictures small beside each other, everything else as rows to save. */
export function MessageFiles({ files, place }: MessageFilesProps) {
  const { t } = useTranslation();
  const around = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(around);
  const looks = useLooks(files);
  const [open, setOpen] = useState<SentFile>();
  useKnown(files, isNear);
  const pictures = files.filter((_, at) => looks[at] === 'picture');
  const rows = files.filter((_, at) => looks[at] !== 'picture');
  return (
    <div ref={around} className={styles.files} data-added="">
      {pictures.length > 0 ? (
        <div className={classNames(styles.pictures, pictures.length > 1 && styles.several)}>
          {pictures.map((file, at) => (
            <Picture key={`${file.hash} ${at}`} {...{ file, place, isNear, onOpen: setOpen }} />
          ))}
        </div>
      ) : null}
      {rows.length > 0 ? (
        <ul className={styles.rows} aria-label={t('files.list')}>
          {rows.map((file, at) => (
            <FileRow
              key={`${file.hash} ${at}`}
              {...{ file, place }}
              isNoPicture={looks[files.indexOf(file)] === 'none'}
            />
          ))}
        </ul>
      ) : null}
      {open ? (
        <PictureViewer
          files={pictures}
          first={open}
          place={place}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </div>
  );
}

type Look = 'picture' | 'row' | 'none';

/** `none`: one that was taken for a picture and is none. */
function useLooks(files: readonly SentFile[]): Look[] {
  const { files: states, pictures } = useRoomStores();
  const stuck = useStore(
    states,
    useShallow((state) =>
      files.map(({ hash }) => {
        const isStopped = state.states.get(hash)?.is === 'stopped';
        return isStopped || state.wishes.get(hash)?.is === 'failed';
      }),
    ),
  );
  return useStore(
    pictures,
    useShallow((state) =>
      files.map((file, at): Look => {
        const shown = state.pictures.get(file.hash);
        if (shown) return shown.is === 'shown' ? 'picture' : 'none';
        const isComing = isFetchedUnasked(file) || state.wanted.has(file.hash);
        return maybePicture(file) && isComing && stuck[at] !== true ? 'picture' : 'row';
      }),
    ),
  );
}

type PictureProps = {
  file: SentFile;
  place: FilesPlace;
  isNear: boolean;
  onOpen: (file: SentFile) => void;
};

function Picture({ file, place, isNear, onOpen }: PictureProps) {
  const { t } = useTranslation();
  const { pictures, files } = useRoomStores();
  const shown = useStore(pictures, (state) => state.pictures.get(file.hash));
  const state = useStore(files, ({ states }) => states.get(file.hash));
  const { in: conversation, seq } = place;
  useEffect(() => {
    if (!isNear) return undefined;
    return pictures.hold(file, fromRoom({ in: conversation, seq }, file));
  }, [pictures, file, conversation, seq, isNear]);
  const name = fileNameFor(file.name);
  const progress = <Progress standing={fileStanding(state, undefined)} name={name} />;
  if (shown?.is !== 'shown') {
    return (
      <span
        className={styles.tile}
        role="img"
        aria-label={t('files.loading', { name })}
        title={name}
      >
        <Spinner />
        {progress}
      </span>
    );
  }
  const { url, width, height } = shown.picture;
  return (
    <button
      type="button"
      data-within=""
      tabIndex={-1}
      className={styles.tile}
      aria-label={t('files.open', { name })}
      title={name}
      onClick={() => onOpen(file)}
    >
      <img className={styles.image} src={url} alt="" {...{ width, height }} draggable={false} />
      {progress}
    </button>
  );
}

/** Asks how they stand, once somebody is about to see them. */
function useKnown(files: readonly SentFile[], isNear: boolean): void {
  const { files: states } = useRoomStores();
  useEffect(() => {
    if (isNear) for (const { hash } of files) void states.know(hash);
  }, [states, files, isNear]);
}

/** So far beyond the edge what scrolls in is made ready. */
const nearBy = '600px';

/** Whether it is on the screen, or nearly; without what would tell, it is. */
function useIsNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setIsNear] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return undefined;
    const watch = new IntersectionObserver(
      (seen) => setIsNear(seen.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: nearBy },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element]);
  return isNear;
}
