import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Picture } from '../../src-shared/protocol/pictures.ts';
import { classNames } from './class-names.ts';
import styles from './avatar.module.css';
import dots from './presence-dot.module.css';

export type AvatarProps = {
  name: string;
  /** What the colour is made from: an account or a room keeps it when its name changes. */
  id: string;
  size?: 20 | 24 | 28 | 32 | 36 | 40 | 44 | 56;
  shape?: 'circle' | 'square';
  presence?: Presence | undefined;
  /** Stands in place of the initials. */
  icon?: ReactNode;
};

/** Of people who stand beside each other: what their colours are, so that no two are alike. */
export const AvatarTones = createContext<ReadonlyMap<string, number>>(new Map());

/** A picture, and the room that has it. */
export type Face = Picture & { room: RoomId };

/** Pictures that are shown; each is fetched while somebody shows it. */
export type Faces = {
  hold(face: Face): () => void;
  subscribe(listener: () => void): () => void;
  /** Undefined until it is here, and if it is none that is shown. */
  urlOf(hash: FileHash): string | undefined;
};

export const AvatarFaces = createContext<Faces | undefined>(undefined);
/** Whose picture that is, by account or room. */
export const AvatarPictures = createContext<ReadonlyMap<string, Face>>(new Map());

/** Those before if they are the same: whoever shows one is not drawn anew because somebody came or went. */
export function keepPictures(): (found: ReadonlyMap<string, Face>) => ReadonlyMap<string, Face> {
  let kept: ReadonlyMap<string, Face> = new Map();
  return (found) => {
    const isSame =
      found.size === kept.size &&
      [...found].every(([id, { hash, room }]) => {
        const before = kept.get(id);
        return before?.hash === hash && before.room === room;
      });
    if (!isSame) kept = found;
    return kept;
  };
}

/** Decoration beside a name that stands there in words, so it is not read aloud. */
export function Avatar({ name, id, size = 32, shape = 'circle', presence, icon }: AvatarProps) {
  const { language } = useTranslation().i18n;
  const tone = useContext(AvatarTones).get(id) ?? avatarTone(id);
  const url = useFace(useContext(AvatarPictures).get(id));
  return (
    <span
      className={classNames(
        styles.avatar,
        styles[shape],
        styles[`tone${tone}`],
        icon !== undefined && styles.sign,
      )}
      style={{ width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.38)) }}
      aria-hidden="true"
    >
      {url === undefined ? (
        (icon ?? initialsOf(name, { language, most: size < 28 ? 1 : 2 }))
      ) : (
        <img className={styles.picture} src={url} alt="" draggable={false} />
      )}
      {presence ? (
        <span className={styles.presence}>
          <PresenceDot presence={presence} />
        </span>
      ) : null}
    </span>
  );
}

function useFace(face: Face | undefined): string | undefined {
  const faces = useContext(AvatarFaces);
  const { room, hash, size } = face ?? {};
  useEffect(() => {
    if (!faces || room === undefined || hash === undefined || size === undefined) return undefined;
    return faces.hold({ room, hash, size });
  }, [faces, room, hash, size]);
  return useSyncExternalStore(faces?.subscribe ?? never, () =>
    hash === undefined ? undefined : faces?.urlOf(hash),
  );
}

const never = () => () => undefined;

const tones = 12;

/**
 * Those that have a colour keep it; each of the others gets its own one, or the next that nobody has, as
 * long as there is one.
 */
export function dealTones(
  dealt: ReadonlyMap<string, number>,
  ids: Iterable<string>,
): ReadonlyMap<string, number> {
  const missing = [...ids].filter((id) => !dealt.has(id));
  if (missing.length === 0) return dealt;
  const all = new Map(dealt);
  const taken = new Set(dealt.values());
  for (const id of missing) {
    let tone = avatarTone(id);
    while (taken.has(tone) && taken.size < tones) tone = (tone + 1) % tones;
    taken.add(tone);
    all.set(id, tone);
  }
  return all;
}

/** The same colour (0…11) for the same id, on every computer. */
export function avatarTone(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % tones;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

type Initials = { language: string; most?: 1 | 2 };

/**
 * First letters of the first and the last word; never half of a letter that has several code points. As large ones of the
 * language that is shown, whatever the computer's is: `İ` for `i` in Turkish alone.
 */
export function initialsOf(name: string, { language, most = 2 }: Initials): string {
  const words = name
    .split(/[\s._\-–—/]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''))
    .filter((word) => word !== '');
  const chosen = words.length > 1 && most === 2 ? [words[0], words.at(-1)] : words.slice(0, 1);
  const text = chosen.map((word) => firstLetter(word ?? '')).join('');
  return text === '' ? '?' : text.toLocaleUpperCase(language);
}

function firstLetter(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}

export type Presence = 'online' | 'do-not-disturb' | 'away' | 'offline' | 'busy' | 'problem';

/** Filled, with a bar, a moon, hollow: told apart without the colour too. */
export function PresenceDot({ presence }: { presence: Presence }) {
  return <span className={classNames(dots.dot, dots[presence])} />;
}
