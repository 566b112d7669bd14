import type { Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { EditTarget } from './composer-modes.ts';

export type LastSaid = ReturnType<typeof createLastSaid>;

type Said = { said: number; text: string; cid?: Cid };

/**
 * What was said in this window last, until the window hears of it: it is on its way to the outbox, and neither there nor in
 * the timeline is anything of it.
 */
export function createLastSaid() {
  const lastByConversation = new Map<ConversationId, Said>();
  /** Where what was heard of stands, while somebody waits for its name. */
  const heard = new Map<Cid, EditTarget>();
  let count = 0;
  let asking = 0;
  return {
    /** Returns the number by which it is known until it has a name. */
    begin(conversation: ConversationId, text: string): number {
      count += 1;
      asking += 1;
      lastByConversation.set(conversation, { said: count, text });
      return count;
    },
    /** Without a name it was not taken. Gives what it has become. */
    end(said: number, cid: Cid | undefined): EditTarget | undefined {
      asking -= 1;
      const became = cid && (heard.get(cid) ?? { cid });
      for (const [conversation, last] of lastByConversation) {
        if (last.said !== said) continue;
        if (cid === undefined || heard.has(cid)) lastByConversation.delete(conversation);
        else lastByConversation.set(conversation, { ...last, cid });
      }
      if (asking === 0) heard.clear();
      return became;
    },
    see(
      conversation: ConversationId,
      all: readonly { cid?: Cid | undefined; seq?: number }[],
    ): void {
      const last = lastByConversation.get(conversation);
      for (const { cid, seq } of all) {
        if (cid === undefined) continue;
        if (asking > 0) heard.set(cid, seq === undefined ? { cid } : { seq });
        if (last?.cid === cid) lastByConversation.delete(conversation);
      }
    },
    of(conversation: ConversationId): { of: EditTarget; text: string } | undefined {
      const last = lastByConversation.get(conversation);
      if (!last) return undefined;
      const { said, text, cid } = last;
      return { of: cid === undefined ? { said } : { cid }, text };
    },
  };
}
