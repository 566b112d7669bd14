import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { fileKindOf } from '../../src-shared/text/file-kinds.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { fromRoom, keyOfPlaced, type PlacedFile } from './files-place.ts';
import styles from './files.module.css';

/** Plays a sound or a film where its message stands; it comes here first. The person has asked for it. */
export function MediaPlayer({ file, place, name }: PlacedFile & { name: string }) {
  const { t } = useTranslation();
  const { pictures } = useRoomStores();
  const { hash } = file;
  // Not by the message: it is another one with each reaction, and what plays would start again.
  const key = keyOfPlaced({ file, place }, 0);
  const { url, fail } = usePlayed(key, () => pictures.media({ hash }, fromRoom(place, { hash })));
  if (!url) return <NoPlayer url={url} words={t('files.notPlayed')} />;
  if (fileKindOf(file) === 'film')
    return (
      <video
        ref={followFocus}
        className={styles.film}
        src={url}
        aria-label={name}
        controls
        autoPlay
        playsInline
        onError={fail}
      >
        <track kind="captions" />
      </video>
    );
  return <SoundPlayer url={url} name={name} startsAtOnce onError={fail} />;
}

/** A voice message that is chosen and was recorded in another window, or before a restart. */
export function ChosenSound({ file, name }: { file: SentFile; name: string }) {
  const { t } = useTranslation();
  const { pictures } = useRoomStores();
  const { hash } = file;
  const { url, fail } = usePlayed(hash, () => pictures.media({ hash }, undefined));
  if (!url) return <NoPlayer url={url} words={t('voice.notPlayed')} />;
  return <SoundPlayer url={url} name={name} onError={fail} />;
}

/** Where it is played, as long as it is shown; undefined until that is known, null if it cannot be played. */
type PlayedUrl = string | null | undefined;

function usePlayed(key: string, open: () => Promise<string | undefined>) {
  const { files } = useRoomStores();
  const [url, setUrl] = useState<PlayedUrl>();
  const bring = useEffectEvent(open);
  useEffect(() => {
    let isOver = false;
    let made: string | undefined;
    void bring().then((found) => {
      made = found;
      if (!isOver) setUrl(found ?? null);
      else if (found !== undefined) files.close(found);
    });
    return () => {
      isOver = true;
      if (made !== undefined) files.close(made);
    };
  }, [files, key]);
  return { url, fail: () => setUrl(null) };
}

function NoPlayer({ url, words }: { url: PlayedUrl; words: string }) {
  return url === undefined ? <Spinner /> : <span className={styles.standing}>{words}</span>;
}

/** Whoever waits for it where it was asked for goes on in it. */
function followFocus(player: HTMLMediaElement | null): void {
  if (player?.parentElement === document.activeElement) player?.focus({ preventScroll: true });
}

/** What was recorded says how long it is only at its end: it is looked at once before it is played. */
const behindTheEnd = 1e7;

export function SoundPlayer(props: {
  url: string;
  name: string;
  startsAtOnce?: boolean;
  onError?: () => void;
}) {
  const { url, name, startsAtOnce = false, onError } = props;
  const [isMeasured, setIsMeasured] = useState(false);
  return (
    <audio
      ref={startsAtOnce ? followFocus : undefined}
      className={styles.sound}
      src={url}
      aria-label={name}
      controls
      preload="metadata"
      onError={onError}
      onLoadedMetadata={({ currentTarget: audio }) => {
        if (audio.duration === Infinity) audio.currentTime = behindTheEnd;
        else if (startsAtOnce) void audio.play().catch(() => undefined);
      }}
      onDurationChange={({ currentTarget: audio }) => {
        if (isMeasured || audio.currentTime === 0 || audio.duration === Infinity) return;
        setIsMeasured(true);
        audio.currentTime = 0;
        if (startsAtOnce) void audio.play().catch(() => undefined);
      }}
    >
      <track kind="captions" />
    </audio>
  );
}
