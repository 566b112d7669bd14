import type { Clock } from '../../src-shared/outside/clock.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomLink } from './room-link.ts';

/** What happens within this time is said at once. */
const gatherMs = 250;
/** What the room's disk did not take, or what was too much at once, is said again. */
const againMs = 5000;
const againCodes: ReadonlySet<RefusalCode> = new Set(['store-failed', 'too-fast']);

type MarksParts = {
  clock: Clock;
  /** What is to be said of a conversation; undefined: nothing. */
  seqOf: (conversation: ConversationId) => number | undefined;
  send: (link: RoomLink, place: { in: ConversationId; seq: number }) => Promise<Outcome<unknown>>;
  failed: (error: unknown) => void;
};

/** Tells the room of one number of each conversation, at most once while it is the same, however fast it moves. */
export class Marks {
  readonly #parts: MarksParts;
  readonly #due = new Set<ConversationId>();
  /** What the room knows already. */
  readonly #marked = new Map<ConversationId, number>();
  #link: RoomLink | undefined;
  #cancel: (() => void) | undefined;

  constructor(parts: MarksParts) {
    this.#parts = parts;
  }

  attach(link: RoomLink): void {
    this.#link = link;
    if (this.#due.size > 0) this.#schedule();
  }

  detach(): void {
    this.#link = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  clear(): void {
    this.#due.clear();
    this.#marked.clear();
  }

  add(conversation: ConversationId): void {
    this.#due.add(conversation);
    this.#schedule();
  }

  /** The room knows it from before. */
  note(conversation: ConversationId, seq: number): void {
    this.#marked.set(conversation, seq);
  }

  known(): ConversationId[] {
    return [...this.#marked.keys()];
  }

  #schedule(afterMs = gatherMs): void {
    if (!this.#link || this.#cancel) return;
    this.#cancel = this.#parts.clock.after(afterMs, () => {
      void this.#mark().catch((error: unknown) => this.#parts.failed(error));
    });
  }

  async #mark(): Promise<void> {
    const link = this.#link;
    const { seqOf, send } = this.#parts;
    const due = [...this.#due];
    let afterMs = gatherMs;
    for (const id of due) {
      if (!link || this.#link !== link) return;
      this.#due.delete(id);
      const seq = seqOf(id);
      if (seq === undefined || seq === (this.#marked.get(id) ?? 0)) continue;
      const answer = await send(link, { in: id, seq });
      if (answer.ok) this.#marked.set(id, seq);
      else if (link.isEnded || againCodes.has(answer.refusal.code)) {
        this.#due.add(id);
        afterMs = againMs;
      }
    }
    if (this.#link !== link) return;
    this.#cancel = undefined;
    if (this.#due.size > 0) this.#schedule(afterMs);
  }
}
