import {
  attentionAt,
  usualAttention,
  type Attention,
  type AttentionLevel,
} from '../../src-shared/member/attention.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Replica } from '../client/replica/replica.ts';
import { Turns } from '../client/turns.ts';

/** `muted` null ends a mute. */
export type AttentionChange = {
  level?: AttentionLevel | undefined;
  muted?: { until?: number | undefined } | null | undefined;
};

export type AttentionBookParts = {
  replica: Pick<Replica, 'attention'>;
  room: RoomId;
  clock: Clock;
  /** A mute is over. */
  changed: (conversation: ConversationId) => void;
};

/** A timer cannot wait longer than 24 days. */
const longestWaitMs = 24 * 60 * 60_000;

/** What this person asked to be told of in one room, as it is on disk. */
export class AttentionBook {
  readonly #parts: AttentionBookParts;
  readonly #chosen = new Map<ConversationId, Attention>();
  readonly #turns = new Turns<ConversationId>();
  #cancel: () => void = () => undefined;

  constructor(parts: AttentionBookParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    const { replica, room } = this.#parts;
    for (const { in: id, ...chosen } of await replica.attention.list(room)) {
      this.#chosen.set(id, chosen);
    }
    this.#waitForEnd();
  }

  /** As it is at this moment. */
  of(conversation: ConversationId): Attention {
    const chosen = this.#chosen.get(conversation);
    return chosen ? attentionAt(chosen, this.#parts.clock.wallMs()) : usualAttention;
  }

  change(conversation: ConversationId, change: AttentionChange): Promise<void> {
    return this.#turns.take(conversation, async () => {
      const { replica, room } = this.#parts;
      const known = this.of(conversation);
      const level = change.level ?? known.level;
      const muted = change.muted === undefined ? known.muted : (change.muted ?? undefined);
      const chosen: Attention = { level, ...(muted ? { muted } : {}) };
      await replica.attention.save(room, { in: conversation, ...chosen });
      this.#chosen.set(conversation, chosen);
      this.#waitForEnd();
    });
  }

  stop(): void {
    this.#cancel();
  }

  /** Waits for the mute that is over first. */
  #waitForEnd(): void {
    const { clock, changed } = this.#parts;
    this.#cancel();
    const now = clock.wallMs();
    const ends = [...this.#chosen].flatMap(([id, { muted }]) =>
      muted?.until === undefined ? [] : [{ id, until: muted.until }],
    );
    for (const { id, until } of ends) {
      if (until > now) continue;
      this.#chosen.set(id, this.of(id));
      changed(id);
    }
    const next = Math.min(...ends.map(({ until }) => until).filter((until) => until > now));
    if (next === Infinity) return;
    this.#cancel = clock.after(Math.min(next - now, longestWaitMs), () => this.#waitForEnd());
  }
}
