import { z } from 'zod';
import type { AddressScope } from '../host/host-network.ts';
import type { RoomId } from '../protocol/ids.ts';
import type { Knock } from '../protocol/knocks.ts';
import { bridgeFeature, carries, inRoom, nothing } from './feature.ts';

/** Somebody at the door as those see it who may answer. `scope`: from where, as far as the address tells. */
export type KnockView = Knock & { scope?: AddressScope | undefined };

/** Rooms that ask before somebody new comes in, from both sides of the door. */
export const knocks = bridgeFeature({
  requests: {
    'knock/answer': {
      params: inRoom.extend({ knock: z.int().positive(), letIn: z.boolean() }),
      result: carries<null>(),
    },
    /** This person does not want to wait any more: the `room/join` that waited is refused with `knock-withdrawn`. */
    'knock/stop': { params: nothing, result: carries<null>() },
  },
  pushes: {
    /** A `room/join` waits now: those inside have been asked. */
    'knock/asked': carries<{ room: RoomId; roomName: string }>(),
  },
});
