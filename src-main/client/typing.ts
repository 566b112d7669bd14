import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Typing as Typed } from '../../src-shared/protocol/typing.ts';
import type { RoomLink } from './room-link.ts';

export type TypingParts = {
  clock: Clock;
  /** Whether others may know that this person types. */
  isOn: () => boolean;
  changed: (conversation: ConversationId) => void;
};

/** A room may say that whoever types, in however many conversations. */
const maxTyping = 200;

/** Who types where, this person too; in memory alone. */
export class Typing {
  readonly #parts: TypingParts;
  /** Each with what ends its time. */
  readonly #others = new Map<ConversationId, Map<AccountId, () => void>>();
  #link: RoomLink | undefined;
  /** What the room was told of this person. */
  #told: { in: ConversationId; atMs: number } | undefined;

  constructor(parts: TypingParts) {
    this.#parts = parts;
  }

  attach(link: RoomLink): void {
    this.#link = link;
    this.#told = undefined;
  }

  detach(): void {
    this.#link = undefined;
    this.#told = undefined;
    for (const [conversation, accounts] of this.#others)
      for (const account of accounts.keys()) this.#stop(conversation, account);
  }

  /** In the order in which they began. */
  in(conversation: ConversationId): AccountId[] {
    return [...(this.#others.get(conversation)?.keys() ?? [])];
  }

  /** This person has touched a key, or has sent or emptied what was written. */
  typed(conversation: ConversationId, isTyping: boolean): void {
    const { clock, isOn } = this.#parts;
    const told = this.#told?.in === conversation ? this.#told : undefined;
    if (!this.#link || !isOn() || (!isTyping && !told)) return;
    const nowMs = clock.monotonicMs();
    if (isTyping && told && nowMs - told.atMs < limits.typingAgainMs) return;
    this.#told = isTyping ? { in: conversation, atMs: nowMs } : undefined;
    // Nobody waits for it: what is lost is over in a moment.
    void this.#link.request('set-typing', { in: conversation, isTyping });
  }

  take({ in: conversation, account, isTyping }: Typed): void {
    if (!isTyping) return this.#stop(conversation, account);
    const accounts = this.#others.get(conversation) ?? new Map<AccountId, () => void>();
    const isNew = !accounts.has(account);
    if (isNew && this.#size() >= maxTyping) return;
    accounts.get(account)?.();
    const end = this.#parts.clock.after(limits.typingMs, () => this.#stop(conversation, account));
    accounts.set(account, end);
    this.#others.set(conversation, accounts);
    if (isNew) this.#parts.changed(conversation);
  }

  /** Who has said it does not type it any more. */
  arrived(conversation: ConversationId, entries: readonly Entry[], own: AccountId): void {
    for (const entry of entries) {
      if (entry.type !== 'message') continue;
      this.#stop(conversation, entry.from);
      if (entry.from === own && this.#told?.in === conversation) this.#told = undefined;
    }
  }

  #stop(conversation: ConversationId, account: AccountId): void {
    const accounts = this.#others.get(conversation);
    const end = accounts?.get(account);
    if (!accounts || !end) return;
    end();
    accounts.delete(account);
    if (accounts.size === 0) this.#others.delete(conversation);
    this.#parts.changed(conversation);
  }

  #size(): number {
    let size = 0;
    for (const accounts of this.#others.values()) size += accounts.size;
    return size;
  }
}
