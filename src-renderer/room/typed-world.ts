import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { TypedWorld } from '../../src-shared/typed/run-typed.ts';
import type { RoomStore } from './room-store.ts';

/** The room as typed commands see it, always as it is now; undefined until it was opened once. */
export function typedWorld(bridge: OdaBridge, room: RoomStore): TypedWorld | undefined {
  const self = room.getState().room?.account;
  if (self === undefined) return undefined;
  return {
    bridge,
    room: room.id,
    self,
    members: () => room.getState().members.values(),
    contactGroups: () => room.getState().contactGroups.values(),
    groups: () => room.getState().groups.values(),
    privates: () => room.getState().privates.values(),
  };
}
