import { z } from 'zod';
import { accountId, roomId, type AccountId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries } from './feature.ts';

/** What this person keeps of somebody they met in a room; nobody else sees it. */
export type ContactView = {
  room: RoomId;
  account: AccountId;
  note: string;
  favourite: boolean;
  /** Nothing of theirs is shown or told; private chats are declined. */
  blocked: boolean;
  /** Their messages are not told by notifications. */
  muted: boolean;
};

/** What this person keeps of the people they met. */
export const contacts = bridgeFeature({
  requests: {
    'contact/change': {
      params: z.object({
        room: roomId,
        account: accountId,
        note: z.string().max(2000).optional(),
        favourite: z.boolean().optional(),
        blocked: z.boolean().optional(),
        muted: z.boolean().optional(),
      }),
      result: carries<ContactView>(),
    },
  },
  pushes: {
    'contact/changed': carries<ContactView>(),
  },
});
