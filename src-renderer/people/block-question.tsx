import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Question } from '../ui/question.tsx';
import { useChangeContact } from './use-change-contact.ts';

/** Says what blocking means before it is done. */
export function BlockQuestion({ account, onClose }: { account: AccountId; onClose: () => void }) {
  const { t } = useTranslation();
  const { block } = useChangeContact();
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  return (
    <Question
      title={t('contacts.blockTitle', { name })}
      text={t('contacts.blockText')}
      action={t('contacts.block')}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void block(account);
      }}
    />
  );
}
