import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';

const limits = {
  /** In a larger group nobody is told who types, or has read. */
  smallGroupMembers: 20,
  /** Who types says so again within this time. */
  typingAgainMs: 4000,
  /** Whoever was not heard of again does not type any more. */
  typingMs: 8000,
} as const;

/** That somebody is about to say something; nobody keeps it. */
export const typing = feature({
  requests: {
    'set-typing': {
      who: 'account',
      params: { in: conversationId, isTyping: z.boolean() },
      answer: {},
    },
  },
  notices: { typing: { in: conversationId, account: accountId, isTyping: z.boolean() } },
  limits,
});

export type Typing = {
  in: z.infer<typeof conversationId>;
  account: z.infer<typeof accountId>;
  isTyping: boolean;
};
