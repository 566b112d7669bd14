import { useEffect, useRef, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  exportFormats,
  type ExportFormat,
  type ExportView,
} from '../../src-shared/bridge/exporting.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody, FormDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { useAppStores, useFrame } from '../window/app-context.tsx';
import type { ExportAsked } from '../window/frame-store.ts';
import styles from './exchange.module.css';
import { Progress } from './progress.tsx';

/** The dialog by which one takes what one may see out of Oda; what runs goes on when it is closed, and is told of. */
export function Exports() {
  const { frame } = useAppStores();
  const asked = useFrame((state) => state.exporting);
  const { view, begin, forget } = useExport();
  if (!asked) return null;
  const close = () => {
    frame.askExport(undefined);
    if (view && !isRunning(view)) forget();
  };
  if (!view) return <ExportForm asked={asked} onStarted={begin} onClose={close} />;
  return <Standing asked={asked} view={view} onClose={close} onAgain={forget} />;
}

function isRunning({ is }: ExportView): boolean {
  return is === 'choosing' || is === 'fetching' || is === 'writing';
}

/** What this window has asked for last, and how it stands. */
function useExport() {
  const { t } = useTranslation();
  const { bridge, frame, request } = useAppStores();
  const [view, setView] = useState<ExportView>();
  const own = useRef<number>(undefined);
  /** Of whatever window: it may be told before the answer that names it. */
  const latest = useRef<ExportView>(undefined);
  useEffect(
    () =>
      bridge.on('export/changed', (changed) => {
        latest.current = changed;
        if (changed.export !== own.current) return;
        setView(changed);
        const isSeen = frame.getState().exporting !== undefined;
        if (isSeen || isRunning(changed)) return;
        // Nobody looks any more: it is said in a line.
        own.current = undefined;
        setView(undefined);
        if (changed.is === 'failed') frame.refuse(changed.refusal);
        if (changed.is !== 'done') return;
        frame.tell(t('exporting.done', { name: changed.name }), {
          label: t('exporting.reveal'),
          run: () => void request('export/reveal', { export: changed.export }),
        });
      }),
    [bridge, frame, request, t],
  );
  return {
    view,
    begin: (number: number) => {
      own.current = number;
      const told = latest.current;
      setView(told?.export === number ? told : { export: number, is: 'choosing' });
    },
    forget: () => {
      own.current = undefined;
      setView(undefined);
    },
  };
}

type FormProps = { asked: ExportAsked; onStarted: (number: number) => void; onClose: () => void };

function ExportForm({ asked, onStarted, onClose }: FormProps) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const { busy, refusal, run } = useAnswer();
  const [format, setFormat] = useState<ExportFormat>('html');
  const { room, in: id } = asked;
  const start = () =>
    run(async () => {
      const answer = await bridge.request('export/start', { room, in: id, format });
      if (answer.ok) onStarted(answer.value.export);
      return answer;
    });
  return (
    <FormDialog
      title={titleOf(t, asked)}
      description={t(id === undefined ? 'exporting.textAll' : 'exporting.text')}
      action={t('exporting.start')}
      busy={busy}
      onClose={onClose}
      onSubmit={() => void start()}
    >
      <Select
        label={t('exporting.format')}
        value={format}
        options={exportFormats.map((value) => ({ value, label: t(`exporting.format_${value}`) }))}
        onValue={setFormat}
      />
      <p className={styles.hint}>{t('exporting.noPrivate')}</p>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </FormDialog>
  );
}

function titleOf(t: TFunction, { name }: ExportAsked): string {
  return name === undefined ? t('exporting.titleAll') : t('exporting.titleOf', { name });
}

type StandingProps = {
  asked: ExportAsked;
  view: ExportView;
  onClose: () => void;
  onAgain: () => void;
};

function Standing({ asked, view, onClose, onAgain }: StandingProps) {
  const { t } = useTranslation();
  const { request } = useAppStores();
  const number = { export: view.export };
  const actions = isRunning(view) ? (
    <Button onClick={() => void request('export/cancel', number)}>{t('exporting.cancel')}</Button>
  ) : view.is === 'done' ? (
    <>
      <Button onClick={() => void request('export/reveal', number)}>{t('exporting.reveal')}</Button>
      <Button look="primary" onClick={onClose}>
        {t('ui.close')}
      </Button>
    </>
  ) : (
    <>
      <Button onClick={onAgain}>{t('exporting.again')}</Button>
      <Button look="primary" onClick={onClose}>
        {t('ui.close')}
      </Button>
    </>
  );
  return (
    <Dialog title={titleOf(t, asked)} onClose={onClose} actions={actions}>
      <DialogBody>
        <div className={styles.standing} aria-live="polite">
          <Words view={view} />
        </div>
      </DialogBody>
    </Dialog>
  );
}

function Words({ view }: { view: ExportView }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (view.is) {
    case 'choosing':
      return <p>{t('exporting.choosing')}</p>;
    case 'fetching':
      return <Progress {...view} words={t('exporting.fetching', { name: view.name })} />;
    case 'writing': {
      const percent = format.percent(view.done, view.total);
      return <Progress {...view} words={t('exporting.writing', { percent })} />;
    }
    case 'done':
      return (
        <>
          <p>{t('exporting.done', { name: view.name })}</p>
          <p>{t('exporting.doneText', { count: view.messages })}</p>
          {view.isWhole ? null : <Callout kind="warning">{t('exporting.notWhole')}</Callout>}
        </>
      );
    case 'cancelled':
      return <p>{t('exporting.cancelled')}</p>;
    case 'failed':
      return <Callout kind="error">{refusalText(t, view.refusal)}</Callout>;
  }
}
