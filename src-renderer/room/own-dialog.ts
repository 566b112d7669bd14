import { createContext, useCallback, useContext } from 'react';
import type { RoomDialog } from './asked-stores.ts';
import { useRoomStores } from './room-context.tsx';

/** The dialog that one is in. */
export const OwnDialog = createContext<RoomDialog['is'] | undefined>(undefined);

/** Closes the dialog that asks for it, and none that was opened over it meanwhile. */
export function useCloseDialog(): () => void {
  const { dialogs } = useRoomStores();
  const own = useContext(OwnDialog);
  return useCallback(() => {
    if (own) dialogs.close(own);
  }, [dialogs, own]);
}
