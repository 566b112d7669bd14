import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';
import { stored } from './messages.ts';
import { keep } from './retention.ts';

/** A group, or a topic, as the member who reads this may see it. */
const group = z.object({
  in: conversationId,
  name: z.string(),
  owner: accountId,
  /** The owner included, in the order in which they came. */
  members: z.array(accountId),
  /** The first number that this member may read. */
  firstSeq: z.int().positive(),
  /** Of a topic, whose people are counted, and listed by `list-topic-members`: `members` is empty. */
  topic: z
    .object({
      people: z.int().nonnegative(),
      about: z.string(),
      archived: z.literal(true).optional(),
    })
    .optional(),
  /** Only its owner and the room's moderators who are in it write there; missing: all of them. */
  readOnly: z.boolean().optional(),
  /** How long what is said there stays, if not as the room has it. */
  keep: keep.optional(),
});
export type Group = z.infer<typeof group>;

const limits = {
  /** People in one group conversation, and groups that one member may be in. */
  groupMembers: 200,
  groupsPerMember: 200,
  /** Groups of one room, ended ones too: who was in one may still read it. */
  groupsPerRoom: 10_000,
  maxGroupNameCharacters: 64,
  /** Groups in one answer of `list-groups`. */
  groupPage: 50,
} as const;

const name = z.string().max(512);

/** Conversations of several. What changes one is answered with the place of the last entry stored for it. */
export const groups = feature({
  requests: {
    /** Groups that this member is in. */
    'list-groups': {
      who: 'account',
      /** `from`: the `next` of the page before. */
      params: { from: conversationId.optional() },
      answer: { groups: z.array(group).max(limits.groupPage), next: conversationId.optional() },
    },
    /** The sender chooses the id and is the owner. */
    'make-group': {
      who: 'account',
      needs: 'make-group',
      params: {
        in: conversationId,
        name,
        /** Without the owner. */
        members: z.array(accountId).max(limits.groupMembers),
      },
      answer: stored,
    },
    'rename-group': { who: 'member', params: { in: conversationId, name }, answer: stored },
    /** By whoever writes there even so. */
    'change-group': {
      who: 'account',
      params: { in: conversationId, readOnly: z.boolean() },
      answer: stored,
    },
    'add-to-group': {
      who: 'member',
      params: { in: conversationId, account: accountId },
      answer: stored,
    },
    'remove-from-group': {
      who: 'member',
      params: { in: conversationId, account: accountId },
      answer: stored,
    },
    /** If the owner leaves, who has been in it longest is the owner. */
    'leave-group': { who: 'member', params: { in: conversationId }, answer: stored },
  },
  entries: {
    /**
     * `by` took `account` in. With it begins what that member may read, or with `firstSeq`: of a group that it began
     * with. Of a topic that is 1 if it is missing.
     */
    added: { by: accountId, account: accountId, firstSeq: z.int().positive().optional() },
    /** `by` took `account` out; both are the same if a member left. The last entry that the one who left may read. */
    removed: { by: accountId, account: accountId },
    /** Its name from here on. */
    renamed: { by: accountId, name: z.string() },
    /** From here on only its owner and the room's moderators write there, or everybody again. */
    'group-changed': { by: accountId, readOnly: z.boolean() },
  },
  /** A group as it stands now, to each of its members. */
  notices: { group: group.shape },
  codes: {
    'group-name-empty': { ends: false },
    'group-name-too-long': { ends: false },
    'group-exists': { ends: false },
    'group-full': { ends: false },
    'too-many-groups': { ends: false },
    'not-the-owner': { ends: false },
    'already-in-group': { ends: false },
    'not-in-group': { ends: false },
    'group-read-only': { ends: false },
  },
  limits,
});
