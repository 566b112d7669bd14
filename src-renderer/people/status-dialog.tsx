import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Smile, X } from 'lucide-react';
import type { Status } from '../../src-shared/protocol/status.ts';
import { nextTimeOfDay } from '../../src-shared/typed/read-status.ts';
import { standingStatus } from '../../src-shared/text/status-text.ts';
import { partsOf } from '../i18n/read-time.ts';
import { EmojiButton } from '../messages/emoji-button.tsx';
import { useCloseDialog, useDialogAnswer } from '../room/own-dialog.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { TimeField } from '../ui/date-field.tsx';
import styles from './status-dialog.module.css';

const ends = ['never', 'half', 'hour', 'today', 'at'] as const;
type End = (typeof ends)[number];

const minuteMs = 60_000;

/** What others read beside one's name: an emoji, words, and when it ends. */
export function StatusDialog() {
  const { t } = useTranslation();
  const { bridge, clock, room } = useRoomStores();
  const close = useCloseDialog();
  const roomName = useRoom((state) => state.room?.name ?? '');
  const own = useRoom((state) => state.room && state.members.get(state.room.account)?.status);
  const [before] = useState(() => standingStatus(own, clock.wallMs()));
  const [emoji, setEmoji] = useState(before?.emoji);
  const [text, setText] = useState(before?.text ?? '');
  const [end, setEnd] = useState<End>(before?.until === undefined ? 'never' : 'at');
  const [at, setAt] = useState(() => partsOf(before?.until ?? nextHour(clock.wallMs())).clock);
  const [isAsked, setIsAsked] = useState(false);
  const error = isAsked && at === '' ? t('ui.clockMissing') : undefined;
  const field = useRef<HTMLInputElement>(null);
  const { busy, refusal, clear, run } = useDialogAnswer();
  const set = async (status: Status) => {
    const ask = () => bridge.request('room/set-status', { room: room.id, status });
    if (await run(ask)) close();
  };
  const submit = () => {
    if (end === 'at' && at === '') return setIsAsked(true);
    const until = endOf(end, at, clock.wallMs());
    void set({ text, ...(emoji ? { emoji } : {}), ...(until === undefined ? {} : { until }) });
  };
  return (
    <FormDialog
      title={t('status.title')}
      description={t('status.hint', { room: roomName })}
      action={t('status.save')}
      initialFocus={field}
      busy={busy}
      aside={
        before ? (
          <Button look="danger-quiet" onClick={() => void set({})}>
            {t('status.clear')}
          </Button>
        ) : null
      }
      onClose={close}
      onSubmit={submit}
    >
      <SaidField
        {...{ field, emoji, text }}
        onEmoji={setEmoji}
        onText={(typed) => {
          setText(typed);
          clear();
        }}
      />
      <EndFields {...{ end, at, error }} onEnd={setEnd} onAt={setAt} />
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </FormDialog>
  );
}

type SaidProps = {
  field: RefObject<HTMLInputElement | null>;
  emoji: string | undefined;
  text: string;
  onEmoji: (emoji: string | undefined) => void;
  onText: (text: string) => void;
};

function SaidField({ field, emoji, text, onEmoji, onText }: SaidProps) {
  const { t } = useTranslation();
  return (
    <TextField
      ref={field}
      label={t('status.text')}
      placeholder={t('status.textHint')}
      dir="auto"
      value={text}
      onValue={onText}
      before={
        <span className={styles.emoji}>
          <EmojiButton
            label={emoji ? `${t('status.emoji')}: ${emoji}` : t('status.emoji')}
            icon={emoji ? <span aria-hidden="true">{emoji}</span> : <Smile />}
            onPick={onEmoji}
            after={field}
          />
        </span>
      }
      after={
        emoji ? (
          <IconButton
            size="small"
            label={t('status.noEmoji')}
            icon={<X />}
            onClick={() => onEmoji(undefined)}
          />
        ) : null
      }
    />
  );
}

type EndProps = {
  end: End;
  at: string;
  error: string | undefined;
  onEnd: (end: End) => void;
  onAt: (at: string) => void;
};

function EndFields({ end, at, error, onEnd, onAt }: EndProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.end}>
      <Select
        label={t('status.ends')}
        value={end}
        options={ends.map((value) => ({ value, label: t(`status.ends_${value}`) }))}
        onValue={onEnd}
      />
      {end === 'at' ? (
        <TimeField label={t('status.at')} value={at} onValue={onAt} error={error} />
      ) : null}
    </div>
  );
}

/** Undefined if it stands until it is changed. */
function endOf(end: End, at: string, nowMs: number): number | undefined {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  switch (end) {
    case 'never':
      return undefined;
    case 'half':
      return nowMs + 30 * minuteMs;
    case 'hour':
      return nowMs + 60 * minuteMs;
    case 'today':
      return nextTimeOfDay(23, 59, nowMs);
    case 'at':
      return nextTimeOfDay(hours, minutes, nowMs);
  }
}

function nextHour(nowMs: number): number {
  return nextTimeOfDay((new Date(nowMs).getHours() + 1) % 24, 0, nowMs);
}
