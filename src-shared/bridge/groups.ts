import { z } from 'zod';
import type { Group } from '../protocol/groups.ts';
import { accountId, roomId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries, inConversation } from './feature.ts';

/** A group conversation; one that was left stays readable and gets no more. */
export type GroupView = Group & { room: RoomId; standing: 'member' | 'left' };

export const groups = bridgeFeature({
  requests: {
    'group/make': {
      params: z.object({
        room: roomId,
        name: z.string().max(512),
        members: z.array(accountId).max(200),
      }),
      result: carries<GroupView>(),
    },
    'group/rename': {
      params: inConversation.extend({ name: z.string().max(512) }),
      result: carries<null>(),
    },
    'group/set-read-only': {
      params: inConversation.extend({ readOnly: z.boolean() }),
      result: carries<null>(),
    },
    'group/add': { params: inConversation.extend({ account: accountId }), result: carries<null>() },
    'group/remove': {
      params: inConversation.extend({ account: accountId }),
      result: carries<null>(),
    },
    'group/leave': { params: inConversation, result: carries<null>() },
  },
  pushes: {
    /** Only the groups that changed. */
    'group/changed': carries<GroupView[]>(),
  },
});
