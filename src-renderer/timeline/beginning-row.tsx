import { useTranslation } from 'react-i18next';
import { Users } from 'lucide-react';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom } from '../room/room-context.tsx';
import { isAlone, partnerOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import styles from './beginning-row.module.css';

/** What stands before the very first message: a greeting (R2.2), and who reads what is written here. */
export function BeginningRow({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const room = useRoom((state) => state.room);
  const partner = useRoom((state) => partnerOf(state, conversation));
  const alone = useRoom(isAlone);
  if (!room) return null;
  const isEveryone = conversation === everyone;
  const name = partner?.name ?? t('conversations.someone');
  const greeting = { name: room.ownName };
  return (
    <div className={styles.beginning} role="listitem">
      {isEveryone ? (
        <span className={styles.icon}>
          <Users aria-hidden="true" />
        </span>
      ) : (
        <Avatar name={name} id={partner?.account ?? conversation} size={56} />
      )}
      <h2 className={styles.title}>
        {isEveryone
          ? t('timeline.beginEveryone', { room: room.name })
          : t('timeline.beginDirect', { name })}
      </h2>
      <p className={styles.text}>
        {!isEveryone
          ? t('timeline.beginDirectText')
          : alone
            ? t('timeline.beginAlone', greeting)
            : t('timeline.beginEveryoneText', greeting)}
      </p>
    </div>
  );
}
