import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { NoticeFrame } from '../../../src-shared/protocol/protocol.ts';
import {
  conversationKind,
  directConversation,
  everyone,
} from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { RetryPause } from '../../../src-shared/protocol/retry-pause.ts';
import { terminal as words } from '../../../src-shared/translations/en/terminal.ts';
import type {
  ConnectionParts,
  Delivery,
  RoomConnection,
  SessionPeer,
  SessionPort,
  Telling,
} from '../../server/session-port.ts';
import { sentenceOf } from '../common/sentence-of.ts';
import { entryText, isDoingOf } from './entry-text.ts';
import { PacedOutput } from './paced-output.ts';
import type { SharedTranslations } from '../common/shared-translations.ts';
import type { Piece, PieceReader, PlainRequest, PlainSpeech } from './plain-speech.ts';
import { printable } from '../../../src-shared/text/printable.ts';

/** Pieces that wait for their turn before the program is read from no further. */
const maxWaiting = 64;
const cidCharacters = 22;

type Phase =
  | { is: 'stranger' }
  | { is: 'guest'; account: AccountId }
  | { is: 'ending'; reason: Refusal['code'] }
  | { is: 'closed' };

/** The one request that waits for the room's answer; the next piece is read after it. */
type Asked = { rid: number; answered: (refusal: Refusal | undefined) => void };

export type GuestConnectionParts<P> = ConnectionParts & {
  speech: PlainSpeech<P>;
  clock: Clock;
  random: Random;
  shared: SharedTranslations;
};

/**
 * A program without Oda's protocol as a guest of the room (W16: no cid, so at most once). One thing after
 * another: what comes faster than the room takes it waits, and in the end the program is not read from.
 */
export class GuestConnection<P> implements RoomConnection, SessionPeer {
  readonly #parts: GuestConnectionParts<P>;
  readonly #reader: PieceReader<P>;
  readonly #session: SessionPort;
  #takenThisTurn = 0;
  readonly #waiting: Piece<P>[] = [];
  readonly #paced: PacedOutput | undefined;
  #phase: Phase = { is: 'stranger' };
  #asked: Asked | undefined;
  #lastRid = 0;
  /** When the piece began whose end has not come (monotonic). */
  #unfinishedSinceMs: number | undefined;
  readonly #pause: RetryPause;
  #cancelQuiet: (() => void) | undefined;
  /** The program says nothing more: it leaves when all that it said is done with. */
  #hasSaidAll = false;
  #logsTexts = false;
  #cancelBeat: () => void = () => undefined;

  constructor(parts: GuestConnectionParts<P>) {
    const { transport, speech, openSession } = parts;
    this.#parts = parts;
    this.#pause = new RetryPause(parts.clock);
    this.#reader = speech.reader();
    this.#paced = speech.isPaced ? new PacedOutput(parts) : undefined;
    this.#session = openSession(this);
    transport.listen({
      bytes: (chunk) => this.#take(chunk),
      saidAll: () => this.#saidAll(),
      closed: () => this.#closed(),
    });
    this.#write(speech.greeting());
    this.#beat();
  }

  get isStranger(): boolean {
    return this.#phase.is === 'stranger';
  }

  get memberName(): string | undefined {
    return this.#session.self()?.name;
  }

  answer(rid: number): void {
    this.#settle(rid, undefined);
  }

  /** Its dialects ask for none. */
  answerPage(rid: number): void {
    this.answer(rid);
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#settle(rid, refusal);
  }

