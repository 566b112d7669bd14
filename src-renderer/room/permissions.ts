import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { conversationKind, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { leadsGroup, may, roleOf } from '../../src-shared/protocol/roles.ts';
import { isForbidden, refusePinning } from '../../src-shared/protocol/room-settings.ts';
import { partnerOf, privateAt } from './room-selectors.ts';
import type { StagingPlace } from './staged-store.ts';
import type { RoomState } from './room-store.ts';

/** What the room would refuse, known before it is asked: by the same table and the same settings. */

/** Why this person makes no group conversation. */
export function refuseGroups(state: RoomState): Refusal | undefined {
  const { room } = state;
  if (!room) return undefined;
  if (!may(room.role, 'make-group')) return { code: 'not-allowed' };
  if (isForbidden(room.settings, 'groups', room.role)) return { code: 'groups-forbidden' };
  return ownMute(state);
}

/** Why this person makes no topics. */
export function refuseTopics(state: RoomState): Refusal | undefined {
  const { room } = state;
  if (!room) return undefined;
  if (isForbidden(room.settings, 'topics', room.role)) return { code: 'topics-forbidden' };
  return ownMute(state);
}

/** Why this person cannot ask somebody for a private chat. */
export function refusePrivate(state: RoomState, account: AccountId): Refusal | undefined {
  const { room, members } = state;
  if (!room) return undefined;
  if (!may(room.role, 'ask-private')) return { code: 'not-allowed' };
  const other = roleOf(members.get(account) ?? {});
  if (isForbidden(room.settings, 'privates', room.role, other)) {
    return { code: 'privates-forbidden' };
  }
  return ownMute(state);
}

/** Why this person cannot write in a conversation until somebody changes that. */
export function refuseWriting(state: RoomState, id: ConversationId): Refusal | undefined {
  const { room } = state;
  if (!room) return undefined;
  const silenced = ownMute(state);
  if (silenced) return silenced;
  if (state.groups.get(id)?.topic?.archived) return { code: 'topic-archived' };
  const { role, settings } = room;
  if (id === everyone) {
    const isBound = settings.readOnly && !may(role, 'stand-above-settings');
    return isBound ? { code: 'read-only' } : undefined;
  }
  if (conversationKind(id) === 'group') {
    const group = state.groups.get(id);
    const isBound = group?.readOnly === true && !leadsGroupNow(state, group);
    return isBound ? { code: 'group-read-only' } : undefined;
  }
  const other = roleOf(partnerOf(state, id) ?? {});
  return isForbidden(settings, 'directs', role, other) ? { code: 'directs-forbidden' } : undefined;
}

/** Why this person sends no files there. */
export function refuseFiles(state: RoomState, place: StagingPlace): Refusal | undefined {
  const { room, groups } = state;
  if (!room) return undefined;
  if (privateAt(state, place)) return ownMute(state);
  const id = place as ConversationId;
  if (groups.get(id)?.standing === 'left') return { code: 'not-in-group' };
  if (!may(room.role, 'send-files')) return { code: 'not-allowed' };
  return refuseWriting(state, id);
}

/** Why this person pins nothing there, nor takes anything down. */
export function refusePins(state: RoomState, id: ConversationId): Refusal | undefined {
  const { room, groups } = state;
  if (!room) return undefined;
  if (groups.get(id)?.standing === 'left') return { code: 'not-in-group' };
  const code = refusePinning(room.settings, id, room.role);
  return refuseWriting(state, id) ?? (code && { code });
}

/** Whether this person writes in a group that is read-only, and makes it so. */
export function leadsGroupNow({ room }: RoomState, { owner, standing }: GroupView): boolean {
  return (
    room !== undefined && standing === 'member' && leadsGroup(room.role, owner === room.account)
  );
}

/** Until when (epoch milliseconds) the slow mode lets this person send nothing there; 0 if it does. */
export function slowUntil({ room }: RoomState, id: ConversationId): number {
  return (id === everyone && room?.slowUntil) || 0;
}

/** Whether `@everyone` means all who read there. */
export function mayMentionEveryone({ room, groups }: RoomState, id: ConversationId): boolean {
  if (!room || conversationKind(id) === 'direct') return false;
  return may(room.role, 'mention-everyone') || groups.get(id)?.owner === room.account;
}

/** The room says when it is over. */
export function ownMute(state: RoomState): Refusal | undefined {
  return mutedNow(state) ? { code: 'muted' } : undefined;
}

/** `until` is missing if it lasts until somebody lifts it. */
export function mutedNow({ room, members }: RoomState): Member['muted'] {
  return room && members.get(room.account)?.muted;
}
