import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArchiveRestore, FolderOpen } from 'lucide-react';
import { backupTimes } from '../../src-shared/host/backup.ts';
import type { BackupEnd, BackupProgress, BackupState } from '../../src-shared/host/backup.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { KeptField } from '../ui/kept-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { useNow } from '../window/app-context.tsx';
import type { HostStore } from './host-store.ts';
import styles from './host-panel.module.css';

type Props = { store: HostStore; backup: BackupState };

/** All of the room in one file: now, and by itself. */
export function BackupView({ store, backup }: Props) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal>();
  const { folder, every, running, last } = backup;
  const run = (asked: Promise<Refusal | undefined>) => void asked.then(setRefusal);
  return (
    <section className={styles.section} aria-label={t('backup.title')}>
      <h3 className={styles.heading}>{t('backup.title')}</h3>
      <p className={styles.text}>{t('backup.text')}</p>
      <div className={styles.acts}>
        <Button
          size="small"
          icon={<ArchiveRestore size={14} />}
          busy={running !== undefined}
          onClick={() => run(store.backUp())}
        >
          {t('backup.now')}
        </Button>
        <Button
          size="small"
          look="quiet"
          icon={<FolderOpen size={14} />}
          onClick={() => run(store.openBackups())}
        >
          {t('backup.openFolder')}
        </Button>
      </div>
      {running ? <Running running={running} onStop={() => run(store.stopBackup())} /> : null}
      {last && !running ? <Last last={last} /> : null}
      <KeptField
        label={t('backup.folder')}
        maxLength={4096}
        kept={folder}
        onKeep={(chosen) => run(store.changeBackup({ folder: chosen }))}
      />
      <Select
        label={t('backup.every')}
        value={every}
        options={backupTimes.map((value) => ({ value, label: t(`backup.every_${value}`) }))}
        onValue={(value) => run(store.changeBackup({ every: value }))}
      />
      <p className={styles.text}>{t('backup.everyText')}</p>
      {refusal ? (
        <Callout kind="error" announce>
          {refusalText(t, refusal)}
        </Callout>
      ) : null}
    </section>
  );
}

type RunningProps = { running: BackupProgress; onStop: () => void };

function Running({ running: { step, done, total }, onStop }: RunningProps) {
  const { t } = useTranslation();
  const text = t(`backup.step_${step}`);
  return (
    <div className={styles.acts}>
      <span className={styles.text} aria-live="polite">
        {text}
      </span>
      <progress
        className={styles.underway}
        aria-label={text}
        {...(total > 0 ? { max: total, value: done } : {})}
      />
      <Button size="small" onClick={onStop}>
        {t('backup.stop')}
      </Button>
    </div>
  );
}

function Last({ last }: { last: BackupEnd }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const time = format.moment(last.at, now);
  if ('refusal' in last)
    return (
      <Callout kind="warning" title={t('backup.failed', { time })} announce>
        {refusalText(t, last.refusal)}
      </Callout>
    );
  const { messages, files, bytes } = last.counts;
  return (
    <Callout
      kind="info"
      announce
      title={t('backup.made', {
        messages: t('backup.messages', { count: messages }),
        files: t('backup.files', { count: files }),
        size: format.bytes(bytes),
      })}
    >
      {t('backup.madeAt', { time, path: last.path })}
    </Callout>
  );
}
