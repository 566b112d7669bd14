import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ChevronLeft,
  ChevronRight,
  Download,
  FolderOpen,
  Maximize,
  MessageSquare,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { conversationKind, type AccountId, type PrivateId } from '../../src-shared/protocol/ids.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { maybePicture } from '../room/picture-store.ts';
import type { RoomStore } from '../room/room-store.ts';
import { isBlocked } from '../room/room-selectors.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { sideOfArrow } from '../ui/arrow-side.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { reachable } from '../ui/reachable.ts';
import { Spinner } from '../ui/spinner.tsx';
import { filesOfPrivate, fromRoom, seqOf, type PlacedFile } from './files-place.ts';
import {
  createPictureRunStore,
  createPrivateRunStore,
  type PictureRunStore,
} from './picture-run-store.ts';
import { useGoToFile, useOriginWords } from './use-origin.ts';
import styles from './picture-viewer.module.css';

export type PictureViewerProps = {
  first: PlacedFile;
  /** Those that stand beside it; the others of the conversation follow in both directions. */
  beside: readonly PlacedFile[];
  onClose: () => void;
};

/** 1 fits it into the window. */
const zooms = [1, 1.5, 2, 3, 4, 6, 8];

/** A picture as large as the window, and from it to the others of its conversation, older and newer. */
export function PictureViewer({ first, beside, onClose }: PictureViewerProps) {
  const run = usePictureRun({ first, beside });
  const shown = useStore(run, ({ pictures, at }) => pictures[at]);
  const stage = useRef<HTMLDivElement>(null);
  const [zoomed, setZoomed] = useState<{ of: PlacedFile | undefined; zoom: number }>();
  const zoom = zoomed?.of === shown ? (zoomed?.zoom ?? 0) : 0;
  const setZoom = (to: number) =>
    setZoomed({ of: shown, zoom: Math.min(zooms.length - 1, Math.max(0, to)) });
  const zoomBy = (by: number) => setZoom(zoom + by);
  useEffect(() => {
    if (!shown) onClose();
  }, [shown, onClose]);
  if (!shown) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const side = zoom === 0 ? sideOfArrow(event.key) : undefined;
    if (side) run.step(side === 'end' ? 'newer' : 'older');
    else if (event.key === 'PageDown') run.step('newer');
    else if (event.key === 'PageUp') run.step('older');
    else if (event.key === '+' || event.key === '=') zoomBy(1);
    else if (event.key === '-') zoomBy(-1);
    else if (event.key === '0') setZoom(0);
    else return;
    event.preventDefault();
  };
  const name = filePathFor(shown.file.name);
  return (
    <Dialog look="full" title={name} initialFocus={stage} onClose={onClose}>
      <div className={styles.viewer} onKeyDown={onKeyDown}>
        <Stage {...{ shown, name, stage }} scale={zooms[zoom] ?? 1} onZoom={zoomBy} />
        <div className={styles.tools}>
          <Steps run={run} />
          <ZoomButtons {...{ zoom, zoomBy, setZoom }} />
          <SaveButton {...shown} />
          <Origin {...{ shown, onClose }} />
        </div>
      </div>
    </Dialog>
  );
}

/** As it is when the viewer opens: what comes then, it hears itself. */
function usePictureRun({ first, beside }: Pick<PictureViewerProps, 'first' | 'beside'>) {
  const { bridge, room } = useRoomStores();
  const [run] = useState(() => {
    const { place } = first;
    if ('private' in place) return privateRun(room, { first, id: place.private });
    const isDirect = conversationKind(place.in) === 'direct';
    const isHidden = (account: AccountId) => !isDirect && isBlocked(room.getState(), account);
    return createPictureRunStore(bridge, { room: room.id, in: place.in, first, beside, isHidden });
  });
  useEffect(() => {
    const end = run.listen();
    run.start();
    return end;
  }, [run]);
  return run;
}

function privateRun(
  room: RoomStore,
  { first, id }: { first: PlacedFile; id: PrivateId },
): PictureRunStore {
  const read = () => {
    const view = room.getState().privates.get(id);
    const files = view ? filesOfPrivate(view, room.getState().room?.account) : [];
    return files.filter(({ file }) => maybePicture(file));
  };
  return createPrivateRunStore({ first, read, listen: (changed) => room.subscribe(changed) });
}

type ZoomProps = { zoom: number; zoomBy: (by: number) => void; setZoom: (to: number) => void };

function ZoomButtons({ zoom, zoomBy, setZoom }: ZoomProps) {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}

/** Who said it and when, and the way there. */
function Origin({ shown, onClose }: { shown: PlacedFile; onClose: () => void }) {
  const goThere = useGoToFile();
  const words = useOriginWords(shown.place);
  if (seqOf(shown.place) === undefined) return null;
  return (
    <Button
      look="quiet"
      icon={<MessageSquare size={16} />}
      onClick={() => {
        onClose();
        goThere(shown.place);
      }}
    >
      <bdi>{words}</bdi>
    </Button>
  );
}

type StageProps = {
  shown: PlacedFile;
  name: string;
  scale: number;
  stage: React.RefObject<HTMLDivElement | null>;
  onZoom: (by: number) => void;
};

/** What does not fit is reached by scrolling, with the arrow keys too. */
function Stage({ shown, name, scale, stage, onZoom }: StageProps) {
  const { t } = useTranslation();
  const { pictures } = useRoomStores();
  const small = useStore(pictures, (state) => state.pictures.get(shown.file.hash));
  const whole = useWhole(shown);
  // Until all of it is there, what is known of it.
  const picture = whole === 'coming' && small?.is === 'shown' ? small.picture.url : whole;
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
function useWhole({ file, place }: PlacedFile): string | undefined {
  const { pictures } = useRoomStores();
  const [whole, setWhole] = useState<{ of: SentFile; url: string | undefined }>();
  useEffect(() => {
    let isOver = false;
    let made: string | undefined;
    void pictures.whole(file, fromRoom(place, file)).then((url) => {
      made = url;
      if (!isOver) setWhole({ of: file, url });
      else if (url !== undefined) URL.revokeObjectURL(url);
    });
    return () => {
      isOver = true;
      // Whoever comes back to it before another is there has it made anew.
      setWhole(undefined);
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [pictures, file, place]);
  return whole?.of === file ? whole.url : 'coming';
}

function Steps({ run }: { run: PictureRunStore }) {
  const { t } = useTranslation();
  const isFirst = useStore(run, ({ at }) => at === 0);
  const isLast = useStore(run, ({ at, pictures }) => at === pictures.length - 1);
  return (
    <>
      <IconButton
        className={styles.turned}
        label={t('files.previous')}
        keys={['←']}
        icon={<ChevronLeft />}
        aria-disabled={isFirst || undefined}
        onClick={() => run.step('older')}
      />
      <IconButton
        className={styles.turned}
        label={t('files.next')}
        keys={['→']}
        icon={<ChevronRight />}
        aria-disabled={isLast || undefined}
        onClick={() => run.step('newer')}
      />
    </>
  );
}

function SaveButton({ file, place }: PlacedFile) {
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
        onClick={() => void files.save({ ...from, name: filePathFor(file.name) })}
      >
        {t('files.save')}
      </Button>
    </>
  );
}
