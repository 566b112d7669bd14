import type { StoreApi } from 'zustand/vanilla';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';

type SavedDraft = (conversation: ConversationId) => string | undefined;

type TypedAhead = ReturnType<typeof createTypedAhead>;

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

type AheadParts = {
  ahead: TypedAhead;
  draftOf: (conversation: ConversationId) => string;
  write: (conversation: ConversationId, text: string) => void;
};

/** What becomes of what was typed ahead. */
export function createSaidAhead(
  store: StoreApi<{ drafts: ReadonlyMap<ConversationId, string> }>,
  { ahead, draftOf, write }: AheadParts,
) {
  /** Lines that were entered and not said are text like what stands behind them. */
  function becomeText(conversation: ConversationId): void {
    const { entered, rest } = ahead.join(conversation, draftOf(conversation));
    write(conversation, [...entered, rest].filter((line) => line !== '').join('\n'));
  }

  /** It could not be made: what was entered for it is text again. */
  function takeBack(): void {
    if (ahead.has(beingMade)) becomeText(beingMade);
  }

  return {
    /**
     * What Enter is pressed for while the room is not open in this window yet: whether it is a command, and
     * which draft stands before it, is known only then. With nothing typed it would send that draft, unseen.
     */
    enterAhead(conversation: ConversationId): void {
      const line = draftOf(conversation);
      if (line.trim() === '') return;
      write(conversation, '');
      ahead.enter(conversation, line);
    },

    /** Once the room is open: joins the draft with what was typed ahead and tells the lines to be sent. */
    catchUp(conversation: ConversationId, say: (line: string) => void): void {
      if (!ahead.has(conversation)) return;
      const { entered, rest } = ahead.join(conversation, draftOf(conversation));
      for (const line of entered) say(line);
      write(conversation, rest);
    },

    /**
     * The group that was `beingMade` is there: what was typed for it goes on in its conversation. Without
     * `isShown` that is not shown now and nothing is sent: it is its draft.
     */
    arrive(made: ConversationId, isShown: boolean): void {
      if (!ahead.has(beingMade)) return;
      const drafts = new Map(store.getState().drafts);
      drafts.set(made, draftOf(beingMade));
      drafts.delete(beingMade);
      store.setState({ drafts });
      ahead.move(made);
      if (!isShown) becomeText(made);
    },

    takeBack,

    /** What was typed for it, as text, for whoever keeps it from now on. */
    takeOut(): string {
      takeBack();
      const text = draftOf(beingMade);
      if (text !== '') write(beingMade, '');
      return text;
    },

    becomeDrafts(): void {
      for (const conversation of ahead.conversations()) {
        if (conversation !== beingMade) becomeText(conversation);
      }
    },
  };
}
