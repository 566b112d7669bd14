import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArchiveRestore } from 'lucide-react';
import { backupEnding } from '../../src-shared/host/backup.ts';
import type { BackupProgress } from '../../src-shared/host/backup.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAppStores } from '../window/app-context.tsx';
import styles from './restore-room.module.css';

type Props = {
  /** Of whoever restores a room that has no owner. */
  name: string;
  onRoom: (room: RoomView) => void;
};

type Underway = Omit<BackupProgress, 'step'> & { step: 'taking' | 'restoring' };

/** Makes a room of one file, on whichever computer. */
export function RestoreRoom({ name, onRoom }: Props) {
  const { t } = useTranslation();
  const { app, bridge } = useAppStores();
  const chooser = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [underway, setUnderway] = useState<Underway>();
  const [refusal, setRefusal] = useState<Refusal>();
  useEffect(
    () =>
      bridge.on('room/restoring', ({ done, total }) =>
        setUnderway((now) => now && { step: 'restoring', done, total }),
      ),
    [bridge],
  );

  const restore = async (file: File): Promise<void> => {
    setRefusal(undefined);
    const told = (done: number) => setUnderway({ step: 'taking', done, total: file.size });
    told(0);
    const staged = await bridge.stage?.(file, { progress: told });
    const restored = staged?.ok ? await app.restore({ hash: staged.value.hash, name }) : staged;
    setUnderway(undefined);
    if (restored?.ok) return onRoom(restored.value);
    // It was the person's own wish.
    if (restored?.refusal.code !== 'backup-stopped') setRefusal(restored?.refusal);
    button.current?.focus();
  };

  return (
    <div className={styles.restore}>
      {underway ? <Progress underway={underway} /> : null}
      <Button
        ref={button}
        look="quiet"
        size="small"
        icon={<ArchiveRestore size={16} />}
        busy={underway !== undefined}
        onClick={() => chooser.current?.click()}
      >
        {t('backup.restore')}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={backupEnding}
        aria-label={t('backup.restore')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) void restore(file);
        }}
      />
      {refusal ? (
        <Callout kind="error" announce>
          {refusalText(t, refusal)}
        </Callout>
      ) : null}
    </div>
  );
}

function Progress({ underway: { step, done, total } }: { underway: Underway }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useAppStores();
  const text = t(`backup.step_${step}`);
  return (
    <div className={styles.progress}>
      <p aria-live="polite">{text}</p>
      <progress aria-label={text} max={Math.max(total, 1)} value={done} />
      <span>{format.percent(done, Math.max(total, 1))}</span>
      {step === 'restoring' ? (
        <Button size="small" onClick={() => void bridge.request('room/stop-restore', {})}>
          {t('backup.stop')}
        </Button>
      ) : null}
    </div>
  );
}
