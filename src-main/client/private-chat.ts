import type {
  PrivateMessage,
  PrivateState,
  PrivateView,
} from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, Cid, PrivateId } from '../../src-shared/protocol/ids.ts';

/** What is kept of one private chat, in memory only: its newest messages. */
const maxMessages = 1000;
/** However long the room lets its messages be. */
const maxCharacters = 2_000_000;

/** A private chat as it stands. */
export type PrivateRecord = Omit<PrivateView, 'room' | 'partnerName'>;

type Held = PrivateMessage & { seq?: number };
type Said = { seq: number; at: number; cid: Cid; text: string };

/** One private chat: how it stands, and what was said in the order in which the room took it. */
export class PrivateChat {
  readonly id: PrivateId;
  readonly partner: AccountId;
  #state: PrivateState;
  /** Those with a number first, by number; then those that wait, as they were written. */
  #messages: Held[] = [];
  #characters = 0;
  #heardSeq = 0;
  #unread = 0;

  constructor(id: PrivateId, partner: AccountId, state: PrivateState) {
    this.id = id;
    this.partner = partner;
    this.#state = state;
  }

  get state(): PrivateState {
    return this.#state;
  }

  get isOver(): boolean {
    return this.#state.is === 'ended';
  }

  /** Both have agreed to it, and it is not over. */
  get isRunning(): boolean {
    return this.#state.is === 'open' || this.#state.is === 'interrupted';
  }

  /** It can go on when this side is connected again. */
  get isWaitingForSelf(): boolean {
    return this.#state.is === 'interrupted' && this.#state.who === 'self';
  }

  /** What is over stays over, with its first reason; false then. */
  moveTo(state: PrivateState): boolean {
    if (this.isOver) return false;
    this.#state = state;
    return true;
  }

  write(message: Omit<PrivateMessage, 'state'>): void {
    this.#messages.push({ ...message, state: 'sending' });
    this.#characters += message.text.length;
  }

  /** The oldest message that the room has not acknowledged. */
  nextToSend(): PrivateMessage | undefined {
    return this.#messages.find(({ state }) => state === 'sending');
  }

  /** False if nothing of this cid waits. */
  acknowledged(cid: Cid, { seq, at }: { seq: number; at: number }): boolean {
    const message = this.#take(cid);
    if (message) this.#insert({ ...message, seq, at, state: 'sent' });
    return message !== undefined;
  }

  /** The room will never take it: it stays, with the reason, as what was never said. */
  fail(cid: Cid, refusal: Refusal): void {
    this.#messages = this.#messages.map((message) =>
      message.cid === cid && message.state === 'sending'
        ? { ...message, state: 'failed', refusal }
        : message,
    );
  }

  /** From the partner; false if it is known already: after a loss everything comes once more. */
  hear({ seq, at, cid, text }: Said): boolean {
    if (seq <= this.#heardSeq) return false;
    this.#heardSeq = seq;
    this.#unread += 1;
    this.#insert({ cid, from: this.partner, at, text, state: 'sent', seq });
    return true;
  }

  /** False if nothing was unread. */
  markRead(): boolean {
    const hadUnread = this.#unread > 0;
    this.#unread = 0;
    return hadUnread;
  }

  record(): PrivateRecord {
    const messages = this.#messages.map(({ seq: _, ...message }) => message);
    const { id, partner, state } = this;
    return { private: id, partner, state, messages, unread: this.#unread };
  }

  #take(cid: Cid): Held | undefined {
    const place = this.#messages.findIndex(
      (message) => message.cid === cid && message.state === 'sending',
    );
    const [message] = place === -1 ? [] : this.#messages.splice(place, 1);
    this.#characters -= message?.text.length ?? 0;
    return message;
  }

  #insert(message: Held & { seq: number }): void {
    const before = this.#messages.findLastIndex(
      ({ seq }) => seq !== undefined && seq < message.seq,
    );
    this.#messages.splice(before + 1, 0, message);
    this.#characters += message.text.length;
    this.#trim();
  }

  /** What waits is not thrown away: only the person makes it grow. */
  #trim(): void {
    while (this.#messages.length > maxMessages || this.#characters > maxCharacters) {
      if (this.#messages[0]?.state === 'sending') return;
      this.#characters -= this.#messages.shift()?.text.length ?? 0;
    }
  }
}
