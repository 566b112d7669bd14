import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  type ReactNode,
  type RefObject,
} from 'react';
import { DialogTurn } from '../ui/dialog.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import type { OpenDialog } from './asked-stores.ts';
import { useRoomStores } from './room-context.tsx';

/** Which one it is, by `begun`. */
const Own = createContext<number | undefined>(undefined);

/** Stands around a dialog that was asked for. */
export function OwnDialog({ dialog, children }: { dialog: OpenDialog; children: ReactNode }) {
  return (
    <Own value={dialog.begun}>
      <DialogTurn value={dialog.turn ?? 0}>{children}</DialogTurn>
    </Own>
  );
}

/** Closes the dialog that asks for it, and none that was opened meanwhile, over it or in its place. */
export function useCloseDialog(): () => void {
  const { dialogs } = useRoomStores();
  const own = useContext(Own);
  return useCallback(() => {
    if (own !== undefined) dialogs.close(own);
  }, [dialogs, own]);
}

/** Whether the dialog that asks is the one that the person sees: not closed, and nothing opened over it. */
export function useIsInFront(): () => boolean {
  const { dialogs, frame } = useRoomStores();
  const own = useContext(Own);
  const isHere = useIsHere();
  return () => {
    const isOnTop = dialogs.getState().open.at(-1)?.begun === own;
    return isHere.current && isOnTop && frame.getState().overlay === undefined;
  };
}

/** Something that a dialog changes; a refusal that comes when it is closed already is told in a notice: nobody would see it. */
export function useDialogAnswer(): ReturnType<typeof useAnswer> {
  const { frame } = useRoomStores();
  const isHere = useIsHere();
  const answer = useAnswer();
  return {
    ...answer,
    run: (ask) =>
      answer.run(async () => {
        const answered = await ask();
        if (!answered.ok && !isHere.current) frame.refuse(answered.refusal);
        return answered;
      }),
  };
}

/** Holds false once what asks is gone from the page. */
function useIsHere(): RefObject<boolean> {
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}
