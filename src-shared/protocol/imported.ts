import { z } from 'zod';

/** What messages are imported from. */
const importSources = ['oda', 'whatsapp', 'slack', 'discord'] as const;
export type ImportSource = (typeof importSources)[number];

/** The longest name of who wrote it there, in code units. */
export const maxAuthorUnits = 80;
const maxReactionKinds = 20;

/**
 * Of a message that somebody wrote elsewhere and the host brought in: `from` is who brought it, `at` when it was written
 * there. Whoever shows it names the author with the source, and never as a member. No request carries it.
 */
export const imported = z
  .object({
    source: z.enum(importSources),
    author: z.string().min(1).max(maxAuthorUnits),
    /** As they were there; nobody of the room has reacted so. */
    reactions: z
      .array(
        z.object({ emoji: z.string().min(1).max(64), count: z.int().positive().max(1_000_000) }),
      )
      .min(1)
      .max(maxReactionKinds)
      .optional(),
  })
  .optional();
export type Imported = NonNullable<z.infer<typeof imported>>;
export { maxReactionKinds as importedReactionKinds };
