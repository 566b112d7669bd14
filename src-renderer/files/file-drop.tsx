import { useState, type ClipboardEvent, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Upload } from 'lucide-react';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { refuseFiles } from '../room/permissions.ts';
import { conversationName, nameOf, privateAt } from '../room/room-selectors.ts';
import type { StagingPlace } from '../room/staged-store.ts';
import { useRoom, useRoomStores, type RoomStores } from '../room/room-context.tsx';
import { carriesFiles, droppedFiles, pastedFiles } from './dropped-files.ts';
import { dropPlace, useStrayFiles } from './use-stray-files.ts';
import styles from './file-drop.module.css';

type DropPlace = {
  isClosed: () => boolean;
  /** Of what is closed too: it says why. */
  onDrop: (dropped: DataTransfer) => void;
};

/** Makes an element a place where files can be dropped. What takes none hears of them too, so that it can say why. */
export function useDropPlace({ isClosed, onDrop }: DropPlace) {
  /** While files hang over the element. */
  const [aim, setAim] = useState<'open' | 'closed'>();
  const place = {
    ...dropPlace,
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      setAim(isClosed() ? 'closed' : 'open');
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDragLeave: (event: DragEvent) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node) || !event.currentTarget.contains(to)) setAim(undefined);
    },
    onDrop: (event: DragEvent) => {
      setAim(undefined);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      onDrop(event.dataTransfer);
    },
  };
  return { isAimedAt: aim !== undefined, isOpen: aim === 'open', place };
}

/** The same, for what goes with the next message of the conversation. */
export function useFileDrop(conversation: StagingPlace, onDropped?: () => void) {
  const { room } = useRoomStores();
  const take = useTakeDropped(onDropped);
  return useDropPlace({
    isClosed: () => refuseFiles(room.getState(), conversation) !== undefined,
    onDrop: (dropped) => take(conversation, dropped),
  });
}

/** Puts what was dropped beside the next message, or says why it cannot be sent there. */
function useTakeDropped(onDropped: (() => void) | undefined) {
  const { staged, room, frame } = useRoomStores();
  return (conversation: StagingPlace, dropped: DataTransfer): void => {
    const refusal = refuseFiles(room.getState(), conversation);
    if (refusal) return frame.refuse(refusal);
    onDropped?.();
    void stageDropped(staged, conversation, dropped);
  };
}

type WindowDrop = {
  /** What is told where no conversation takes them. */
  nowhere: string;
  onDropped?: (() => void) | undefined;
};

/**
 * What is dropped in the window beside all places for it is meant for the conversation that is shown. True while files
 * hang there.
 */
export function useWindowDrop(
  conversation: StagingPlace | undefined,
  { nowhere, onDropped }: WindowDrop,
): boolean {
  const { frame } = useRoomStores();
  const take = useTakeDropped(onDropped);
  return useStrayFiles((dropped) =>
    conversation ? take(conversation, dropped) : frame.tell(nowhere),
  );
}

async function stageDropped(
  staged: RoomStores['staged'],
  conversation: StagingPlace,
  dropped: DataTransfer,
): Promise<void> {
  const most = limits.filesPerMessage + 1;
  staged.add(conversation, await droppedFiles(dropped, most));
}

/** The same for what is pasted. */
export function useFilePaste(conversation: StagingPlace) {
  const { staged, room, frame } = useRoomStores();
  return (event: ClipboardEvent) => {
    const files = pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    const refusal = refuseFiles(room.getState(), conversation);
    if (refusal) frame.refuse(refusal);
    else staged.add(conversation, files);
  };
}

/** Lies over a conversation while files hang above it, and says where they will go. */
export function DropOverlay({ conversation }: { conversation: StagingPlace }) {
  const { t } = useTranslation();
  const name = useRoom((state) => {
    const view = privateAt(state, conversation);
    if (!view) return conversationName(state, conversation as ConversationId, t);
    return nameOf(state, view.partner) ?? view.partnerName;
  });
  const isClosed = useRoom((state) => refuseFiles(state, conversation) !== undefined);
  const to = conversation === everyone ? t('files.dropToEveryone') : t('files.dropTo', { name });
  return (
    <div className={styles.overlay}>
      <p className={styles.words}>
        {isClosed ? null : <Upload aria-hidden="true" />}
        {isClosed ? t('files.dropClosed') : to}
      </p>
    </div>
  );
}
