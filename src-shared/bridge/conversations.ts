import { z } from 'zod';
import type {
  MessageVersion,
  OutboxItem,
  Quote,
  SearchPage,
  ShownMessage,
  TimelinePage,
} from '../member/own-copy.ts';
import type { DraftAim, DraftFile } from '../member/draft-aim.ts';
import { attentionLevels, type Attention } from '../member/attention.ts';
import { fileHash, fileSize, picturePreview, sentFiles } from '../protocol/files.ts';
import { limits } from '../protocol/limits.ts';
import { mostForwardedTo } from '../protocol/messages.ts';
import { change } from '../protocol/said.ts';
import type { Entry, MessageEntry } from '../protocol/entries.ts';
import {
  cid,
  conversationId,
  roomId,
  accountId,
  type AccountId,
  type Cid,
  type ConversationId,
  type RoomId,
} from '../protocol/ids.ts';
import { fileKinds } from '../text/file-kinds.ts';
import { bridgeFeature, carries, inConversation, text } from './feature.ts';

export type ConversationView = {
  room: RoomId;
  in: ConversationId;
  /** Newest number known here, 0 if nothing was said yet. */
  lastSeq: number;
  /** Everything up to this number has been read. */
  readSeq: number;
  /** Messages of others above `readSeq`. */
  unread: number;
  /** Those of them that mention this person or hold one of their words. */
  mentions: number;
  /** What of it this person asked to be told of, as it is now. */
  attention: Attention;
  lastMessage?: MessageEntry | undefined;
  draft: string;
  aim?: DraftAim | undefined;
  /** Of a direct conversation: up to here it has reached the other one's computer, 0 if not known. */
  deliveredSeq: number;
};

/** How far the others have read a direct conversation or a small group, as far as they show it. */
export type ReadsView = {
  room: RoomId;
  in: ConversationId;
  reads: { account: AccountId; seq: number }[];
};

const seq = z.int().positive();
const draftFile = z.object({
  name: z.string().min(1).max(limits.fileNameCharacters),
  size: fileSize,
  hash: fileHash.optional(),
  preview: picturePreview.optional(),
  isVoice: z.literal(true).optional(),
  details: z.enum(['wanted', 'too-large', 'unclear']).optional(),
}) satisfies z.ZodType<DraftFile>;
const draftAim = z.object({
  reply: seq.optional(),
  edit: z.object({ seq: seq.optional(), cid: cid.optional(), text }).optional(),
  files: z.array(draftFile).max(limits.filesPerMessage).optional(),
}) satisfies z.ZodType<DraftAim>;

