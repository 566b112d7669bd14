import { z } from 'zod';
import type { PrivateView } from '../member/own-copy.ts';
import { sentFiles } from '../protocol/files.ts';
import { privatePlace } from '../member/private-place.ts';
import { accountId, roomId, type PrivateId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries, text } from './feature.ts';

export const privateChats = bridgeFeature({
  requests: {
    'private/ask': {
      params: z.object({ room: roomId, account: accountId }),
      result: carries<PrivateView>(),
    },
    'private/answer': {
      params: privatePlace.extend({ accept: z.boolean() }),
      result: carries<null>(),
    },
    /** `files`: as `OdaBridge.stage` has given them for this very chat; without a text they go alone. */
    'private/send': {
      params: privatePlace.extend({ text, files: sentFiles }),
      result: carries<null>(),
    },
    /** A window shows it: nothing of it is unread. */
    'private/mark-read': { params: privatePlace, result: carries<null>() },
    /** The person has compared the signs with the partner. */
    'private/compared': { params: privatePlace, result: carries<null>() },
    /** Leaves it if it still runs, and forgets its text on this computer. */
    'private/close': { params: privatePlace, result: carries<null>() },
  },
  pushes: {
    /** The whole of it as it stands now. */
    'private/changed': carries<PrivateView>(),
    'private/removed': carries<{ room: RoomId; private: PrivateId }>(),
  },
});
