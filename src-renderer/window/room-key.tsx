import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyWords, type KeyLook } from '../../src-shared/invite/key-look.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from './app-context.tsx';
import { languageOf } from '../ui/refusal-text.ts';
import styles from './room-key.module.css';

/** A key as people compare it: four words and a small picture, the same on every computer (W14). */
export function RoomKey({ pin, label }: { pin: Pin; label?: string }) {
  return <KeyFigure look={useKeyLook(pin)} label={label} />;
}

/** `look` is missing until it is worked out. */
export function KeyFigure({
  look,
  label,
}: {
  look: KeyLook | undefined;
  label?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <figure className={styles.key}>
      {look ? <Picture look={look} /> : <span className={styles.picture} />}
      <figcaption className={styles.words}>
        {label ? <span className={styles.label}>{label}</span> : null}
        <strong className={styles.four}>{look ? keyWords(look, languageOf(t)) : '…'}</strong>
      </figcaption>
    </figure>
  );
}

/** The key that the room is known by and the one that was shown: there is no way on from here but the host’s word. */
export function TwoKeys({ pins }: { pins: NonNullable<Refusal['pins']> }) {
  const { t } = useTranslation();
  return (
    <div className={styles.two}>
      {pins.known ? <RoomKey pin={pins.known} label={t('roomKey.known')} /> : null}
      <RoomKey pin={pins.shown} label={t('roomKey.shown')} />
    </div>
  );
}

export function useKeyLook(pin: Pin): KeyLook | undefined {
  const { bridge } = useAppStores();
  const [seen, setSeen] = useState<{ pin: Pin; look: KeyLook }>();
  useEffect(() => {
    let isWanted = true;
    void bridge.request('room/look-of-key', { pin }).then((answer) => {
      if (isWanted && answer.ok) setSeen({ pin, look: answer.value });
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, pin]);
  return seen?.pin === pin ? seen.look : undefined;
}

/** Five by five. The words say the same to who does not see it. */
function Picture({ look: { cells, hue } }: { look: KeyLook }) {
  return (
    <svg
      className={styles.picture}
      viewBox="-1 -1 7 7"
      aria-hidden="true"
      style={{ color: `hsl(${hue * 45} 55% 45%)` }}
    >
      <path d={squares(cells)} fill="currentColor" />
    </svg>
  );
}

function squares(cells: KeyLook['cells']): string {
  return cells
    .map((isFilled, place) => (isFilled ? `M${place % 5} ${Math.floor(place / 5)}h1v1h-1z` : ''))
    .join('');
}
