import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { FilesOfRoom } from '../../src-shared/host/files-of-room.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { fileDays, type FileTerms } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { useFormat, type Format } from '../i18n/format.ts';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import type { HostStore } from './host-store.ts';
import styles from './host-panel.module.css';

const mib = 1024 ** 2;
const gib = 1024 ** 3;
const sizes = {
  roomBytes: [gib, 2 * gib, 5 * gib, 10 * gib, 50 * gib, 100 * gib, 500 * gib, 1024 * gib],
  memberBytes: [100 * mib, 500 * mib, gib, 2 * gib, 5 * gib, 10 * gib, 50 * gib, 100 * gib],
  fileBytes: [10 * mib, 100 * mib, 500 * mib, gib, 2 * gib, 5 * gib, 10 * gib, 50 * gib],
} as const;
type Space = keyof typeof sizes;
const spaces = ['roomBytes', 'memberBytes', 'fileBytes'] as const satisfies readonly Space[];

type Props = { store: HostStore; terms: FileTerms };

/** How much of files the room takes and for how long, and what lies there, by whom. */
export function FilesView({ store, terms }: Props) {
  const { t } = useTranslation();
  const files = useStore(store, (state) => state.files);
  const [refusal, setRefusal] = useState<Refusal>();
  useEffect(() => void store.loadFiles(), [store, terms]);
  const change = (wanted: Partial<FileTerms>) =>
    void store.changeOptions({ files: { ...terms, ...wanted } }).then(setRefusal);
  return (
    <div className={styles.view}>
      {files ? <Usage files={files} roomBytes={terms.roomBytes} /> : null}
      {spaces.map((space) => (
        <SpaceOf key={space} {...{ space, terms, change }} />
      ))}
      <p className={styles.text}>{t('hostPanel.filesText')}</p>
      <Days {...{ terms, change }} />
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </div>
  );
}

function Usage({ files, roomBytes }: { files: FilesOfRoom; roomBytes: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('hostPanel.filesUsed')}</h3>
      <p className={styles.text}>
        {t('hostPanel.filesUsedOf', {
          used: format.bytes(files.bytes),
          all: spaceText(format, roomBytes),
        })}
      </p>
      <progress
        className={styles.used}
        aria-label={t('hostPanel.filesUsed')}
        max={roomBytes}
        value={Math.min(files.bytes, roomBytes)}
      />
      {files.ofMembers.length > 0 ? (
        <dl className={styles.facts} aria-label={t('hostPanel.filesOfMembers')}>
          {files.ofMembers.map(({ account, name, bytes }) => (
            <div key={account} className={styles.fact}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>{format.bytes(bytes)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={styles.text}>{t('hostPanel.filesNone')}</p>
      )}
    </section>
  );
}

/** In the units in which it is chosen. */
function spaceText(format: Format, bytes: number): string {
  const [unit, size] =
    bytes >= 1024 * gib
      ? (['TiB', 1024 * gib] as const)
      : bytes >= gib
        ? (['GiB', gib] as const)
        : (['MiB', mib] as const);
  return `${format.count(bytes / size)} ${unit}`;
}

type ChangeProps = { terms: FileTerms; change: (wanted: Partial<FileTerms>) => void };

function SpaceOf({ space, terms, change }: ChangeProps & { space: Space }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offered = [...new Set([...sizes[space], terms[space]])].toSorted((a, b) => a - b);
  return (
    <section className={styles.section}>
      <Select
        label={t(`hostPanel.space_${space}`)}
        value={String(terms[space])}
        options={offered.map((each) => ({ value: String(each), label: spaceText(format, each) }))}
        onValue={(value) => change({ [space]: Number(value) })}
      />
      {space === 'roomBytes' ? (
        <p className={styles.text}>
          {t('hostPanel.spaceText', { free: spaceText(format, limits.freeDiskBytesForFiles) })}
        </p>
      ) : null}
    </section>
  );
}

function Days({ terms, change }: ChangeProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<FileTerms['days']>();
  const choose = (value: string) => {
    const days = fileDays.find((each) => String(each) === value);
    if (days === undefined || days === terms.days) return;
    // What is too old then goes at once.
    const isShorter = days !== 0 && (terms.days === 0 || days < terms.days);
    if (isShorter) setAsked(days);
    else change({ days });
  };
  return (
    <section className={styles.section}>
      <Select
        label={t('hostPanel.fileDays')}
        value={String(terms.days)}
        options={fileDays.map((each) => ({
          value: String(each),
          label: t(`hostPanel.fileDays_${each}`),
        }))}
        onValue={choose}
      />
      <p className={styles.text}>{t('hostPanel.fileDaysText')}</p>
      {asked === undefined ? null : (
        <FormDialog
          title={t('hostPanel.fileDaysTitle')}
          description={t('hostPanel.fileDaysAsk', { days: t(`hostPanel.fileDays_${asked}`) })}
          action={t('hostPanel.fileDaysDelete')}
          isHard
          busy={false}
          onClose={() => setAsked(undefined)}
          onSubmit={() => {
            change({ days: asked });
            setAsked(undefined);
          }}
        >
          {null}
        </FormDialog>
      )}
    </section>
  );
}
