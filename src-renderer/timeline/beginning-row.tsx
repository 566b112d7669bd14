import { useTranslation } from 'react-i18next';
import { conversationKind, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { ConversationFace } from '../people/conversation-face.tsx';
import { keptText } from '../people/keep-rule.tsx';
import { useRoom } from '../room/room-context.tsx';
import { conversationName, isAlone } from '../room/room-selectors.ts';
import styles from './beginning-row.module.css';

/** What stands before the very first message: a greeting (R2.2), and who reads what is written here. */
type Props = { conversation: ConversationId; isCut: boolean };

export function BeginningRow({ conversation, isCut }: Props) {
  const { t } = useTranslation();
  const room = useRoom((state) => state.room);
  const name = useRoom((state) => conversationName(state, conversation, t));
  const alone = useRoom(isAlone);
  const format = useFormat();
  const keep = useRoom(
    (state) => state.groups.get(conversation)?.keep ?? state.room?.settings.keep ?? 'all',
  );
  const kept = keptText(keep, { t, format });
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
    topic: { title: name, text: t('topics.beginText') },
  }[conversationKind(conversation)];
  return (
    <div className={styles.beginning} role="listitem">
      <ConversationFace id={conversation} name={name} size={56} className={styles.icon} />
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {kept !== undefined || isCut ? (
        <p className={styles.text}>{kept ?? t('timeline.beginCut')}</p>
      ) : null}
    </div>
  );
}
