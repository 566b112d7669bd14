import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom } from '../room/room-context.tsx';
import { useApp, useFrame } from '../window/app-context.tsx';
import { shownRoom } from '../window/app-selectors.ts';
import type { SidePane } from '../window/frame-store.ts';

/**
 * What stands at the right of the conversation. What was asked for and is not there now (the panel of a
 * room one does not host, a group's details beside another conversation) is not forgotten.
 */
export function useSidePane(shown: ConversationId | undefined): SidePane | undefined {
  const wanted = useFrame((state) => state.pane);
  const person = useFrame((state) => state.person);
  // Known before the room has opened: its conversation must not be there for a moment first.
  const isHosted = useApp((state) => shownRoom(state)?.hosted === true);
  const hasGroup = useRoom((state) => shown !== undefined && state.groups.has(shown));
  const hasPerson = useRoom((state) => person !== undefined && state.members.has(person));
  if (wanted === 'host') return isHosted ? wanted : undefined;
  if (wanted === 'group') return hasGroup ? wanted : undefined;
  if (wanted === 'person') return hasPerson ? wanted : undefined;
  return wanted;
}
