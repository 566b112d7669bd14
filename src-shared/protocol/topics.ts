import { imported } from './imported.ts';
import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';
import { rosterPage } from './members.ts';
import { stored } from './messages.ts';

const limits = {
  /** Topics of one room, archived ones too, and of those that one member owns. */
  topicsPerRoom: 2000,
  topicsPerOwner: 100,
  maxTopicNameCharacters: 48,
  /** What a topic is about. */
  maxAboutCharacters: 300,
  /** Topics in one answer of `list-topics`. */
  topicPage: 50,
  /** Of what was said last, in the list. */
  lastWordsCharacters: 200,
} as const;

/** A topic as whoever has not joined it may see it. */
const topic = z.object({
  in: conversationId,
  /** Without the `#` in front. */
  name: z.string(),
  about: z.string(),
  owner: accountId,
  /** How many are in it. */
  people: z.int().nonnegative(),
  /** Nothing more is said in it. */
  archived: z.literal(true).optional(),
  /** Who asks is in it. */
  joined: z.literal(true).optional(),
  /** What was said last, cut; empty if it was deleted. */
  last: z.object({ from: accountId, at: epochMs, text: z.string(), imported }).optional(),
});
export type Topic = z.infer<typeof topic>;

const name = z.string().max(512);
const about = z.string().max(2048);

/**
 * Open groups that everybody can find and join. What groups have they have too: `list-groups`, `rename-group`,
 * `add-to-group`, `remove-from-group` and `leave-group` are asked of a topic in the same way.
 */
export const topics = feature({
  requests: {
    'list-topics': {
      who: 'member',
      /** `from`: the `next` of the page before. */
      params: { from: conversationId.optional() },
      answer: { topics: z.array(topic).max(limits.topicPage), next: conversationId.optional() },
    },
    /** Who is in it, whether one has joined it or not. */
    'list-topic-members': {
      who: 'member',
      params: { in: conversationId, from: accountId.optional() },
      answer: { members: z.array(accountId).max(rosterPage), next: accountId.optional() },
    },
    /** The sender chooses the id and is the owner. */
    'make-topic': {
      who: 'member',
      needs: 'make-topic',
      params: { in: conversationId, name, about: about.optional() },
      answer: stored,
    },
    'join-topic': { who: 'member', params: { in: conversationId }, answer: stored },
    'describe-topic': { who: 'member', params: { in: conversationId, about }, answer: stored },
    /** Nothing is said in it from then on; the other way round if `archived` is false. */
    'archive-topic': {
      who: 'member',
      params: { in: conversationId, archived: z.boolean() },
      answer: stored,
    },
  },
  entries: {
    /** The first entry of a topic: `by` is in it, and its owner. */
    'topic-made': { by: accountId, name: z.string(), about: z.string() },
    /** What it is about from here on. */
    described: { by: accountId, about: z.string() },
    archived: { by: accountId },
    reopened: { by: accountId },
  },
  codes: {
    'topic-name-empty': { ends: false },
    'topic-name-too-long': { ends: false },
    'topic-exists': { ends: false },
    'topic-owner-only': { ends: false },
    'topic-archived': { ends: false },
    'topics-forbidden': { ends: false },
    'guest-topics-forbidden': { ends: false },
    'too-many-topics': { ends: false },
    'about-too-long': { ends: false },
  },
  limits,
});
