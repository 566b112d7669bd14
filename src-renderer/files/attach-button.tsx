import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderPlus, Paperclip } from 'lucide-react';
import { refuseFiles } from '../room/permissions.ts';
import type { StagingPlace } from '../room/staged-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { inOrder } from './dropped-files.ts';

type AttachButtonProps = {
  conversation: StagingPlace;
  /** Gives the focus back to where one writes. */
  onChosen: () => void;
};

/** Asks the system for files, or for a folder with all that is in it. */
export function AttachButtons(props: AttachButtonProps) {
  return (
    <>
      <AttachButton {...props} what="attach" icon={<Paperclip />} />
      <AttachButton {...props} what="attachFolder" icon={<FolderPlus />} />
    </>
  );
}

type OneProps = AttachButtonProps & { what: 'attach' | 'attachFolder'; icon: ReactNode };

function AttachButton({ conversation, onChosen, what, icon }: OneProps) {
  const { t } = useTranslation();
  const { staged } = useRoomStores();
  const chooser = useRef<HTMLInputElement>(null);
  const refusal = useRoom((state) => refuseFiles(state, conversation));
  const why = refusal && refusalText(t, refusal);
  const label = what === 'attach' ? t('files.attach') : t('files.attachFolder');
  return (
    <>
      <IconButton
        size="small"
        label={why === undefined ? label : `${label}: ${why}`}
        icon={icon}
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
        {...(what === 'attachFolder' ? { webkitdirectory: '' } : {})}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file again is another one.
          target.value = '';
          if (files.length === 0) return;
          staged.add(conversation, what === 'attachFolder' ? inOrder(files) : files);
          onChosen();
        }}
      />
    </>
  );
}
