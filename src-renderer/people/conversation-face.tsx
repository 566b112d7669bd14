import { Users, UsersRound } from 'lucide-react';
import { conversationKind, everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom } from '../room/room-context.tsx';
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
  if (conversationKind(id) === 'group') return <GroupFace id={id} size={size} />;
  const presence = hasPresence ? (partner?.presence ?? 'offline') : undefined;
  return <Avatar name={name} id={partner?.account ?? id} size={size} presence={presence} />;
}

export type GroupFaceProps = { id: ConversationId; size: 28 | 36 | 56 };

/** Decoration beside a group's name; square if a person is round. */
export function GroupFace({ id, size }: GroupFaceProps) {
  const icon = <UsersRound size={Math.round(size / 2)} />;
  return <Avatar name="" id={id} size={size} shape="square" icon={icon} />;
}

/** Stands in place of the composer in a group that this person is not in any more. */
export function LeftGroupNote() {
  const { t } = useTranslation();
  return <p className={styles.note}>{t('groups.leftNote')}</p>;
}
