import { z } from 'zod';
import { picture } from '../protocol/pictures.ts';
import { bridgeFeature, carries, inRoom } from './feature.ts';

/** Of members and of rooms. */
export const pictures = bridgeFeature({
  requests: {
    /** `bytes` in base64; without them there is none any more. */
    'picture/set': {
      params: inRoom.extend({
        of: z.enum(['self', 'room']),
        bytes: z.base64().max(400_000).optional(),
      }),
      result: carries<null>(),
    },
    /** Fetches it first if it is not here; `bytes` in base64. */
    'picture/read': {
      params: inRoom.extend({ picture }),
      result: carries<{ bytes: string }>(),
    },
  },
});
