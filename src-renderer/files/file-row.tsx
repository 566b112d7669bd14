import { useState, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Download, Eye, FolderOpen, Play, RotateCcw, Square, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { FileState } from '../../src-shared/bridge/files.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useFormat } from '../i18n/format.ts';
import { mayBePlayed, maybePicture } from '../room/picture-store.ts';
import { nameOf } from '../room/room-selectors.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { NoSpaceNotes } from './no-space-note.tsx';
import { MediaPlayer } from './media-player.tsx';
import { FileIcon } from './file-icon.tsx';
import { useCancel } from './use-cancel.ts';
import { fileStanding, standingWords, type FileStanding } from './file-standing.ts';
import { fromRoom, isGiven, type PlacedFile } from './files-place.ts';
import styles from './files.module.css';

export type FileRowProps = PlacedFile & {
  /** Its bytes are no picture that is shown, whatever its name is. */
  isNoPicture: boolean;
  /** In a message its buttons are reached with the arrow keys, like all that stands in one. */
  isWithin: boolean;
  /** Stands below its name: where it comes from. */
  origin?: ReactNode;
};

/** A file to save: its name, its size, how it stands and what can be done with it. */
export function FileRow(props: FileRowProps) {
  const { file, place, isNoPicture, isWithin, origin } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { files } = useRoomStores();
  const state = useStore(files, ({ states }) => states.get(file.hash));
  const wish = useStore(files, ({ wishes }) => wishes.get(file.hash));
  const standing = fileStanding(state && withSize(state, file), wish);
  const name = filePathFor(file.name);
  const isLive = useRoom(({ room }) => room?.connection.is === 'live');
  const partner = usePartner(place);
  const words = standingWords(standing, { t, format, isLive, partner });
  const [isOpen, setIsOpen] = useState(false);
  const play = mayBePlayed(file) && !isOpen ? () => setIsOpen(true) : undefined;
  return (
    <li className={styles.row}>
      <span className={styles.icon}>
        <FileIcon name={name} />
      </span>
      <span className={styles.about}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.standing}>
          {[format.bytes(file.size), words].filter(Boolean).join(' · ')}
        </span>
        {origin}
        <NoSpaceNotes files={[{ file, place }]} />
        <Progress standing={standing} name={name} />
        {standing.is === 'failed' ? (
          <span role="alert" className={styles.failed}>
            {refusalText(t, withWho(standing.refusal, partner?.name))}
          </span>
        ) : null}
      </span>
      <span className={styles.acts}>
        <RowActs {...{ file, place, standing, name, isNoPicture, isWithin, play }} />
      </span>
      {isOpen ? (
        <span className={styles.player} tabIndex={-1} ref={takeFocus}>
          <MediaPlayer {...{ file, place, name }} />
        </span>
      ) : null}
    </li>
  );
}

/** Of what an earlier run has left the size stands in the message alone. */
function withSize(state: FileState, { size }: PlacedFile['file']): FileState {
  return state.is === 'part' ? { ...state, size, done: Math.min(state.done, size) } : state;
}

/** Who gives it, if that is a partner in private, who has to be there. */
function usePartner(place: PlacedFile['place']): { name: string; isAway: boolean } | undefined {
  const { t } = useTranslation();
  const view = useRoom((state) =>
    'private' in place ? state.privates.get(place.private) : undefined,
  );
  const known = useRoom((state) => view && nameOf(state, view.partner));
  if (!view) return undefined;
  const { state } = view;
  return {
    name: known ?? (view.partnerName || t('conversations.someone')),
    isAway: state.is === 'interrupted' && state.who === 'partner',
  };
}

function withWho(refusal: Refusal, name: string | undefined): Refusal {
  return isOfPartner.has(refusal.code) && name !== undefined
    ? { ...refusal, subject: name }
    : refusal;
}

const isOfPartner: ReadonlySet<RefusalCode> = new Set(['file-withdrawn', 'partner-no-space']);

/** The button that was pressed is gone. */
function takeFocus(place: HTMLElement | null): void {
  place?.focus({ preventScroll: true });
}

export function Progress({ standing, name }: { standing: FileStanding; name: string }) {
  const isStopped = standing.is === 'stopped' || standing.is === 'stopped-there';
  const isMoving = standing.is === 'up' || standing.is === 'down' || isStopped;
  if (!isMoving) return null;
  return (
    <progress
      className={styles.progress}
      aria-label={name}
      max={Math.max(1, standing.size)}
      value={standing.done}
    />
  );
}

/** However often one asks; or somebody else has to. */
const comesNoMore: ReadonlySet<RefusalCode> = new Set([
  'file-not-kept',
  'file-withdrawn',
  'partner-no-space',
]);

type ActsProps = Omit<FileRowProps, 'origin'> & {
  standing: FileStanding;
  name: string;
  /** Missing if it cannot be played, or is. */
  play: (() => void) | undefined;
};

