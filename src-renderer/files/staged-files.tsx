import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { useFormat } from '../i18n/format.ts';
import { useRoomStores } from '../room/room-context.tsx';
import type { StagedFile, StagingPlace, StagingProblem } from '../room/staged-store.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Switch } from '../ui/switch.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { ChosenSound, SoundPlayer } from './media-player.tsx';
import { PreviewCanvas } from './preview-canvas.tsx';
import { FileIcon } from './file-icon.tsx';
import styles from './staged-files.module.css';

type StagedFilesProps = {
  conversation: StagingPlace;
  /** The focus was on a cross that is gone. */
  onRemoved: () => void;
};

/** The files that go with the next message, each with a cross, and what is to be said of those that do not. */
export function StagedFiles({ conversation, onRemoved }: StagedFilesProps) {
  const { t } = useTranslation();
  const { staged } = useRoomStores();
  const files = useStore(staged, (state) => state.files.get(conversation)) ?? [];
  const problem = useStore(staged, (state) => state.problems.get(conversation));
  const isAwaited = useStore(staged, (state) => state.awaited.has(conversation));
  if (files.length === 0 && !problem) return null;
  return (
    <div className={styles.staged}>
      {files.length > 0 ? (
        <ul className={styles.files} aria-label={t('files.chosen')}>
          {files.map((file) => (
            <Chip
              key={file.key}
              file={file}
              onRemove={() => {
                staged.remove(conversation, file.key);
                onRemoved();
              }}
            />
          ))}
        </ul>
      ) : null}
      <DetailsSwitch conversation={conversation} files={files} />
      {problem ? (
        <p role="alert" className={styles.problem}>
          <ProblemWords problem={problem} />
        </p>
      ) : null}
      <p role="status" className={styles.note}>
        {isAwaited ? t('files.awaited') : null}
      </p>
    </div>
  );
}

/** Only where there is a picture with such details. */
function DetailsSwitch({
  conversation,
  files,
}: {
  conversation: StagingPlace;
  files: readonly StagedFile[];
}) {
  const { t } = useTranslation();
  const { staged } = useRoomStores();
  const own = files.filter(({ details }) => details === 'left-out' || details === 'kept');
  if (own.length === 0) return null;
  return (
    <div className={styles.details}>
      <Switch
        label={t('files.keepDetails')}
        checked={own.every(({ details }) => details === 'kept')}
        onChange={(isKept) => staged.keepDetails(conversation, isKept)}
      />
    </div>
  );
}

function Chip({ file, onRemove }: { file: StagedFile; onRemove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, size, state, picture } = file;
  const taken = state.is === 'taking' ? state.bytes : size;
  return (
    <li
      className={classNames(styles.chip, file.isVoice && styles.voice)}
      title={t('files.ready', { name, size: format.bytes(size) })}
    >
      {picture ? (
        <img className={styles.picture} src={picture.url} alt="" draggable={false} />
      ) : (
        <Sign name={name} preview={state.is === 'ready' ? state.file.preview : undefined} />
      )}
      <span className={styles.about}>
        <bdi className={styles.name}>{name}</bdi>
        {state.is === 'refused' ? (
          <span role="alert" className={styles.refused}>
            {refusalText(t, state.refusal)}
          </span>
        ) : (
          <span className={styles.size}>
            {taken < size
              ? t('files.taking', { percent: format.percent(taken, size) })
              : format.bytes(size)}
            {file.details === 'wanted' ? ` · ${t('files.detailsWanted')}` : null}
            {file.details === 'too-large' ? ` · ${t('files.detailsStay')}` : null}
            {file.details === 'unclear' ? ` · ${t('files.detailsUnclear')}` : null}
          </span>
        )}
      </span>
      {file.isVoice ? <Voice file={file} /> : null}
      <IconButton
        size="small"
        label={t('files.remove', { name })}
        icon={<X />}
        tooltip={false}
        onClick={onRemove}
      />
    </li>
  );
}

/** Recorded here it is listened to at once, otherwise from the disk. */
function Voice({ file: { name, state, sound } }: { file: StagedFile }) {
  if (sound !== undefined) return <SoundPlayer url={sound} name={name} />;
  return state.is === 'ready' ? <ChosenSound file={state.file} name={name} /> : null;
}

/** Of a picture that was chosen before a restart, what it will look like. */
function Sign({ name, preview }: { name: string; preview: string | undefined }) {
  if (preview === undefined) return <FileIcon name={name} />;
  return (
    <span className={classNames(styles.picture, styles.previewed)}>
      <PreviewCanvas preview={preview} />
    </span>
  );
}

function ProblemWords({ problem }: { problem: StagingProblem }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (problem.is) {
    case 'too-many':
      return t('files.problem_too-many', { count: problem.limit });
    case 'too-large':
      return t('files.problem_too-large', {
        name: problem.name,
        limit: format.bytes(problem.limit),
      });
    case 'nothing':
      return t('files.problem_nothing');
  }
}
