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

/** Makes an element a place where files can be dropped, which go with the next message of the conversation. */
export function useFileDrop(conversation: StagingPlace, onDropped?: () => void) {
  const { staged, room } = useRoomStores();
  /** True while files hang over the element. */
  const [isAimedAt, setIsAimedAt] = useState(false);
  const isRefused = () => refuseFiles(room.getState(), conversation) !== undefined;
  const place = {
    ...dropPlace,
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      setIsAimedAt(true);
      if (isRefused()) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDragLeave: (event: DragEvent) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node) || !event.currentTarget.contains(to)) setIsAimedAt(false);
    },
    onDrop: (event: DragEvent) => {
      setIsAimedAt(false);
      if (!carriesFiles(event.dataTransfer) || isRefused()) return;
      event.preventDefault();
      onDropped?.();
      void stageDropped(staged, conversation, event.dataTransfer);
    },
  };
  return { isAimedAt, place };
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
  const { staged, room, frame } = useRoomStores();
  return useStrayFiles((dropped) => {
    if (!conversation) return frame.tell(nowhere);
    const refusal = refuseFiles(room.getState(), conversation);
    if (refusal) return frame.refuse(refusal);
    onDropped?.();
    return void stageDropped(staged, conversation, dropped);
  });
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
  const { staged, room } = useRoomStores();
  return (event: ClipboardEvent) => {
    const files = pastedFiles(event.clipboardData);
    if (files.length === 0 || refuseFiles(room.getState(), conversation)) return;
    event.preventDefault();
    staged.add(conversation, files);
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
