import type { Missed } from '../member/missed.ts';
import { bridgeFeature, carries, inRoom } from './feature.ts';

/** What this person missed in a room while they were away; `awaySince` of the room says that there is something new. */
export const away = bridgeFeature({
  requests: {
    /** As it is now, also after it was dismissed; nothing and no `since` if they have not been away. */
    'away/read': {
      params: inRoom,
      result: carries<{ since?: number | undefined; missed: Missed }>(),
    },
    'away/dismiss': { params: inRoom, result: carries<null>() },
  },
});
