import { z } from 'zod';
import { accountId, roomId, type AccountId, type RoomId } from '../protocol/ids.ts';
import type { GroupMessageCopy } from '../member/own-copy.ts';
import { bridgeFeature, carries, text } from './feature.ts';

/** A contact group: 16 characters of base64url. */
export const contactGroupId = z.string().regex(/^[A-Za-z0-9_-]{16}$/);

/** A contact group: this person's own list of people, to whom one writes singly (R0.8, R0.9). */
export type ContactGroupView = {
  room: RoomId;
  /** 16 characters of base64url. */
  group: string;
  name: string;
  members: AccountId[];
};

/** A message that went to everybody of a contact group singly. */
export type GroupMessageView = {
  room: RoomId;
  group: string;
  /** Made by this computer, rises. */
  number: number;
  text: string;
  at: number;
  copies: GroupMessageCopy[];
};

/** Own lists of people, and what goes to all of one singly. */
export const contactGroups = bridgeFeature({
  requests: {
    /** Makes (no `group`, or one that is not there: how a removal is undone), renames or fills a contact group. */
    'contact-group/save': {
      params: z.object({
        room: roomId,
        group: contactGroupId.optional(),
        name: z.string().max(512),
        members: z.array(accountId).max(1000),
      }),
      result: carries<ContactGroupView>(),
    },
    'contact-group/remove': {
      params: z.object({ room: roomId, group: contactGroupId }),
      /** As it was. */
      result: carries<ContactGroupView>(),
    },
    /** To everybody of the group singly, as direct messages (R0.9). */
    'contact-group/send': {
      params: z.object({ room: roomId, group: contactGroupId, text }),
      result: carries<GroupMessageView>(),
    },
    /** The newest 100 group messages, oldest first. */
    'contact-group/messages': {
      params: z.object({ room: roomId, group: contactGroupId }),
      result: carries<GroupMessageView[]>(),
    },
  },
  pushes: {
    'contact-group/changed': carries<ContactGroupView>(),
    'contact-group/removed': carries<{ room: RoomId; group: string }>(),
    /** A group message, or how one of its copies stands. */
    'group-message/changed': carries<GroupMessageView>(),
  },
});

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
