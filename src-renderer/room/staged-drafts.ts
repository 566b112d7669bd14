import type { DraftAim, DraftFile } from '../../src-shared/member/draft-aim.ts';
import { conversationId, type ConversationId } from '../../src-shared/protocol/ids.ts';
import type { StagedStore, StagingPlace } from './staged-store.ts';

type Parts = {
  staged: StagedStore;
  /** Undefined while the room is not open. */
  savedDraft: (conversation: ConversationId) => string | undefined;
  begunBefore: (conversation: ConversationId) => { aim: DraftAim | undefined };
  /** What is chosen is not what was saved. */
  changed: (conversation: ConversationId) => void;
};

/** Keeps chosen files with the draft. Those of private chats are kept by nobody. */
export function createStagedDrafts({ staged, savedDraft, begunBefore, changed }: Parts) {
  /** As it was last told, by conversation; what was saved there before stands among the chosen. */
  const told = new Map<ConversationId, string>();
  let isFollowing = false;

  const savedOf = (conversation: ConversationId) => begunBefore(conversation).aim?.files ?? [];

  function tell(conversation: ConversationId): void {
    const now = JSON.stringify(staged.kept(conversation));
    if (told.get(conversation) === now) return;
    told.set(conversation, now);
    changed(conversation);
  }

  /** Shows those that were chosen before, once; call it when the room is open. */
  function begin(conversation: ConversationId): void {
    if (savedDraft(conversation) === undefined || told.has(conversation)) return;
    const saved = savedOf(conversation);
    told.set(conversation, JSON.stringify(saved));
    staged.restore(conversation, saved);
    tell(conversation);
  }

  const end = staged.subscribe(({ files }, before) => {
    if (isFollowing) return;
    for (const [place, chosen] of files) {
      if (chosen === before.files.get(place) || !isConversation(place)) continue;
      begin(place);
      if (told.has(place)) tell(place);
    }
  });

  return {
    begin,
    /** Another window chose some, took some away, or sent them. */
    follow(conversation: ConversationId, files: readonly DraftFile[] = []): void {
      const now = JSON.stringify(files);
      if (!told.has(conversation) || now === told.get(conversation)) return;
      // What comes from there is not saved again.
      isFollowing = true;
      staged.follow(conversation, files);
      isFollowing = false;
      told.set(conversation, JSON.stringify(staged.kept(conversation)));
    },
    /** What is saved beside the text. */
    beside(conversation: ConversationId, begun: DraftAim | undefined): { aim?: DraftAim } {
      const files = told.has(conversation) ? staged.kept(conversation) : savedOf(conversation);
      if (files.length > 0) return { aim: { ...begun, files } };
      return begun ? { aim: begun } : {};
    },
    end,
  };
}

/** And no private chat, nor a group that is still being made. */
function isConversation(place: StagingPlace): place is ConversationId {
  return conversationId.safeParse(place).success;
}
