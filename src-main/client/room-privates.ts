import { assertNever } from '../../src-shared/assert-never.ts';
import type { PrivateState } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { ParamsOf, AnswerOf, PrivateFrame } from '../../src-shared/protocol/protocol.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { textToSeal } from '../../src-shared/protocol/said-privately.ts';
import type { Greeting } from './sign-in.ts';
import { refuseSealedLine } from './refuse-line.ts';
import { newCid } from './new-cid.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { PrivateChat } from './private-chat.ts';
import type { PrivateRecord } from './private-chat.ts';
import { commitTo, makeKey, makeNonce } from './private-cipher.ts';
import type { PrivatePlace } from '../../src-shared/member/private-place.ts';
import type { PrivateFiles } from './private-files.ts';
import { PrivateOutbox } from './private-outbox.ts';
import type { RoomLink } from './room-link.ts';
import type { RoomTransfers } from './room-transfers.ts';
import { ToldFiles } from './told-files.ts';

/** Those that are over and not closed yet included. */
export const maxPrivates = 2 * limits.privatesPerMember;
/** What is said to the room at once without the person having asked for it. */
const maxCourtesies = limits.privatesPerMember;
/** How much later than the room this side ends what the room should have ended. */
const graceMs = 10_000;
/** After so long without a connection the room has ended what it waited with. */
const outageMs = limits.silenceMs + limits.privateLostMs;

export type RoomPrivatesParts = {
  clock: Clock;
  random: Random;
  room: RoomId;
  own: () => AccountId;
  /** Whether the person is asked at all; if not, a no is given for them. */
  mayAsk: (from: AccountId) => boolean;
  files: PrivateFiles;
  transfers: Pick<RoomTransfers, 'give' | 'drop' | 'heardOf' | 'notTaken' | 'partnerBack'>;
  changed: (chat: PrivateRecord) => void;
  removed: (id: PrivateId) => void;
};

type Signed = {
  link: RoomLink;
  limits: Pick<Greeting['limits'], 'maxLineBytes' | 'maxTextCharacters'>;
};
type FrameOf<T extends PrivateFrame['type']> = Extract<PrivateFrame, { type: T }>;
type PrivateCommand = 'set-private-limit' | 'set-private-file' | Courtesy;
type Courtesy = 'answer-private' | 'reveal-private' | 'end-private';

/** The private chats of this person in one room; nothing of them is ever on a disk (R3.3, R3.5). */
export class RoomPrivates {
  readonly #parts: RoomPrivatesParts;
  readonly #chats = new Map<PrivateId, PrivateChat>();
  readonly #cancelById = new Map<PrivateId, () => void>();
  /** Asked before the connection was lost: the room asks again, or it is over. */
  readonly #unconfirmed = new Set<PrivateId>();
  readonly #outbox: PrivateOutbox;
  readonly #toldFiles: ToldFiles<ParamsOf<'set-private-file'>>;
  /** How many the person wants at once in this room, as the room has it or is to be told. */
  #limit = 1;
  #signed: Signed | undefined;
  /** As the room said when it was last connected to. */
  #limits: Signed['limits'] = limits;
  #frames: PrivateFrame[] = [];
  #courtesies = 0;

