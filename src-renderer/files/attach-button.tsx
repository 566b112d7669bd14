import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Paperclip } from 'lucide-react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { refuseFiles } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';

type AttachButtonProps = {
  conversation: ConversationId;
  /** Gives the focus back to where one writes. */
  onChosen: () => void;
};

/** Asks the system for files. */
export function AttachButton({ conversation, onChosen }: AttachButtonProps) {
  const { t } = useTranslation();
  const { staged } = useRoomStores();
  const chooser = useRef<HTMLInputElement>(null);
  const refusal = useRoom((state) => refuseFiles(state, conversation));
  const why = refusal && refusalText(t, refusal);
  return (
    <>
      <IconButton
        size="small"
        label={why === undefined ? t('files.attach') : `${t('files.attach')}: ${why}`}
        icon={<Paperclip />}
        aria-disabled={refusal !== undefined || undefined}
        onClick={() => {
          if (!refusal) chooser.current?.click();
        }}
      />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file again is another one.
          target.value = '';
          if (files.length === 0) return;
          staged.add(conversation, files);
          onChosen();
        }}
      />
    </>
  );
}
