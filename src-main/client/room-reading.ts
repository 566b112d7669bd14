import type { Draft } from '../../src-shared/member/draft-aim.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { LocalRoom, RoomClientEvents } from './local-room.ts';
import type { Receipts } from './receipts.ts';

/** What this person reads and begins to write, and how far others are with the same. */
export class RoomReading {
  readonly #held: Pick<LocalRoom, 'copy' | 'receipts' | 'typing'>;
  readonly #events: Pick<RoomClientEvents, 'conversationChanged'>;

  constructor(
    held: Pick<LocalRoom, 'copy' | 'receipts' | 'typing'>,
    events: Pick<RoomClientEvents, 'conversationChanged'>,
  ) {
    this.#held = held;
    this.#events = events;
  }

  async markRead(conversation: ConversationId, seq: number): Promise<void> {
    await this.#held.copy.markRead(conversation, seq);
    this.#held.receipts.read(conversation);
    this.#events.conversationChanged(conversation);
  }

  /** What others know of what was read stays as it is: they were told. */
  async markUnread(conversation: ConversationId, seq: number): Promise<void> {
    await this.#held.copy.markUnread(conversation, seq);
    this.#events.conversationChanged(conversation);
  }

  async saveDraft(conversation: ConversationId, draft: Draft): Promise<void> {
    await this.#held.copy.saveDraft(conversation, draft);
    this.#events.conversationChanged(conversation);
  }

  /** This person has touched a key there, or has sent or emptied what was written. */
  typed(conversation: ConversationId, isTyping: boolean): void {
    this.#held.typing.typed(conversation, isTyping);
  }

  typingIn(conversation: ConversationId): AccountId[] {
    return this.#held.typing.in(conversation);
  }

  /** How far others have read, and whether they may know the same of this person. */
  get receipts(): Receipts {
    return this.#held.receipts;
  }
}
