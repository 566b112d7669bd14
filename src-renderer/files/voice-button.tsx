import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mic, Square, X } from 'lucide-react';
import { refuseFiles } from '../room/permissions.ts';
import type { StagingPlace } from '../room/staged-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { longestRecordingMs, startRecording, type Recording } from './recording.ts';
import styles from './voice-button.module.css';

type VoiceButtonProps = {
  conversation: StagingPlace;
  /** Gives the focus back to where one writes. */
  onDone: () => void;
};

type State = { is: 'idle' } | { is: 'asking' } | { is: 'recording'; of: Recording; since: number };

/** Records a voice message, which then stands among the files that go with the next message: one listens to it there. */
export function VoiceButton({ conversation, onDone }: VoiceButtonProps) {
  const { t } = useTranslation();
  const refusal = useRoom((state) => refuseFiles(state, conversation));
  const { state, begin } = useVoice(conversation, onDone);
  const why = refusal && refusalText(t, refusal);
  if (state.is === 'recording') return <RecordingBar recording={state.of} since={state.since} />;
  return (
    <IconButton
      size="small"
      label={why === undefined ? t('voice.record') : `${t('voice.record')}: ${why}`}
      icon={<Mic />}
      aria-disabled={refusal !== undefined || state.is === 'asking' || undefined}
      onClick={() => {
        if (!refusal && state.is === 'idle') void begin();
      }}
    />
  );
}

function useVoice(conversation: StagingPlace, onDone: () => void) {
  const { t } = useTranslation();
  const { staged, frame, clock } = useRoomStores();
  const [state, setState] = useState<State>({ is: 'idle' });
  const running = useRef<AbortController>(undefined);
  // Whoever goes on to another conversation has not meant it for that one.
  useEffect(() => () => running.current?.abort(), [conversation]);
  const begin = async () => {
    setState({ is: 'asking' });
    const own = new AbortController();
    running.current = own;
    const started = await startRecording({
      clock,
      signal: own.signal,
      done: (bytes) => {
        setState({ is: 'idle' });
        onDone();
        if (bytes) staged.add(conversation, [voiceFile(bytes, clock.wallMs())], true);
      },
    });
    if (typeof started === 'string') {
      setState({ is: 'idle' });
      return frame.tell(t(`voice.problem_${started}`));
    }
    if (!started) return setState({ is: 'idle' });
    return setState({ is: 'recording', of: started, since: clock.wallMs() });
  };
  return { state, begin };
}

/** Named after the moment, as `voice-2026-01-31-14-05-09.weba`. */
function voiceFile(bytes: Blob, at: number): File {
  const moment = new Date(at - 60_000 * new Date(at).getTimezoneOffset())
    .toISOString()
    .slice(0, 19);
  const ending = bytes.type.includes('mp4') ? 'm4a' : bytes.type.includes('ogg') ? 'ogg' : 'weba';
  return new File([bytes], `voice-${moment.replaceAll(/[T:]/g, '-')}.${ending}`, {
    type: bytes.type,
  });
}

/** How long it is and how loud; Escape cancels it, Enter ends it. */
function RecordingBar({ recording, since }: { recording: Recording; since: number }) {
  const { t } = useTranslation();
  const { clock } = useRoomStores();
  const bar = useRef<HTMLSpanElement>(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    let frame = requestAnimationFrame(function draw() {
      bar.current?.style.setProperty('--level', String(recording.level()));
      setSeconds(Math.floor((clock.wallMs() - since) / 1000));
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [recording, clock, since]);
  return (
    <span
      className={styles.bar}
      role="group"
      aria-label={t('voice.recording')}
      data-own-escape=""
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        recording.cancel();
      }}
    >
      <span ref={bar} className={styles.level} aria-hidden="true" />
      <span className={styles.time}>
        {clockOf(seconds)} / {clockOf(longestRecordingMs / 1000)}
      </span>
      <span role="status">
        <VisuallyHidden>{t('voice.recording')}</VisuallyHidden>
      </span>
      <Button size="small" icon={<Square size={14} />} autoFocus onClick={recording.stop}>
        {t('voice.stop')}
      </Button>
      <IconButton
        size="small"
        label={t('voice.cancel')}
        keys={['Esc']}
        icon={<X />}
        onClick={recording.cancel}
      />
    </span>
  );
}

function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
