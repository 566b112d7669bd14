import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ChevronLeft,
  ChevronRight,
  Download,
  FolderOpen,
  Maximize,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { fileNameFor } from '../../src-shared/text/file-names.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { sideOfArrow } from '../ui/arrow-side.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { fromRoom, type FilesPlace } from './files-place.ts';
import styles from './picture-viewer.module.css';

export type PictureViewerProps = {
  files: readonly SentFile[];
  first: SentFile;
  place: FilesPlace;
  onClose: () => void;
};

/** What scrolls must be within the keyboard's reach. */
const reachable = { tabIndex: 0 };
/** 1 fits it into the window. */
const zooms = [1, 1.5, 2, 3, 4, 6, 8];

/** A picture as large as the window, and from it to the others of its message. */
export function PictureViewer({ files, first, place, onClose }: PictureViewerProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(() => files.indexOf(first));
  const [zoom, setZoom] = useState(0);
  const stage = useRef<HTMLDivElement>(null);
  const file = files[at] ?? first;
  const name = fileNameFor(file.name);
  const step = (by: number) => {
    const next = at + by;
    if (next < 0 || next >= files.length) return;
    setAt(next);
    setZoom(0);
  };
  const zoomBy = (by: number) => setZoom(Math.min(zooms.length - 1, Math.max(0, zoom + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const side = zoom === 0 ? sideOfArrow(event.key) : undefined;
    if (side) step(side === 'end' ? 1 : -1);
    else if (event.key === 'PageDown') step(1);
    else if (event.key === 'PageUp') step(-1);
    else if (event.key === '+' || event.key === '=') zoomBy(1);
    else if (event.key === '-') zoomBy(-1);
    else if (event.key === '0') setZoom(0);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog look="full" title={name} initialFocus={stage} onClose={onClose}>
      <div className={styles.viewer} onKeyDown={onKeyDown}>
        <Stage {...{ file, name }} scale={zooms[zoom] ?? 1} stage={stage} onZoom={zoomBy} />
        <div className={styles.tools}>
          {files.length > 1 ? <Steps {...{ at, count: files.length, step }} /> : null}
          <IconButton
            label={t('files.zoomOut')}
            keys={['-']}
            icon={<ZoomOut />}
            aria-disabled={zoom === 0 || undefined}
            onClick={() => zoomBy(-1)}
          />
          <IconButton
            label={t('files.fit')}
            keys={['0']}
            icon={<Maximize />}
            aria-disabled={zoom === 0 || undefined}
            onClick={() => setZoom(0)}
          />
          <IconButton
            label={t('files.zoomIn')}
            keys={['+']}
            icon={<ZoomIn />}
            aria-disabled={zoom === zooms.length - 1 || undefined}
            onClick={() => zoomBy(1)}
          />
          <SaveButton file={file} place={place} />
        </div>
      </div>
    </Dialog>
  );
}

type StageProps = {
  file: SentFile;
  name: string;
  scale: number;
  stage: React.RefObject<HTMLDivElement | null>;
  onZoom: (by: number) => void;
};

/** What does not fit is reached by scrolling, with the arrow keys too. */
function Stage({ file, name, scale, stage, onZoom }: StageProps) {
  const { t } = useTranslation();
  const picture = useWhole(file);
  return (
    <div
      ref={stage}
      className={styles.stage}
      role="group"
      aria-label={name}
      {...reachable}
      onDoubleClick={() => onZoom(scale === 1 ? 2 : -zooms.length)}
    >
      {picture === 'coming' ? (
        <Spinner />
      ) : picture === undefined ? (
        <p className={styles.note}>{t('files.notShown')}</p>
      ) : (
        <img
          className={classNames(styles.picture, scale > 1 && styles.enlarged)}
          src={picture}
          alt={name}
          draggable={false}
          style={{ width: `${100 * scale}%`, height: `${100 * scale}%` }}
        />
      )}
    </div>
  );
}

/** Its address; undefined if it cannot be shown. */
function useWhole({ hash }: SentFile): string | undefined {
  const { pictures } = useRoomStores();
  const [whole, setWhole] = useState<{ of: string; url: string | undefined }>();
  useEffect(() => {
    let isOver = false;
    let made: string | undefined;
    void pictures.whole(hash).then((url) => {
      made = url;
      if (!isOver) setWhole({ of: hash, url });
      else if (url !== undefined) URL.revokeObjectURL(url);
    });
    return () => {
      isOver = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [pictures, hash]);
  return whole?.of === hash ? whole.url : 'coming';
}

function Steps({ at, count, step }: { at: number; count: number; step: (by: number) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <IconButton
        className={styles.turned}
        label={t('files.previous')}
        keys={['←']}
        icon={<ChevronLeft />}
        aria-disabled={at === 0 || undefined}
        onClick={() => step(-1)}
      />
      <span className={styles.place} role="status">
        {t('files.place', { place: at + 1, count })}
      </span>
      <IconButton
        className={styles.turned}
        label={t('files.next')}
        keys={['→']}
        icon={<ChevronRight />}
        aria-disabled={at === count - 1 || undefined}
        onClick={() => step(1)}
      />
    </>
  );
}

function SaveButton({ file, place }: { file: SentFile; place: FilesPlace }) {
  const { t } = useTranslation();
  const { files, frame } = useRoomStores();
  const wish = useStore(files, ({ wishes }) => wishes.get(file.hash));
  const from = fromRoom(place, file);
  if (!from) return null;
  if (wish?.is === 'saved') {
    const reveal = async () => {
      const answer = await files.reveal(wish.file);
      if (!answer.ok) frame.refuse(answer.refusal);
    };
    return (
      <>
        <span role="status" className={styles.note}>
          {t('files.saved', { name: wish.file.name })}
        </span>
        <Button icon={<FolderOpen size={16} />} onClick={() => void reveal()}>
          {t('files.reveal')}
        </Button>
      </>
    );
  }
  return (
    <>
      <span role="alert" className={styles.note}>
        {wish?.is === 'failed' ? refusalText(t, wish.refusal) : null}
      </span>
      <Button
        icon={<Download size={16} />}
        busy={wish?.is === 'saving'}
        onClick={() => void files.save(from)}
      >
        {t('files.save')}
      </Button>
    </>
  );
}
