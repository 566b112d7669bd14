import { z } from 'zod';
import type { PrivateView } from '../member/own-copy.ts';
import { sentFiles } from '../protocol/files.ts';
import { accountId, privateId, roomId, type PrivateId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries, text } from './feature.ts';

const inPrivate = z.object({ room: roomId, private: privateId });

export const privateChats = bridgeFeature({
  requests: {
    'private/ask': {
      params: z.object({ room: roomId, account: accountId }),
      result: carries<PrivateView>(),
    },
    'private/answer': {
      params: inPrivate.extend({ accept: z.boolean() }),
      result: carries<null>(),
    },
    /** `files`: as `OdaBridge.stage` has given them for this very chat; without a text they go alone. */
    'private/send': {
      params: inPrivate.extend({ text, files: sentFiles }),
      result: carries<null>(),
    },
    /** A window shows it: nothing of it is unread. */
    'private/mark-read': { params: inPrivate, result: carries<null>() },
    /** The person has compared the signs with the partner. */
    'private/compared': { params: inPrivate, result: carries<null>() },
    /** Leaves it if it still runs, and forgets its text on this computer. */
    'private/close': { params: inPrivate, result: carries<null>() },
  },
  pushes: {
    /** The whole of it as it stands now. */
    'private/changed': carries<PrivateView>(),
    'private/removed': carries<{ room: RoomId; private: PrivateId }>(),
  },
});
