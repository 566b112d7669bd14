import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Held } from './projections/projection.ts';

/**
 * The entries that are not held yet. Throws if they are not one run without a hole that touches what is
 * held: that is a defect of whoever fetched them.
 */
export function newEntries(
  held: Held,
  conversation: ConversationId,
  entries: readonly Entry[],
): Entry[] {
  const first = entries[0];
  if (!first) return [];
  entries.forEach((entry, index) => {
    if (entry.in !== conversation)
      throw new Error(`Entry of ${entry.in} given for ${conversation}`);
    if (entry.seq !== first.seq + index)
      throw new Error(`A hole between entries: ${first.seq + index} is missing`);
  });
  if (held.lastSeq === 0) return [...entries];
  const lastSeq = first.seq + entries.length - 1;
  if (first.seq > held.lastSeq + 1 || lastSeq < held.firstSeq - 1)
    throw new Error(
      `A hole: ${first.seq}…${lastSeq} does not touch ${held.firstSeq}…${held.lastSeq}`,
    );
  return entries.filter(({ seq }) => seq < held.firstSeq || seq > held.lastSeq);
}