/** Messages: said, waiting, read. */
export const conversations = bridgeFeature({
  requests: {
    'message/send': {
      /** `reply`: the message that it answers. */
      params: inConversation.extend({
        text,
        reply: z.int().positive().optional(),
        /** As `OdaBridge.stage` has given them; without a text, their names are said. */
        files: sentFiles,
      }),
      result: carries<{ cid: Cid }>(),
    },
    /** Says it once more in other conversations, with the name of who said it first. */
    'message/forward': {
      params: inConversation.extend({
        seq: z.int().positive(),
        to: z.array(conversationId).min(1).max(mostForwardedTo),
      }),
      result: carries<null>(),
    },
    /** It waits in the outbox like a message. */
    'message/change': {
      params: inConversation.extend({ change }),
      result: carries<{ cid: Cid }>(),
    },
    /** Newest first. */
    'message/pinned': { params: inConversation, result: carries<ShownMessage[]>() },
    /** What an edited message said before, oldest first. */
    'message/versions': {
      params: inConversation.extend({ seq: z.int().positive() }),
      result: carries<MessageVersion[]>(),
    },
    'message/retry': { params: z.object({ room: roomId, cid }), result: carries<null>() },
    /** For what failed, and for a message that the room cannot have yet. */
    'message/delete': { params: z.object({ room: roomId, cid }), result: carries<null>() },
    /** What failed or waits says something else; `message-under-way` if the room may have it. */
    'message/rewrite': { params: z.object({ room: roomId, cid, text }), result: carries<null>() },
    /** What stands before or after a number, around it, or (none given) the newest. At most 500. */
    'timeline/page': {
      params: z.object({
        room: roomId,
        in: conversationId,
        before: z.int().positive().optional(),
        after: z.int().nonnegative().optional(),
        around: z.int().positive().optional(),
        /** What changes a message too, as entries among the others. */
        changes: z.literal(true).optional(),
        limit: z.int().positive().max(500),
      }),
      result: carries<TimelinePage>(),
    },
    /** The number of the first thing shown of that time or later; of the last one if there is none; 0 if there is nothing. */
    'timeline/first-since': {
      params: inConversation.extend({ at: z.int() }),
      result: carries<{ seq: number }>(),
    },
    'conversation/mark-read': {
      params: inConversation.extend({ seq: z.int().nonnegative() }),
      result: carries<null>(),
    },
    /** The person writes there, or has sent or emptied it. */
    'typing/set': {
      params: inConversation.extend({ isTyping: z.boolean() }),
      result: carries<null>(),
    },
    /** All from this number on is unread again. */
    'conversation/mark-unread': {
      params: inConversation.extend({ seq: z.int().positive() }),
      result: carries<null>(),
    },
    /** What is not given stays as it is; `muted` null ends a mute. */
    'conversation/set-attention': {
      params: inConversation.extend({
        level: z.enum(attentionLevels).optional(),
        muted: z.object({ until: z.int().positive().optional() }).nullable().optional(),
      }),
      result: carries<null>(),
    },
    'draft/save': {
      params: inConversation.extend({ text, aim: draftAim.optional() }),
      result: carries<null>(),
    },
  },
  pushes: {
    /** Only the conversations that changed. */
    'conversation/changed': carries<ConversationView[]>(),
    'reads/changed': carries<ReadsView>(),
    /** Who types there now. */
    'typing/changed': carries<{ room: RoomId; in: ConversationId; accounts: AccountId[] }>(),
    /** New entries at the end of a conversation, oldest first, without holes. */
    'timeline/appended': carries<{
      room: RoomId;
      in: ConversationId;
      entries: Entry[];
      /** What they answer, as far as this computer holds it; missing if they answer nothing. */
      quotes?: Quote[] | undefined;
    }>(),
    /** What was before this number is gone, here too. */
    'timeline/expired': carries<{ room: RoomId; in: ConversationId; firstSeq: number }>(),
    /** Messages that were said before and have been changed. */
    'message/changed': carries<{ room: RoomId; in: ConversationId; messages: ShownMessage[] }>(),
    /** The newest message of somebody else that came just now, not one that was fetched, and is to be told of. */
    'message/arrived': carries<{
      room: RoomId;
      roomName: string;
      /** Where it was said in a group. */
      groupName?: string | undefined;
      in: ConversationId;
      seq: number;
      /** The sender's name. */
      from: string;
      /** Its beginning. */
      text: string;
      /** It mentions this person, or holds one of their words. */
      means?: 'mention' | 'keyword';
    }>(),
    /** Everything that waits or failed in this conversation, oldest first. */
    'outbox/changed': carries<{ room: RoomId; in: ConversationId; items: OutboxItem[] }>(),
  },
});

export const search = bridgeFeature({
  requests: {
    'search/find': {
      params: z.object({
        /** All rooms if missing. */
        room: roomId.optional(),
        in: conversationId.optional(),
        text: z.string().max(1000),
        from: accountId.optional(),
        /** Epoch milliseconds: sent before, sent at or after. */
        before: z.int().optional(),
        after: z.int().optional(),
        /** Only what holds a link, has files of that kind with it, mentions this person, is pinned. */
        hasLink: z.literal(true).optional(),
        hasFile: z.enum(['any', ...fileKinds]).optional(),
        mentionsMe: z.literal(true).optional(),
        isPinned: z.literal(true).optional(),
        /** The `next` of the page before; it names a position in each of the rooms searched. */
        next: z.string().max(4096).optional(),
        limit: z.int().positive().max(200),
      }),
      result: carries<SearchPage>(),
    },
  },
});
