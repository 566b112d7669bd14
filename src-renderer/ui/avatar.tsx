import type { ReactNode } from 'react';
import { avatarTone, initialsOf } from './initials.ts';
import { PresenceDot } from './presence-dot.tsx';
import type { Presence } from './presence-dot.tsx';
import { classNames } from './class-names.ts';
import styles from './avatar.module.css';

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

/** Decoration beside a name that stands there in words, so it is not read aloud. */
export function Avatar({ name, id, size = 32, shape = 'circle', presence, icon }: AvatarProps) {
  return (
    <span
      className={classNames(styles.avatar, styles[shape], styles[`tone${avatarTone(id)}`])}
      style={{ width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.38)) }}
      aria-hidden="true"
    >
      {icon ?? initialsOf(name, size < 28 ? 1 : 2)}
      {presence ? (
        <span className={styles.presence}>
          <PresenceDot presence={presence} />
        </span>
      ) : null}
    </span>
  );
}
