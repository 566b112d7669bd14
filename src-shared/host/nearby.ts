import type { KeyLook } from '../invite/key-look.ts';
import type { Pin, RoomId } from '../protocol/ids.ts';

/** Why rooms nearby cannot be heard, or do not hear: no network, UDP port 5353 is taken, the system forbids it. */
export type NearbyProblem = 'no-network' | 'port-taken' | 'not-allowed';

/** A room that says on the same network that it is there; nothing of it is proven but what `state` says. */
export type NearbyRoom = {
  room: RoomId;
  name: string;
  pin: Pin;
  /** `host:port`. */
  address: string;
  people: number;
  /** New people need an invite. */
  isInvited: boolean;
  /** `there`: it has answered, with the key that it says it has. `gone`: it did not within 2 seconds. */
  state: 'asking' | 'there' | 'gone';
  /** Another room has a name that a reader takes for this one: what tells them apart is the key. */
  alike?: KeyLook | undefined;
};
