import { z } from 'zod';
import { accountId } from './ids.ts';
import type { AccountId } from './ids.ts';

/** Of one message; whoever is named after them is named and not told. */
export const mentionsPerMessage = 20;
/** The longest name has 32 characters of two code units. */
const maxNameUnits = 64;

/** Whom the words `@name` mean; `name` as it stands in the text, so that a new name later changes nothing. */
const mention = z.object({
  account: z.union([accountId, z.literal('everyone')]),
  name: z.string().min(1).max(maxNameUnits),
});
export type Mention = z.infer<typeof mention>;

/** Found by the room in the text: nobody sends them. */
export const mentions = z.array(mention).min(1).max(mentionsPerMessage).optional();

export function doesMention(all: readonly Mention[] | undefined, own: AccountId): boolean {
  return all?.some(({ account }) => account === own || account === 'everyone') ?? false;
}