  constructor(parts: RoomPrivatesParts) {
    this.#parts = parts;
    this.#outbox = new PrivateOutbox({
      clock: parts.clock,
      changed: (chat) => {
        if (this.#chats.has(chat.id)) parts.changed(chat.record());
      },
      missing: (chat) => this.#missing(chat),
    });
    this.#toldFiles = new ToldFiles(parts.clock, {
      say: (told) => this.#request('set-private-file', told),
      keyOf: ({ private: id, hash }) => `${id} ${hash}`,
    });
  }

  list(): PrivateRecord[] {
    return [...this.#chats.values()].map((chat) => chat.record());
  }

  async ask(account: AccountId): Promise<Outcome<PrivateRecord>> {
    const signed = this.#signed;
    if (!signed) return refused({ code: 'connection-lost' });
    if (!this.#hasRoom()) {
      return refused({ code: 'too-many-privates', limit: limits.privatesPerMember });
    }
    const [own, nonce] = [makeKey(), makeNonce()];
    const commitment = commitTo({ key: own.publicKey, nonce });
    const answer = await signed.link.request('ask-private', { account, commitment });
    if (!answer.ok) return answer;
    if (this.#signed !== signed) return refused({ code: 'connection-lost' });
    const { private: id, state } = answer.value;
    if (state === 'crossed') return this.#meet(id, account);
    if (this.#chats.has(id)) return refused({ code: 'no-such-private' });
    const chat = this.#add(
      new PrivateChat(id, account, {
        state: { is: 'asking' },
        keyPart: { side: 'asker', own, nonce },
      }),
    );
    this.#endLater(chat, 'timed-out', limits.privateAskMs + graceMs);
    return done(chat.record());
  }

  /** The other one had asked already. */
  async #meet(id: PrivateId, partner: AccountId): Promise<Outcome<PrivateRecord>> {
    this.#flush();
    const chat = this.#chats.get(id);
    if (chat?.partner !== partner) return refused({ code: 'no-such-private' });
    const met = await this.answer(id, true);
    return met.ok ? done(chat.record()) : met;
  }

  async answer(id: PrivateId, accept: boolean): Promise<Outcome<null>> {
    const chat = this.#chats.get(id);
    if (chat?.state.is !== 'asked') return refused({ code: 'no-such-private' });
    const key = accept ? chat.accept() : undefined;
    const answer = await this.#request('answer-private', { private: id, key });
    if (!answer.ok && answer.refusal.code === 'connection-lost') return answer;
    if (!accept) this.#remove(chat);
    else if (!answer.ok) this.#missing(chat);
    else if (chat.state.is === 'asked') this.#move(chat, { is: 'open' });
    return answer.ok ? done(null) : answer;
  }

  /** It waits until the room takes it, through a lost connection too. */
  send(id: PrivateId, text: string, sent?: readonly SentFile[]): Outcome<null> {
    const chat = this.#chats.get(id);
    if (!chat || !chat.isRunning) return refused({ code: 'no-such-private' });
    const { clock, random, own } = this.#parts;
    const cid = newCid(clock, random);
    const files = sent && this.#parts.files.toSay(this.#placeOf(id), sent);
    if (sent && !files) return refused({ code: 'no-such-file' });
    const said = { text, files };
    const wrong = refuseSealedLine(text, textToSeal(said), this.#limits);
    if (wrong) return refused(wrong);
    chat.write({ cid, from: own(), at: clock.wallMs(), ...said });
    this.#parts.changed(chat.record());
    this.#outbox.pump(chat);
    return done(null);
  }

  /** A file that either of them has said in this chat. */
  fileIn(id: PrivateId, hash: FileHash): SentFile | undefined {
    const { messages = [] } = this.#chats.get(id)?.record() ?? {};
    return messages.flatMap(({ files = [] }) => files).find((file) => file.hash === hash);
  }

  /** Tells the partner, who may be fetching it, how a file stands here; `ticket`: of what that one has asked. */
  tellOfFile(told: ParamsOf<'set-private-file'>): void {
    if (this.#signed && this.#chats.get(told.private)?.isRunning === true)
      this.#toldFiles.tell(told);
  }

  /** A window shows it. */
  markRead(id: PrivateId): boolean {
    const chat = this.#chats.get(id);
    if (!chat) return false;
    if (chat.markRead()) this.#parts.changed(chat.record());
    return true;
  }

  /** False if there is nothing to compare. */
  markCompared(id: PrivateId): boolean {
    const chat = this.#chats.get(id);
    if (!chat?.markCompared()) return false;
    this.#parts.changed(chat.record());
    return true;
  }

  /** Leaves it if it still runs, and forgets its text; false if there is none. */
  close(id: PrivateId): boolean {
    const chat = this.#chats.get(id);
    if (!chat) return false;
    if (chat.state.is === 'asked') this.#courtesy('answer-private', { private: id });
    else if (!chat.isOver) this.#courtesy('end-private', { private: id });
    this.#remove(chat);
    return true;
  }

  /** If the person has as many, the room says for them that they are busy; said again after every reconnect. */
  setLimit(limit: number): void {
    if (this.#limit === limit) return;
    this.#limit = limit;
    void this.#request('set-private-limit', { limit });
  }

  /** From now on everything goes over this connection, which has signed in. */
  attach(signed: Signed): void {
    this.#signed = signed;
    this.#limits = signed.limits;
    this.#outbox.attach(signed.link);
    this.#courtesies = 0;
    const limit = this.#limit;
    if (limit !== 1) void this.#request('set-private-limit', { limit });
  }

  /** What the room says; taken after the answers that came before it have been. */
  take(frame: PrivateFrame): void {
    this.#frames.push(frame);
    if (this.#frames.length === 1) setImmediate(() => this.#flush());
  }

  /** The room has said all that it still knows after a connection was lost. */
  caughtUp(): void {
    this.#flush();
    for (const chat of this.#chats.values()) {
      const isForgotten = chat.isWaitingForSelf || this.#unconfirmed.has(chat.id);
      if (isForgotten) this.#end(chat, { reason: 'connection-lost' });
    }
    this.#unconfirmed.clear();
  }

  /** The connection is lost; what is open may go on over the next one. */
  detach(): void {
    this.#flush();
    this.#signed = undefined;
    this.#outbox.detach();
    this.#toldFiles.clear();
    for (const chat of this.#chats.values()) {
      if (chat.state.is === 'asked') this.#unconfirmed.add(chat.id);
      if (!chat.isRunning || chat.isWaitingForSelf) continue;
      this.#move(chat, { is: 'interrupted', who: 'self' });
      this.#endLater(chat, 'connection-lost', outageMs);
    }
  }

  /** There will be no other connection; what was said can be read until it is closed. */
  endAll(): void {
    for (const chat of this.#chats.values()) this.#end(chat, { reason: 'connection-lost' });
  }

  /** The person has left the room. */
  forgetAll(): void {
    for (const chat of this.#chats.values()) this.#remove(chat);
  }

  #flush(): void {
    for (const frame of this.#frames.splice(0)) this.#handle(frame);
  }

  #handle(frame: PrivateFrame): void {
    if (frame.type === 'private-asked') return this.#asked(frame);
    const chat = this.#chats.get(frame.private);
    switch (frame.type) {
      case 'private-opened':
        return this.#opened(chat, frame);
      case 'private-message':
        if (chat && chat.isRunning) this.#heard(chat, frame);
        return;
      case 'private-partner':
        if (chat && chat.isRunning && !chat.isWaitingForSelf) {
          const isLost = frame.state === 'lost';
          this.#move(chat, isLost ? { is: 'interrupted', who: 'partner' } : { is: 'open' });
          if (!isLost) this.#parts.transfers.partnerBack(chat.id);
        }
        return;
      case 'private-file-asked':
        return this.#fileAsked(chat, frame);
      case 'private-file-set':
        return this.#fileSet(chat, frame);
      case 'private-ended':
        return this.#ended(chat, frame);
      default:
        assertNever(frame);
    }
  }

  #asked({ private: id, from, commitment, expiresInMs }: FrameOf<'private-asked'>): void {
    const { own, mayAsk, clock } = this.#parts;
    this.#unconfirmed.delete(id);
    if (this.#chats.has(id) || from === own()) return;
    if (!this.#hasRoom() || !mayAsk(from)) {
      return this.#courtesy('answer-private', { private: id });
    }
    const waitsMs = Math.min(expiresInMs, limits.privateAskMs);
    const expiresAt = clock.wallMs() + waitsMs;
    const keyPart = { side: 'answerer', commitment } as const;
    const chat = this.#add(
      new PrivateChat(id, from, { state: { is: 'asked', expiresAt }, keyPart }),
    );
    this.#endLater(chat, 'timed-out', waitsMs + graceMs);
  }

  #opened(chat: PrivateChat | undefined, frame: FrameOf<'private-opened'>): void {
    const { private: id, with: partner } = frame;
    if (!chat || chat.isOver) return this.#courtesy('end-private', { private: id });
    if (chat.partner !== partner) return;
    const { room, own } = this.#parts;
    const found = chat.meet(frame, { room, own: own() });
    if (found === 'broken') return this.#notIntact(chat);
    if (found === 'unasked') return;
    this.#move(chat, { is: 'open' });
    const { revealed } = chat;
    if (revealed) this.#courtesy('reveal-private', { private: id, ...revealed });
    this.#outbox.pump(chat);
  }

  #heard(chat: PrivateChat, said: FrameOf<'private-message'>): void {
    if (said.from !== chat.partner) {
      if (chat.acknowledged(said.cid, said)) this.#parts.changed(chat.record());
      return;
    }
    const found = chat.hear(said, this.#limits.maxTextCharacters);
    if (found === 'broken') return this.#notIntact(chat);
    if (found === 'known') return;
    this.#parts.files.heard(this.#placeOf(chat.id), found.files);
    this.#parts.changed(chat.record());
  }

  /** Only what was said in this very chat is given. */
  #fileAsked(chat: PrivateChat | undefined, { hash, ticket }: FrameOf<'private-file-asked'>): void {
    if (chat?.isRunning !== true) return;
    const { files, transfers } = this.#parts;
    const { id } = chat;
    const file = chat.hasSaid(hash) ? files.sealedIn(this.#placeOf(id), hash) : undefined;
    if (file) transfers.give(file, { private: id, ticket });
    else this.tellOfFile({ private: id, hash, state: 'withdrawn', ticket });
  }

  /** Of what was said in this very chat: by who gives it, or by who takes it. */
  #fileSet(chat: PrivateChat | undefined, { hash, state }: FrameOf<'private-file-set'>): void {
    if (chat?.isRunning !== true) return;
    const { files, transfers } = this.#parts;
    const file = files.sealedIn(this.#placeOf(chat.id), hash);
    const isOfTaker = state === 'no-space';
    if (!file || chat.hasSaid(hash) !== isOfTaker) return;
    if (isOfTaker) transfers.notTaken(file);
    else transfers.heardOf(hash, state);
  }

  /** Nothing that follows could be trusted. */
  #notIntact(chat: PrivateChat): void {
    this.#courtesy('end-private', { private: chat.id });
    this.#end(chat, { reason: 'not-intact' });
  }

  #ended(chat: PrivateChat | undefined, { reason, by }: FrameOf<'private-ended'>): void {
    if (!chat || chat.isOver) return;
    const isOwnDoing = by === this.#parts.own();
    // It goes on, or was refused, on another computer of this person: nothing is left to be seen here.
    if (reason === 'answered-elsewhere') return this.#remove(chat);
    if (isOwnDoing) return this.#end(chat, { reason, by: 'self' });
    this.#end(chat, { reason, ...(by === chat.partner ? { by: 'partner' } : {}) });
  }

  #add(chat: PrivateChat): PrivateChat {
    if (this.#chats.size >= maxPrivates) {
      const over = [...this.#chats.values()].find(({ isOver }) => isOver);
      if (over) this.#remove(over);
    }
    this.#chats.set(chat.id, chat);
    this.#parts.files.begin(this.#placeOf(chat.id));
    this.#parts.changed(chat.record());
    return chat;
  }

  #placeOf(id: PrivateId): PrivatePlace {
    return { room: this.#parts.room, private: id };
  }

  #hasRoom(): boolean {
    if (this.#chats.size < maxPrivates) return true;
    return [...this.#chats.values()].some(({ isOver }) => isOver);
  }

  #move(chat: PrivateChat, state: PrivateState): void {
    this.#cancel(chat);
    if (chat.moveTo(state)) this.#parts.changed(chat.record());
  }

  #end(chat: PrivateChat, how: Omit<PrivateState & { is: 'ended' }, 'is'>): void {
    this.#move(chat, { is: 'ended', ...how });
    // What has not come of its files never will.
    const code = how.reason === 'left' ? 'file-withdrawn' : 'no-such-private';
    this.#dropFiles(this.#parts.files.heardIn(this.#placeOf(chat.id)), code);
  }

  /** In case the room does not say so itself. */
  #endLater(chat: PrivateChat, reason: 'timed-out' | 'connection-lost', ms: number): void {
    this.#cancel(chat);
    const cancel = this.#parts.clock.after(ms, () => this.#end(chat, { reason }));
    this.#cancelById.set(chat.id, cancel);
  }

  #cancel(chat: PrivateChat): void {
    this.#cancelById.get(chat.id)?.();
    this.#cancelById.delete(chat.id);
  }

  #remove(chat: PrivateChat): void {
    this.#cancel(chat);
    if (!this.#chats.delete(chat.id)) return;
    this.#dropFiles(this.#parts.files.forget(this.#placeOf(chat.id)));
    this.#parts.removed(chat.id);
  }

  #dropFiles(hashes: readonly FileHash[], code?: RefusalCode): void {
    for (const hash of hashes) this.#parts.transfers.drop({ hash, isPrivate: true }, code);
  }

  /** The room knows nothing of it; why it ended may have been said just now. */
  #missing(chat: PrivateChat): void {
    this.#flush();
    this.#end(chat, { reason: 'connection-lost' });
  }

  #request<N extends PrivateCommand>(
    command: N,
    fields: ParamsOf<N>,
  ): Promise<Outcome<AnswerOf<N>>> {
    const link = this.#signed?.link;
    return link
      ? link.request(command, fields)
      : Promise.resolve(refused({ code: 'connection-lost' }));
  }

  /** Said without waiting; a room that makes this side say it without end is not answered any more. */
  #courtesy<N extends Courtesy>(command: N, fields: ParamsOf<N>): void {
    const signed = this.#signed;
    if (!signed || this.#courtesies >= maxCourtesies) return;
    this.#courtesies += 1;
    void this.#request(command, fields).then(() => {
      if (this.#signed === signed) this.#courtesies -= 1;
    });
  }
}
