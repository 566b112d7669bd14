import type { TFunction } from 'i18next';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import { conversationKind, everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { partnerOf } from './room-selectors.ts';
import type { RoomState } from './room-store.ts';

/** The name of a group or of the other person; undefined for `everyone`, and if the copy does not hold the person. */
export function ownNameOf(state: RoomState, id: ConversationId): string | undefined {
  return conversationKind(id) === 'group' ? state.groups.get(id)?.name : partnerOf(state, id)?.name;
}

/** How any conversation is called. */
export function conversationName(state: RoomState, id: ConversationId, t: TFunction): string {
  if (id === everyone) return t('conversations.everyone');
  const name = ownNameOf(state, id);
  if (name !== undefined) return name;
  return conversationKind(id) === 'group' ? t('groups.unnamed') : t('conversations.someone');
}

/** Groups that this person is in and may add others to, by name. */
export function ownedGroups(state: RoomState): GroupView[] {
  const self = state.room?.account;
  return [...state.groups.values()]
    .filter((group) => group.standing === 'member' && group.owner === self)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}
