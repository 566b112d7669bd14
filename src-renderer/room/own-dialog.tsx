import { createContext, useCallback, useContext, type ReactNode } from 'react';
import { DialogTurn } from '../ui/dialog.tsx';
import type { OpenDialog, RoomDialog } from './asked-stores.ts';
import { useRoomStores } from './room-context.tsx';

const OwnKind = createContext<RoomDialog['is'] | undefined>(undefined);

/** Stands around a dialog that was asked for. */
export function OwnDialog({ dialog, children }: { dialog: OpenDialog; children: ReactNode }) {
  return (
    <OwnKind value={dialog.is}>
      <DialogTurn value={dialog.turn ?? 0}>{children}</DialogTurn>
    </OwnKind>
  );
}

/** Closes the dialog that asks for it, and none that was opened over it meanwhile. */
export function useCloseDialog(): () => void {
  const { dialogs } = useRoomStores();
  const own = useContext(OwnKind);
  return useCallback(() => {
    if (own) dialogs.close(own);
  }, [dialogs, own]);
}
