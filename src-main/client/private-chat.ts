import type {
  PrivateMessage,
  PrivateState,
  PrivateView,
} from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileHash, PrivateFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, Bits256, Cid, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { readSaid, textToSeal } from '../../src-shared/protocol/said-privately.ts';
import type { SaidPrivately } from '../../src-shared/protocol/private-chats.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { agree, commitTo, makeKey, numberOf } from './private-cipher.ts';
import type { OwnKey, PrivateCipher, Revealed } from './private-cipher.ts';

/** What is kept of one private chat, in memory only: its newest messages. */
const maxMessages = 1000;
/** However long the room lets its messages be. */
const maxCharacters = 2_000_000;

/** A private chat as it stands. */
export type PrivateRecord = Omit<PrivateView, 'room' | 'partnerName'>;

/** Sealed once: the same bytes go out again after a lost connection. */
type Sealed = { number: number; bytes: string };
type Held = Omit<PrivateMessage, 'files'> & {
  files?: PrivateFile[] | undefined;
  seq?: number;
  sealed?: Sealed;
};
type Said = { seq: number; at: number; cid: Cid; sealed: string };

/** What each side has before the other's key is known. */
export type KeyPart =
  | { side: 'asker'; own: OwnKey; nonce: Bits256 }
  /** A key of its own once the person has said yes. */
  | { side: 'answerer'; commitment: Bits256; own?: OwnKey };
type Opened = { key?: Bits256 | undefined; nonce?: Bits256 | undefined };

/**
 * One private chat: how it stands, what was said in the order in which the room took it, and the keys to it for as long as
 * it lasts.
 */
export class PrivateChat {
  readonly id: PrivateId;
  readonly partner: AccountId;
  #state: PrivateState;
  /** Those with a number first, by number; then those that wait, as they were written. */
  #messages: Held[] = [];
  #characters = 0;
  #heardSeq = 0;
  #unread = 0;
  #keyPart: KeyPart | undefined;
  #partnerKey: Bits256 | undefined;
  #cipher: PrivateCipher | undefined;
  #signs: readonly number[] | undefined;
  #isCompared = false;
  /** Numbers of what is sealed, each way: the last one sealed, the last one that the room took, the last one heard. */
  #sealedNumber = 0;
  #takenNumber = 0;
  #heardNumber = 0;

