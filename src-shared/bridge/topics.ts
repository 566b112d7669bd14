import { z } from 'zod';
import type { Topic } from '../protocol/topics.ts';
import { roomId, type AccountId } from '../protocol/ids.ts';
import { bridgeFeature, carries, inConversation, inRoom } from './feature.ts';
import type { GroupView } from './groups.ts';

const about = z.string().max(2048);

/** Open groups, which everybody finds. One that was joined is told of, renamed and left like a group. */
export const topics = bridgeFeature({
  requests: {
    /** As the room lists them now. */
    'topic/list': { params: inRoom, result: carries<Topic[]>() },
    'topic/members': { params: inConversation, result: carries<AccountId[]>() },
    'topic/make': {
      params: z.object({ room: roomId, name: z.string().max(512), about }),
      result: carries<GroupView>(),
    },
    'topic/join': { params: inConversation, result: carries<null>() },
    'topic/describe': { params: inConversation.extend({ about }), result: carries<null>() },
    'topic/archive': {
      params: inConversation.extend({ archived: z.boolean() }),
      result: carries<null>(),
    },
  },
});
