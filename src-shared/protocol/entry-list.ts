import { z } from 'zod';
import { entry } from './entries.ts';
import { wholeEntries } from './entry-parts.ts';

/** Entries as a list of the wire has them: each without what follows from the one before it. */
export const entryList = (most: number) =>
  z
    .array(z.unknown())
    .max(most)
    .transform((listed) => wholeEntries(listed))
    .pipe(z.array(entry));