  constructor(id: PrivateId, partner: AccountId, begun: { state: PrivateState; keyPart: KeyPart }) {
    this.id = id;
    this.partner = partner;
    this.#state = begun.state;
    this.#keyPart = begun.keyPart;
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

  /** What is over stays over, with its first reason; false then. Its keys are forgotten. */
  moveTo(state: PrivateState): boolean {
    if (this.isOver) return false;
    this.#state = state;
    if (this.isOver) [this.#keyPart, this.#cipher] = [undefined, undefined];
    return true;
  }

  /** The person says yes: the key to answer with. Undefined if nobody has asked. */
  accept(): Bits256 | undefined {
    if (this.#keyPart?.side !== 'answerer') return undefined;
    this.#keyPart.own ??= makeKey();
    return this.#keyPart.own.publicKey;
  }

  /** What the one who asked shows, now that it has the other side's key. */
  get revealed(): Revealed | undefined {
    if (this.#keyPart?.side !== 'asker' || !this.#cipher) return undefined;
    return { key: this.#keyPart.own.publicKey, nonce: this.#keyPart.nonce };
  }

  /**
   * The room says that both have agreed, with what it has of the partner's keys. `unasked`: this side has not said yes;
   * `broken`: not the key that the partner was bound to, or another one than before.
   */
  meet(
    { key, nonce }: Opened,
    place: { room: RoomId; own: AccountId },
  ): 'met' | 'unasked' | 'broken' {
    const part = this.#keyPart;
    if (!part?.own) return 'unasked';
    if (!key) return part.side === 'asker' ? 'broken' : 'met';
    if (this.#partnerKey) return this.#partnerKey === key ? 'met' : 'broken';
    const { room, own } = place;
    const isAsker = part.side === 'asker';
    const asker = { key: isAsker ? part.own.publicKey : key, nonce: isAsker ? part.nonce : nonce };
    if (!isRevealed(asker)) return 'broken';
    if (!isAsker && commitTo(asker) !== part.commitment) return 'broken';
    this.#cipher = agree({
      side: part.side,
      own: part.own,
      asker,
      answerer: isAsker ? key : part.own.publicKey,
      between: {
        room,
        private: this.id,
        asker: isAsker ? own : this.partner,
        answerer: isAsker ? this.partner : own,
      },
    });
    this.#partnerKey = key;
    this.#signs = this.#cipher?.signs;
    return this.#cipher ? 'met' : 'broken';
  }

  /** The person has compared the signs with the partner; false if there are none yet. */
  markCompared(): boolean {
    this.#isCompared = this.#signs !== undefined;
    return this.#isCompared;
  }

  write(message: Omit<Held, 'state' | 'seq' | 'sealed'>): void {
    this.#messages.push({ ...message, state: 'sending' });
    this.#characters += lengthOf(message);
  }

  /** The oldest message that the room has not acknowledged, sealed; undefined also as long as there are no keys. */
  nextToSend(): { cid: Cid; sealed: string } | undefined {
    const message = this.#messages.find(({ state }) => state === 'sending');
    if (!message || !this.#cipher) return undefined;
    message.sealed ??= this.#seal(this.#cipher, textToSeal(message));
    return { cid: message.cid, sealed: message.sealed.bytes };
  }

  /** False if nothing of this cid waits. */
  acknowledged(cid: Cid, { seq, at }: { seq: number; at: number }): boolean {
    const message = this.#take(cid);
    this.#takenNumber = message?.sealed?.number ?? this.#takenNumber;
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

  /**
   * From the partner, with its files. `known`: after a loss everything comes once more. `broken`: it is not what the partner
   * said next, or longer than what may be said in this room.
   */
  hear(
    { seq, at, cid, sealed }: Said,
    maxTextCharacters: number,
  ): { files: readonly PrivateFile[] } | 'known' | 'broken' {
    const number = numberOf(sealed);
    if (number > 0 && number <= this.#heardNumber) return 'known';
    const opened = this.#cipher?.open(sealed, this.#heardNumber);
    const said = opened === undefined ? undefined : readSaid(opened);
    if (!said || seq <= this.#heardSeq) return 'broken';
    const { text, files } = said;
    if (refuseText(text, maxTextCharacters)) return 'broken';
    this.#heardNumber = number;
    this.#heardSeq = seq;
    this.#unread += 1;
    this.#insert({ cid, from: this.partner, at, text, files, state: 'sent', seq });
    return { files: files ?? [] };
  }

  /** This side has sent it along with a message. */
  hasSaid(hash: FileHash): boolean {
    return this.#messages.some(
      ({ from, files }) =>
        from !== this.partner && files?.some((file) => file.hash === hash) === true,
    );
  }

  /** False if nothing was unread. */
  markRead(): boolean {
    const hadUnread = this.#unread > 0;
    this.#unread = 0;
    return hadUnread;
  }

  record(): PrivateRecord {
    const messages = this.#messages.map(({ seq: _, sealed: _sealed, files, ...message }) => ({
      ...message,
      ...(files && { files: files.map(({ key: _key, ...file }) => file) }),
    }));
    const { id, partner, state } = this;
    const compare = this.#signs && { signs: this.#signs, isDone: this.#isCompared };
    return { private: id, partner, state, messages, unread: this.#unread, compare };
  }

  /** What failed before it is not among what came before it: the partner never got that. */
  #seal(cipher: PrivateCipher, text: string): Sealed {
    const number = (this.#sealedNumber += 1);
    return { number, bytes: cipher.seal({ number, after: this.#takenNumber, text }) };
  }

  #take(cid: Cid): Held | undefined {
    const place = this.#messages.findIndex(
      (message) => message.cid === cid && message.state === 'sending',
    );
    const [message] = place === -1 ? [] : this.#messages.splice(place, 1);
    if (message) this.#characters -= lengthOf(message);
    return message;
  }

  #insert(message: Held & { seq: number }): void {
    const before = this.#messages.findLastIndex(
      ({ seq }) => seq !== undefined && seq < message.seq,
    );
    this.#messages.splice(before + 1, 0, message);
    this.#characters += lengthOf(message);
    this.#trim();
  }

  /** What waits is not thrown away: only the person makes it grow. */
  #trim(): void {
    while (this.#messages.length > maxMessages || this.#characters > maxCharacters) {
      if (this.#messages[0]?.state === 'sending') return;
      const [oldest] = this.#messages.splice(0, 1);
      if (oldest) this.#characters -= lengthOf(oldest);
    }
  }
}

function isRevealed(shown: { key: Bits256; nonce: Bits256 | undefined }): shown is Revealed {
  return shown.nonce !== undefined;
}

function lengthOf({ text, files }: SaidPrivately): number {
  return text.length + (files ? JSON.stringify(files).length : 0);
}
