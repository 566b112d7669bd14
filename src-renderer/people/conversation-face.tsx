import { Hash, Users, UsersRound } from 'lucide-react';
import {
  everyone,
  hasMembers,
  isTopic,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { partnerOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useTranslation } from 'react-i18next';
import styles from './left-group-note.module.css';

export type ConversationFaceProps = {
  id: ConversationId;
  name: string;
  size: 28 | 36 | 56;
  /** How everyone's looks. */
  className: string | undefined;
  /** With a dot that says whether the other person is there. */
  hasPresence?: boolean;
};

/** Decoration beside the name of a conversation. */
export function ConversationFace(props: ConversationFaceProps) {
  const { id, name, size, className, hasPresence = false } = props;
  const partner = useRoom((state) => partnerOf(state, id));
  if (id === everyone) {
    return (
      <span className={className}>
        <Users size={size === 56 ? 24 : 18} aria-hidden="true" />
      </span>
    );
  }
  if (hasMembers(id)) return <GroupFace id={id} size={size} />;
  const presence = hasPresence ? (partner?.presence ?? 'offline') : undefined;
  return <Avatar name={name} id={partner?.account ?? id} size={size} presence={presence} />;
}

export type GroupFaceProps = { id: ConversationId; size: 28 | 36 | 56 };

/** Decoration beside a group's or topic's name; square if a person is round. */
export function GroupFace({ id, size }: GroupFaceProps) {
  const Icon = isTopic(id) ? Hash : UsersRound;
  const icon = <Icon size={Math.round(size / 2)} />;
  return <Avatar name="" id={id} size={size} shape="square" icon={icon} />;
}

/** Stands in place of the composer in a group or topic that this person is not in any more. */
export function LeftGroupNote({ id }: { id: ConversationId }) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  if (!isTopic(id)) return <p className={styles.note}>{t('groups.leftNote')}</p>;
  return (
    <div className={styles.note}>
      <p>{t('topics.leftNote')}</p>
      <Button size="small" onClick={() => void request('topic/join', { room: room.id, in: id })}>
        {t('topics.join')}
      </Button>
    </div>
  );
}
