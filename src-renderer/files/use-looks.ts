import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { isFetchedUnasked, maybePicture } from '../room/picture-store.ts';
import { useRoomStores } from '../room/room-context.tsx';

/** `none`: one that was taken for a picture and is none. */
export type Look = 'picture' | 'row' | 'none';

/** How each of the files is shown just now. */
export function useLooks(files: readonly SentFile[]): Look[] {
  const { files: states, pictures } = useRoomStores();
  const stuck = useStore(
    states,
    useShallow((state) =>
      files.map(({ hash }) => {
        const is = state.states.get(hash)?.is;
        return is === 'stopped' || is === 'dropped' || state.wishes.get(hash)?.is === 'failed';
      }),
    ),
  );
  return useStore(
    pictures,
    useShallow((state) =>
      files.map((file, at): Look => {
        const shown = state.pictures.get(file.hash);
        if (shown) return shown.is === 'shown' ? 'picture' : 'none';
        const isComing = isFetchedUnasked(file) || state.wanted.has(file.hash);
        return maybePicture(file) && isComing && stuck[at] !== true ? 'picture' : 'row';
      }),
    ),
  );
}

/** Asks how they stand, once somebody is about to see them. */
export function useKnown(files: readonly SentFile[], isNear: boolean): void {
  const { files: states } = useRoomStores();
  useEffect(() => {
    if (isNear) for (const { hash } of files) void states.know(hash);
  }, [states, files, isNear]);
}