function RowActs(props: ActsProps) {
  const { file, place, standing, name, isNoPicture, isWithin, play } = props;
  const { t } = useTranslation();
  const { files, frame, request, room } = useRoomStores();
  const { hash } = file;
  const from = fromRoom(place, file);
  const waiting = 'waiting' in place ? place.waiting : undefined;
  const tell = async (asked: ReturnType<typeof files.stop | typeof files.reveal>) => {
    const answer = await asked;
    if (!answer.ok) frame.refuse(answer.refusal);
  };
  const named = (act: string) => t('files.named', { act, name });
  const again = () => {
    // Its file is brought again with it.
    if (waiting?.isFailed)
      return void request('message/retry', { room: room.id, cid: waiting.cid });
    if (!from || isGiven(place)) return void tell(files.goOn(hash));
    const isShown = maybePicture(file) && !isNoPicture;
    return void (isShown ? files.fetch(from) : files.save({ ...from, name }));
  };
  switch (standing.is) {
    case 'waiting':
    case 'up':
    case 'down':
      return (
        <>
          <Act
            {...{ isWithin }}
            icon={<Square size={14} />}
            aria-label={named(t('files.stop'))}
            onClick={() => void tell(files.stop(hash))}
          >
            {t('files.stop')}
          </Act>
          <CancelAct {...{ file, place, name, isWithin }} />
        </>
      );
    case 'stopped':
      return (
        <>
          <GoOnAct {...{ name, isWithin, again }} />
          <CancelAct {...{ file, place, name, isWithin }} />
        </>
      );
    case 'stopped-there':
    case 'failed':
      if (standing.is === 'failed' && comesNoMore.has(standing.refusal.code)) return null;
      return (
        <Act
          {...{ isWithin }}
          icon={<RotateCcw size={14} />}
          aria-label={named(t('files.tryAgain'))}
          // What waits for one that was stopped there waits on: it is not asked for twice.
          onClick={standing.is === 'failed' ? again : () => void tell(files.goOn(hash))}
        >
          {t('files.tryAgain')}
        </Act>
      );
    case 'saved':
      return (
        <>
          {play ? <PlayAct {...{ name, isWithin, play }} /> : null}
          <Act
            {...{ isWithin }}
            icon={<FolderOpen size={14} />}
            aria-label={named(t('files.reveal'))}
            onClick={() => void tell(files.reveal(standing.file))}
          >
            {t('files.reveal')}
          </Act>
        </>
      );
    case 'idle':
      return <IdleActs {...{ file, place, name, isNoPicture, isWithin, play }} />;
  }
}

type Again = { again: () => void };

function GoOnAct({ name, isWithin, again }: Pick<ActsProps, 'name' | 'isWithin'> & Again) {
  const { t } = useTranslation();
  const act = t('files.goOn');
  return (
    <Act
      isWithin={isWithin}
      icon={<Play size={14} />}
      aria-label={t('files.named', { act, name })}
      onClick={again}
    >
      {act}
    </Act>
  );
}

function CancelAct({
  file,
  place,
  name,
  isWithin,
}: Pick<ActsProps, 'file' | 'place' | 'name' | 'isWithin'>) {
  const cancel = useCancel({ file, place }, name);
  if (!cancel) return null;
  const { act, label, run } = cancel;
  return (
    <Act isWithin={isWithin} icon={<X size={14} />} aria-label={label} onClick={run}>
      {act}
    </Act>
  );
}

function PlayAct({ name, isWithin, play }: { name: string; isWithin: boolean; play: () => void }) {
  const { t } = useTranslation();
  const act = t('files.play');
  return (
    <Act
      isWithin={isWithin}
      icon={<Play size={14} />}
      aria-label={t('files.named', { act, name })}
      onClick={play}
    >
      {act}
    </Act>
  );
}

/** What can be done with one that nobody has asked for yet. */
function IdleActs(props: Omit<ActsProps, 'standing'>) {
  const { file, place, name, isNoPicture, isWithin, play } = props;
  const { t } = useTranslation();
  const { files, pictures } = useRoomStores();
  const from = fromRoom(place, file);
  if (!from) return null;
  const named = (act: string) => t('files.named', { act, name });
  return (
    <>
      {play ? <PlayAct {...{ name, isWithin, play }} /> : null}
      {maybePicture(file) && !isNoPicture ? (
        <Act
          {...{ isWithin }}
          icon={<Eye size={14} />}
          aria-label={named(t('files.show'))}
          onClick={() => pictures.want(file.hash)}
        >
          {t('files.show')}
        </Act>
      ) : null}
      <Act
        {...{ isWithin }}
        icon={<Download size={14} />}
        aria-label={named(t('files.save'))}
        onClick={() => void files.save({ ...from, name })}
      >
        {t('files.save')}
      </Act>
    </>
  );
}

function Act({ isWithin, ...props }: ComponentProps<typeof Button> & { isWithin: boolean }) {
  return (
    <Button size="small" {...(isWithin ? { 'data-within': '', tabIndex: -1 } : {})} {...props} />
  );
}