  deliver(delivery: Delivery): void {
    if (this.#phase.is !== 'guest') return;
    const { conversation, entries } = delivery;
    const { account } = this.#phase;
    const translate = (): string => entries.map((entry) => this.#translate(entry)).join('');
    const isOwn = entries.some((entry) => isDoingOf(account, entry));
    this.#send(isOwn ? Buffer.from(translate()) : this.#parts.shared.bytesOf(delivery, translate));
    if (conversationKind(conversation) === 'direct') this.#markDelivered(conversation, entries);
  }

  /** Who is there is told by `joined` and `left`; of the rest people have to know whether their words are kept. */
  notice({ frame }: Telling<NoticeFrame>): void {
    if (this.#phase.is === 'guest' && frame.type === 'room') this.#tellOfLog(frame.logsTexts);
  }

  tellPrivate(): void {}

  admitted(): void {}

  end(refusal: Refusal): void {
    if (this.#phase.is === 'ending' || this.#phase.is === 'closed') return;
    const { speech, transport } = this.#parts;
    // Who leaves has no button to press for coming back.
    const goodbye = refusal.code === 'signed-out' ? 'Goodbye!' : sentenceOf(refusal);
    this.#output(Buffer.from(speech.goodbye(goodbye)));
    this.#paced?.flush();
    this.#phase = { is: 'ending', reason: refusal.code };
    this.#stop();
    transport.close();
    this.#session.closed(refusal.code);
  }

  #take(chunk: Uint8Array): void {
    this.#session.heard();
    const pieces = this.#reader.push(chunk);
    this.#waiting.push(...pieces);
    const replies = this.#reader.takeReplies?.();
    if (replies) this.#send(replies);
    this.#waitForQuiet();
    if (this.#reader.waitingBytes === 0) this.#unfinishedSinceMs = undefined;
    else if (pieces.length > 0 || this.#unfinishedSinceMs === undefined) {
      this.#unfinishedSinceMs = this.#parts.clock.monotonicMs();
    }
    if (this.#waiting.length > maxWaiting) this.#parts.transport.pause();
    this.#next();
  }

  /** R2.5: what some programs send has no end but that nothing follows. */
  #waitForQuiet(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = undefined;
    if (!this.#reader.mayEndInQuiet) return;
    this.#cancelQuiet = this.#parts.clock.after(limits.quietLineMs, () => {
      this.#cancelQuiet = undefined;
      this.#takeRest();
    });
  }

  #takeRest(): void {
    this.#waiting.push(...(this.#reader.takeRest?.() ?? []));
    this.#next();
  }

  /** R4.7: what was said last is a piece too, and everything is answered before the end. */
  #saidAll(): void {
    this.#hasSaidAll = true;
    this.#takeRest();
  }

  /** Reads on until the room has to be waited for. */
  #next(): void {
    while (!this.#asked && !this.#pause.isOn && !this.#isOver) {
      if (this.#takenThisTurn >= limits.plainLinesPerTurn) return;
      const piece = this.#waiting.shift();
      this.#countOne();
      if (this.#waiting.length === maxWaiting) this.#parts.transport.resume();
      if (!piece) return this.#leaveAtEnd();
      if (!piece.ok && piece.ends) return this.end({ code: piece.code });
      if (!piece.ok) {
        this.#explain('That line could not be read as text (UTF-8). It was not sent.');
        continue;
      }
      const { speech } = this.#parts;
      const request = speech.read(piece.piece, {
        isIn: this.#phase.is === 'guest',
        people: () => this.#session.room.names(),
      });
      if (request) this.#carryOut(request);
    }
  }

  /** However many lines came in one read, others have their turn between them. */
  #countOne(): void {
    this.#takenThisTurn += 1;
    if (this.#takenThisTurn > 1) return;
    setImmediate(() => {
      this.#takenThisTurn = 0;
      this.#next();
    });
  }

  /** Once: its answer comes before the end. */
  #leaveAtEnd(): void {
    if (!this.#hasSaidAll) return;
    this.#hasSaidAll = false;
    this.#leave();
  }

  get #isOver(): boolean {
    return this.#phase.is === 'ending' || this.#phase.is === 'closed';
  }

  #carryOut(request: PlainRequest): void {
    const { speech } = this.#parts;
    switch (request.is) {
      case 'enter':
        return this.#enter(request.name);
      case 'say':
        return this.#say(everyone, request.text, request.note);
      case 'tell':
        return this.#tell(request.to, request.text);
      case 'who':
        return this.#phase.is === 'guest'
          ? this.#write(speech.who(this.#online()))
          : this.#refused({ code: 'sign-in-first' });
      case 'help':
        return this.#write(speech.help());
      case 'leave':
        return this.#leave();
      case 'unclear':
        return this.#explain(request.sentence);
      default:
        return assertNever(request);
    }
  }

