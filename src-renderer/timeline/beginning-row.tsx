import { useTranslation } from 'react-i18next';
import { Users } from 'lucide-react';
import { conversationKind, everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { GroupFace } from '../people/group-face.tsx';
import { conversationName } from '../room/group-name.ts';
import { useRoom } from '../room/room-context.tsx';
import { isAlone, partnerOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import styles from './beginning-row.module.css';

/** What stands before the very first message: a greeting (R2.2), and who reads what is written here. */
export function BeginningRow({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const room = useRoom((state) => state.room);
  const name = useRoom((state) => conversationName(state, conversation, t));
  const alone = useRoom(isAlone);
  if (!room) return null;
  const greeting = { name: room.ownName };
  const { title, text } = {
    everyone: {
      title: t('timeline.beginEveryone', { room: room.name }),
      text: alone ? t('timeline.beginAlone', greeting) : t('timeline.beginEveryoneText', greeting),
    },
    direct: {
      title: t('timeline.beginDirect', { name }),
      text: t('timeline.beginDirectText'),
    },
    group: { title: name, text: t('groups.beginText') },
  }[conversationKind(conversation)];
  return (
    <div className={styles.beginning} role="listitem">
      <Face conversation={conversation} name={name} />
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
    </div>
  );
}

function Face({ conversation, name }: { conversation: ConversationId; name: string }) {
  const partner = useRoom((state) => partnerOf(state, conversation));
  if (conversation === everyone) {
    return (
      <span className={styles.icon}>
        <Users aria-hidden="true" />
      </span>
    );
  }
  if (conversationKind(conversation) === 'group') return <GroupFace id={conversation} size={56} />;
  return <Avatar name={name} id={partner?.account ?? conversation} size={56} />;
}
