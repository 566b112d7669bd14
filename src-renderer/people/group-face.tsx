import { UsersRound } from 'lucide-react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { Avatar } from '../ui/avatar.tsx';

export type GroupFaceProps = { id: ConversationId; size: 28 | 36 | 56 };

/** Decoration beside a group's name; square if a person is round. */
export function GroupFace({ id, size }: GroupFaceProps) {
  const icon = <UsersRound size={Math.round(size / 2)} />;
  return <Avatar name="" id={id} size={size} shape="square" icon={icon} />;
}
