import type { ConversationId } from '../../src-shared/protocol/ids.ts';

type SavedDraft = (conversation: ConversationId) => string | undefined;

export type TypedAhead = ReturnType<typeof createTypedAhead>;

/** Stands for the group that is being made, until the host has given it its id. */
export const beingMade = 'being-made' as ConversationId;

/**
 * What is typed while the room is not open in this window yet, or while the group it is meant for is being
 * made: which draft stands before it, and whether a line is a command, is known only then. `savedDraft` is
 * undefined that long.
 */
export function createTypedAhead(savedDraft: SavedDraft) {
  /** The lines that were entered; with none, something was typed only. */
  const lines = new Map<ConversationId, string[]>();
  return {
    conversations: () => Array.from(lines.keys()),
    has: (conversation: ConversationId) => lines.has(conversation),
    /** True if what is written there belongs here. */
    takes(conversation: ConversationId): boolean {
      if (lines.has(conversation)) return true;
      if (conversation !== beingMade && savedDraft(conversation) !== undefined) return false;
      lines.set(conversation, []);
      return true;
    },
    enter: (conversation: ConversationId, line: string) => lines.get(conversation)?.push(line),
    /** The group is made: what was typed for it is typed ahead in its conversation. */
    move(made: ConversationId): void {
      const own = lines.get(beingMade);
      lines.delete(beingMade);
      if (own) lines.set(made, own);
    },
    /** The lines to be sent and the text that stays, with the saved draft before the first of them. */
    join(conversation: ConversationId, typed: string): { entered: string[]; rest: string } {
      const [first, ...others] = lines.get(conversation) ?? [];
      lines.delete(conversation);
      const saved = savedDraft(conversation) ?? '';
      if (first === undefined) return { entered: [], rest: `${saved}${typed}` };
      return { entered: [`${saved}${first}`, ...others], rest: typed };
    },
  };
}
