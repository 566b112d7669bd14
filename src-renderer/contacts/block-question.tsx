import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useChangeContact } from './use-change-contact.ts';

/** Says what blocking means before it is done. */
export function BlockQuestion({ account, onClose }: { account: AccountId; onClose: () => void }) {
  const { t } = useTranslation();
  const { block } = useChangeContact();
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      width={440}
      onClose={onClose}
      initialFocus={cancel}
      title={t('contacts.blockTitle', { name })}
      description={t('contacts.blockText')}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              void block(account);
            }}
          >
            {t('contacts.block')}
          </Button>
        </>
      }
    />
  );
}
