import type { NearbyProblem, NearbyRoom } from '../host/nearby.ts';
import { bridgeFeature, carries, nothing } from './feature.ts';

/** `hidden`: Oda was started so that no room of it is. */
export type AnnouncedState =
  | { is: 'off' | 'hidden' }
  | { is: 'on' }
  | { is: 'failed'; problem: NearbyProblem };

export type NearbyView = {
  rooms: NearbyRoom[];
  /** How many more there are than can be shown. */
  hidden: number;
  /** Switched off by the person. */
  isOff: boolean;
  problem?: NearbyProblem | undefined;
};

/** Rooms on the same network. */
export const nearby = bridgeFeature({
  requests: {
    /** What is there now. Who asks again within a few seconds keeps it looking. */
    'nearby/look': { params: nothing, result: carries<NearbyView>() },
  },
});
