import { z } from 'zod';
import { feature } from './feature.ts';
import { fileHash, fileTicket } from './files.ts';

const limits = {
  pictureBytes: 256 * 1024,
} as const;

/** Of a member or of the room: a file like any other, small and square. */
export const picture = z.object({
  hash: fileHash,
  size: z.int().positive().max(limits.pictureBytes),
});
export type Picture = z.infer<typeof picture>;

/** By which people and rooms are known at a glance; all who are in the room may see them. */
export const pictureWords = feature({
  requests: {
    /** What this account has brought before, in place of the one before; none any more if it is missing. */
    'set-picture': {
      who: 'account',
      needs: 'send-files',
      params: { of: z.enum(['self', 'room']), picture: picture.optional() },
      answer: {},
    },
    'fetch-picture': { who: 'account', params: { hash: fileHash }, answer: { ticket: fileTicket } },
  },
  limits,
});