  #enter(name: string): void {
    if (this.#phase.is === 'guest') return this.#refused({ code: 'already-signed-in' });
    const rid = this.#ask((refusal) => {
      const self = this.#session.self();
      if (refusal || !self) return this.#refused(refusal ?? { code: 'store-failed' });
      this.#phase = { is: 'guest', account: self.account };
      const { speech, onAdmitted } = this.#parts;
      const others = this.#online().filter((online) => online !== printable(self.name));
      this.#write(speech.entered({ name: printable(this.#session.room.name), others }));
      this.#tellOfLog(this.#session.room.logsTexts);
      onAdmitted();
    });
    this.#session.enterAsGuest(rid, name);
  }

  /** Who speaks must know whether it is kept. */
  #tellOfLog(logsTexts: boolean): void {
    if (logsTexts === this.#logsTexts) return;
    this.#logsTexts = logsTexts;
    this.#write(this.#parts.speech.told(logsTexts ? words.logsTexts : words.logsNoTexts));
  }

  #tell(name: string, text: string): void {
    if (this.#phase.is !== 'guest') return this.#refused({ code: 'sign-in-first' });
    const { account } = this.#phase;
    const to = this.#session.room.findMember(name);
    if (!to || to.account === account) return this.#refused({ code: 'no-such-member' });
    this.#say(directConversation(account, to.account), text);
  }

  #say(conversation: ConversationId, text: string, note?: string): void {
    if (this.#phase.is !== 'guest') return this.#refused({ code: 'sign-in-first' });
    const cid = this.#parts.random.text(cidCharacters) as Cid;
    const send = (): void => {
      const rid = this.#ask((refusal) => {
        if (refusal?.code === 'too-fast') return this.#pause.begin(refusal, send);
        if (refusal) this.#refused(refusal);
        else if (note !== undefined) this.#explain(note);
      });
      this.#session.handle({ type: 'send-message', rid, in: conversation, cid, text });
    };
    send();
  }

  #leave(): void {
    if (this.#phase.is !== 'guest') return this.end({ code: 'signed-out' });
    this.#session.handle({ type: 'sign-out', rid: this.#ask(() => undefined) });
  }

  /** Called before the request is made: its answer can come at once. */
  #ask(answered: Asked['answered']): number {
    this.#lastRid += 1;
    this.#asked = { rid: this.#lastRid, answered };
    return this.#lastRid;
  }

  #settle(rid: number, refusal: Refusal | undefined): void {
    if (this.#asked?.rid !== rid) return;
    const { answered } = this.#asked;
    this.#asked = undefined;
    if (this.#isOver) return;
    answered(refusal);
    this.#next();
  }

  #translate(entry: Entry): string {
    const own = this.#phase.is === 'guest' ? this.#phase.account : undefined;
    return entryText(entry, { speech: this.#parts.speech, room: this.#session.room, own });
  }

  #markDelivered(conversation: ConversationId, entries: readonly Entry[]): void {
    const own = this.#session.self()?.account;
    const last = entries.findLast((entry) => entry.type === 'message' && entry.from !== own);
    if (!last) return;
    this.#lastRid += 1;
    const { seq } = last;
    this.#session.handle({ type: 'mark-delivered', rid: this.#lastRid, in: conversation, seq });
  }

  #online(): string[] {
    const online: string[] = [];
    for (const member of this.#session.room.members()) {
      if (member.presence !== 'offline') online.push(printable(member.name));
    }
    return online;
  }

  #refused(refusal: Refusal): void {
    this.#explain(sentenceOf(refusal));
  }

  #explain(sentence: string): void {
    const { speech } = this.#parts;
    this.#write(speech.refused(sentence, { isIn: this.#phase.is === 'guest' }));
  }

  /** There is nothing to catch up from: who does not read is closed, and nobody else notices (W12). */
  #write(text: string): void {
    this.#send(Buffer.from(text));
  }

  #send(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#isOver) return;
    const { transport } = this.#parts;
    if (transport.queuedBytes > limits.sendQueueHardBytes) return this.end({ code: 'too-slow' });
    this.#output(bytes);
  }

  #output(bytes: Uint8Array): void {
    if (this.#paced) this.#paced.send(bytes);
    else this.#parts.transport.send(bytes);
  }

  /** Plain programs have no heartbeat: as long as the connection stands, its guest is there (W10). */
  #beat(): void {
    this.#cancelBeat = this.#parts.clock.after(limits.heartbeatMs, () => {
      if (this.#isOver) return;
      if (this.#hasStalled()) return this.end({ code: 'bad-json' });
      if (this.#phase.is === 'guest') this.#session.heard();
      this.#beat();
    });
  }

  #hasStalled(): boolean {
    const since = this.#unfinishedSinceMs;
    if (since === undefined || !this.#parts.speech.comesWhole) return false;
    return this.#parts.clock.monotonicMs() - since >= limits.silenceMs;
  }

  #stop(): void {
    this.#cancelBeat();
    this.#pause.end();
    this.#cancelQuiet?.();
    this.#paced?.stop();
    this.#waiting.length = 0;
  }

  #closed(): void {
    const reason = this.#phase.is === 'ending' ? this.#phase.reason : undefined;
    this.#phase = { is: 'closed' };
    this.#stop();
    this.#session.closed(reason);
    this.#parts.onClosed();
  }
}
