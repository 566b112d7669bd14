import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { classNames } from '../ui/class-names.ts';
import { FileRow } from './file-row.tsx';
import { NoSpaceNotes } from './no-space-note.tsx';
import { keyOfPlaced, type FilesPlace, type PlacedFile } from './files-place.ts';
import { PictureTile } from './picture-tile.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import { useIsNear } from './use-is-near.ts';
import { useKnown, useLooks } from './use-looks.ts';
import styles from './files.module.css';

export type MessageFilesProps = { files: readonly SentFile[]; place: FilesPlace };

/** What a message has with it: pictures small beside each other, everything else as rows to save. */
export function MessageFiles({ files, place }: MessageFilesProps) {
  const { t } = useTranslation();
  const around = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(around);
  const looks = useLooks(files);
  const [open, setOpen] = useState<PlacedFile>();
  useKnown(files, isNear);
  const placed = useMemo(() => files.map((file) => ({ file, place })), [files, place]);
  const pictures = placed.filter((_, at) => looks[at] === 'picture');
  const rows = placed.filter((_, at) => looks[at] !== 'picture');
  return (
    <div ref={around} className={styles.files} data-added="">
      {pictures.length > 0 ? (
        <div className={classNames(styles.pictures, pictures.length > 1 && styles.several)}>
          {pictures.map((each, at) => (
            <PictureTile
              key={keyOfPlaced(each, at)}
              {...each}
              isNear={isNear}
              isWithin
              onOpen={() => setOpen(each)}
            />
          ))}
        </div>
      ) : null}
      <NoSpaceNotes files={pictures} isNamed />
      {rows.length > 0 ? (
        <ul className={styles.rows} aria-label={t('files.list')}>
          {rows.map((each, at) => (
            <FileRow
              key={keyOfPlaced(each, at)}
              {...each}
              isNoPicture={looks[placed.indexOf(each)] === 'none'}
              isWithin
            />
          ))}
        </ul>
      ) : null}
      {open ? (
        <PictureViewer first={open} beside={pictures} onClose={() => setOpen(undefined)} />
      ) : null}
    </div>
  );
}
