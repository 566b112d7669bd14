import { saidText } from '../../../src-shared/sentences/said-text.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { CommandOf, NoticeFrame } from '../../../src-shared/protocol/protocol.ts';
import {
  conversationKind,
  directConversation,
  everyone,
} from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Recorded } from '../../../src-shared/protocol/moderation.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { afterRefusal, RetryPause } from '../../../src-shared/protocol/retry-pause.ts';
import { entrySentence, tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import { terminal as words } from '../../../src-shared/translations/en/terminal.ts';
import type { Delivery, Speaker, SpeakerParts, Telling } from '../../server/session-port.ts';
import { recordedIn, sentenceOf, timeText } from '../common/sentence-of.ts';
import type { MeantMessage, SaidMemory } from '../common/said-memory.ts';
import { MessagesInOrder } from '../common/messages-in-order.ts';
import { findTopic, listTopics, onlineIn, welcomeTo } from './guest-topics.ts';
import type { FoundTopic } from './guest-topics.ts';
import { SeldomMap } from '../../../src-shared/seldom.ts';
import { OwnCids } from '../common/own-cids.ts';
import { doerOf } from '../common/shared-translations.ts';
import type { SharedTranslations } from '../common/shared-translations.ts';
import type { Piece, PieceReader, PlainRequest, PlainSpeech } from './plain-speech.ts';
import { printable } from '../../../src-shared/text/printable.ts';

/** Pieces that wait for their turn before the program is read from no further. */
const maxWaiting = 64;

type InTurn = Omit<CommandOf<'join-topic'>, 'rid'> | Omit<CommandOf<'leave-group'>, 'rid'>;
type TopicRequest = Extract<PlainRequest, { is: 'say-in' | 'join' | 'leave-topic' }>;
/** Of who is in. */
type InsideRequest =
  | TopicRequest
  | Extract<PlainRequest, { is: 'say' | 'tell' | 'who' | 'topics' }>;

type Answered = (refusal: Refusal | undefined) => void;

export type GuestSpeakerParts<P> = SpeakerParts & {
  speech: PlainSpeech<P>;
  shared: SharedTranslations;
  said: SaidMemory;
};

/**
 * A program without Oda's protocol as a guest of the room (W16: no cid, so at most once). One thing after
 * another, and only messages several at a time, in their order: what comes faster than the room takes it waits, and in
 * the end the program is not read from.
 */
export class GuestSpeaker<P> implements Speaker {
  readonly linesPerTurn = limits.plainLinesPerTurn;
  readonly maxLines = Infinity;
  readonly #parts: GuestSpeakerParts<P>;
  readonly #reader: PieceReader<P>;
  readonly #waiting: Piece<P>[] = [];
  /** As whom it is in. */
  #account: AccountId | undefined;
  /** The first entry that it was told. */
  #sinceId: number | undefined;
  /** Requests that wait for the room's answer, by their rid. */
  readonly #asked = new SeldomMap<number, Answered>();
  readonly #messages: MessagesInOrder;
  readonly #cids: OwnCids;
  /** No piece is read until what it waits for is done. */
  #isWaiting = false;
  #lastRid = 0;
  /** When the piece began whose end has not come (monotonic). */
  #unfinishedSinceMs: number | undefined;
  readonly #pause: RetryPause;
  #cancelQuiet: (() => void) | undefined;
  #logsTexts = false;

  constructor(parts: GuestSpeakerParts<P>) {
    this.#parts = parts;
    this.#pause = new RetryPause(parts.clock);
    this.#reader = parts.speech.reader();
    this.#cids = new OwnCids(parts.random);
    this.#messages = new MessagesInOrder({
      clock: parts.clock,
      ask: (command, settled) => parts.session.handle({ ...command, rid: this.#expect(settled) }),
    });
  }

  get isBusy(): boolean {
    return this.#isWaiting || this.#pause.isOn || this.#messages.isFull;
  }

  get isFull(): boolean {
    return this.#waiting.length > maxWaiting;
  }

  greet(): void {
    this.#write(this.#parts.speech.greeting());
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
    const account = this.#account;
    if (account === undefined) return;
    const { entries } = delivery;
    const { shared, said, out, session } = this.#parts;
    // What somebody does is told to the others only (R0.12).
    const isOwn = (entry: Entry | undefined): boolean =>
      entry !== undefined && doerOf(entry) === account;
    this.#sinceId ??= entries[0]?.id;
    const meant = said.meantIn(session.room.id, delivery);
    // Which messages this program has been told: of others nothing is repeated.
    const meantOf = (entry: Entry): MeantMessage | undefined => {
      const message = meant.get(entry);
      return message && message.id >= (this.#sinceId ?? Infinity) ? message : undefined;
    };
    const manner = [...meant.keys()].map((entry) => mannerOf(meantOf(entry))).join('');
    const told = shared.told(entries);
    const translate = (entry: Entry): string => this.#translate(entry, meantOf(entry));
    const translated = told.translated(translate, manner);
    const bytes = told.doers.has(account)
      ? Buffer.from(translated.texts.filter((_, place) => !isOwn(entries[place])).join(''))
      : translated.bytes;
    if (bytes.length > 0) out.send(bytes, delivery.urgency);
    this.#markDelivered(delivery);
  }

  /** Who is there is told by `joined` and `left`; of the rest people have to know whether their words are kept. */
  notice({ frames }: Telling<NoticeFrame>): void {
    if (this.#account === undefined) return;
    for (const frame of frames) {
      if (frame.type === 'room') this.#tellOfLog(frame.logsTexts);
      if (frame.type === 'recorded') this.#tellRecorded(frame);
    }
  }

  tellPrivate(): void {}

  /** Who leaves has no button to press for coming back. */
  goodbye(refusal: Refusal): Uint8Array {
    const sentence = refusal.code === 'signed-out' ? 'Goodbye!' : sentenceOf(refusal);
    return Buffer.from(this.#parts.speech.goodbye(sentence));
  }

  add(chunk: Uint8Array): void {
    const pieces = this.#reader.push(chunk);
    this.#waiting.push(...pieces);
    const replies = this.#reader.takeReplies?.();
    if (replies) this.#send(replies);
    this.#waitForQuiet();
    if (this.#reader.waitingBytes === 0) this.#unfinishedSinceMs = undefined;
    else if (pieces.length > 0 || this.#unfinishedSinceMs === undefined) {
      this.#unfinishedSinceMs = this.#parts.clock.monotonicMs();
    }
  }

  /** R2.5: what some programs send has no end but that nothing follows. */
  #waitForQuiet(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = undefined;
    if (!this.#reader.mayEndInQuiet) return;
    this.#cancelQuiet = this.#parts.clock.after(limits.quietLineMs, () => {
      this.#cancelQuiet = undefined;
      this.#takeRest();
      this.#parts.goOn();
    });
  }

  #takeRest(): void {
    this.#waiting.push(...(this.#reader.takeRest?.() ?? []));
  }

  /** R4.7: what was said last is a piece too. */
  take({ isLast }: { isLast: boolean }): (() => void) | undefined {
    if (isLast) this.#takeRest();
    const piece = this.#waiting.shift();
    return piece && (() => this.#read(piece));
  }

  #read(piece: Piece<P>): void {
    const { speech, session, end } = this.#parts;
    if (!piece.ok && piece.ends) return end({ code: piece.code });
    if (!piece.ok) {
      return this.#explain('That line could not be read as text (UTF-8). It was not sent.');
    }
    const request = speech.read(piece.piece, {
      isIn: this.#account !== undefined,
      people: () => session.room.names(),
    });
    if (!request) return;
    if (isMessage(request)) this.#carryOut(request);
    else this.#afterMessages(() => this.#carryOut(request));
  }

  /** Everything is answered before the end. */
  saidAll(): void {
    this.#afterMessages(() => this.#leave());
  }

  #afterMessages(act: () => void): void {
    if (this.#messages.isEmpty) return act();
    this.#isWaiting = true;
    void this.#messages.emptied().then(() => {
      this.#isWaiting = false;
      act();
      this.#parts.goOn();
    });
  }

  #carryOut(request: PlainRequest): void {
    const { speech } = this.#parts;
    const account = this.#account;
    switch (request.is) {
      case 'enter':
        return this.#enter(request.name);
      case 'help':
        return this.#write(speech.help());
      case 'leave':
        return this.#leave();
      case 'unclear':
        return this.#explain(request.sentence);
      default:
        if (account === undefined) return this.#refused({ code: 'sign-in-first' });
        return this.#carryOutInside(request, account);
    }
  }

  #carryOutInside(request: InsideRequest, account: AccountId): void {
    const { speech, session } = this.#parts;
    switch (request.is) {
      case 'say':
        return this.#say(everyone, request.text, request.note);
      case 'tell':
        return this.#tell(account, request);
      case 'topics':
        return this.#explain(listTopics(session));
      case 'who':
        if (request.topic === undefined) return this.#write(speech.who(this.#online()));
        return this.#withTopic(request.topic, ({ topic }) =>
          this.#write(speech.who(onlineIn(session, topic))),
        );
      default:
        return this.#withTopic(request.topic, (found) => this.#inTopic(request, found));
    }
  }

  #withTopic(typed: string, run: (found: FoundTopic) => void): void {
    const found = findTopic(this.#parts.session, typed);
    if (typeof found === 'string') this.#explain(found);
    else run(found);
  }

  #inTopic(request: TopicRequest, { topic, isIn }: FoundTopic): void {
    const { session } = this.#parts;
    const { in: id, name } = topic;
    if (request.is === 'join') {
      const welcome = (): void => this.#explain(welcomeTo(session, topic));
      return isIn ? welcome() : this.#askInTurn({ type: 'join-topic', in: id }, welcome);
    }
    if (!isIn) return this.#explain(`You are not in #${name}. /join #${name} takes you in.`);
    if (request.is === 'say-in') return this.#say(id, request.text);
    const left = (): void => this.#explain(`You have left #${name}.`);
    this.#askInTurn({ type: 'leave-group', in: id }, left);
  }

  /** `NAME~PASSWORD` where the room has one: no name holds a `~`. */
  #enter(line: string): void {
    if (this.#account !== undefined) return this.#refused({ code: 'already-signed-in' });
    const rid = this.#ask((refusal) => {
      const self = this.#parts.session.self();
      if (refusal || !self) return this.#refused(refusal ?? { code: 'store-failed' });
      this.#account = self.account;
      const { speech } = this.#parts;
      const others = this.#online().filter((online) => online !== printable(self.name));
      this.#write(speech.entered({ name: printable(this.#parts.session.room.name), others }));
      this.#tellOfLog(this.#parts.session.room.logsTexts);
    });
    const tilde = this.#parts.session.room.hasPassword ? line.indexOf('~') : -1;
    if (tilde < 0) return this.#parts.session.enterAsGuest(rid, line);
    const [name, password] = [line.slice(0, tilde), line.slice(tilde + 1).trim()];
    this.#parts.session.enterAsGuest(rid, name, password);
  }

  #tellRecorded(recorded: Recorded): void {
    const { session, speech } = this.#parts;
    const nameOf = (account: AccountId) => session.room.member(account)?.name ?? account;
    for (const sentence of recordedIn(recorded, nameOf))
      this.#write(speech.told(printable(sentence)));
  }

  /** Who speaks must know whether it is kept. */
  #tellOfLog(logsTexts: boolean): void {
    if (logsTexts === this.#logsTexts) return;
    this.#logsTexts = logsTexts;
    this.#write(this.#parts.speech.told(logsTexts ? words.logsTexts : words.logsNoTexts));
  }

  #tell(account: AccountId, { to: name, text }: { to: string; text: string }): void {
    const to = this.#parts.session.room.findMember(name);
    if (!to || to.account === account) return this.#refused({ code: 'no-such-member' });
    this.#say(directConversation(account, to.account), text);
  }

  #say(conversation: ConversationId, text: string, note?: string): void {
    const cid = this.#cids.next();
    const sent = (): void => {
      if (note !== undefined) this.#explain(note);
    };
    const refused = (refusal: Refusal): void => this.#refused(refusal);
    this.#messages.add({ cid, conversation, text, sent, refused });
  }

  /** What comes faster than the room takes it waits and is asked again; another refusal is told. */
  #askInTurn(command: InTurn, done: () => void): void {
    const send = (): void => {
      const rid = this.#ask((refusal) => {
        if (refusal && afterRefusal(refusal) === 'again') return this.#pause.begin(refusal, send);
        if (refusal) this.#refused(refusal);
        else done();
      });
      this.#parts.session.handle({ ...command, rid });
    };
    send();
  }

  #leave(): void {
    if (this.#account === undefined) return this.#parts.end({ code: 'signed-out' });
    this.#parts.session.handle({ type: 'sign-out', rid: this.#ask(() => undefined) });
  }

  /** The next piece is read once this is answered. */
  #ask(answered: Answered): number {
    this.#isWaiting = true;
    return this.#expect((refusal) => {
      this.#isWaiting = false;
      answered(refusal);
    });
  }

  /** Called before the request is made: its answer can come at once. */
  #expect(answered: Answered): number {
    this.#lastRid += 1;
    this.#asked.set(this.#lastRid, answered);
    return this.#lastRid;
  }

  #settle(rid: number, refusal: Refusal | undefined): void {
    const answered = this.#asked.get(rid);
    if (!answered) return;
    this.#asked.delete(rid);
    answered(refusal);
    this.#parts.goOn();
  }

  /** An entry in the words of the dialect; empty if it is nothing to tell. */
  #translate(entry: Entry, meant: MeantMessage | undefined): string {
    const { speech, session } = this.#parts;
    const nameOf = (account: AccountId) => printable(session.room.member(account)?.name ?? account);
    switch (entry.type) {
      case 'message': {
        const to = this.#topicName(entry.in) ?? (entry.in === everyone ? 'everyone' : 'you');
        const said = { ...entry, answered: meant?.quote };
        const text = printable(saidText(said, nameOf, { language: 'en', howToGet: 'getWithOda' }));
        return speech.said({ from: nameOf(entry.from), text, to });
      }
      case 'joined':
        return speech.came(printable(entry.name));
      case 'left':
        return speech.went(nameOf(entry.account), entry.at);
      case 'expired':
        return '';
      default: {
        // Guests are in no group.
        const topic = this.#topicName(entry.in);
        const told = tellEntry(entry, {
          nameOf,
          groupName: () => topic,
          meant: meant && {
            author: nameOf(meant.from),
            quote: meant.quote,
            time: timeText(meant.at),
          },
        });
        const sentence = printable(entrySentence(told, 'en'));
        // What people wrote may hold the name too.
        const own = { ...told, values: { ...told.values, text: '', quote: '', about: '' } };
        const isNamed = topic === undefined || entrySentence(own, 'en').includes(topic);
        return speech.told(isNamed ? sentence : `${topic}: ${sentence}`);
      }
    }
  }

  #topicName(conversation: ConversationId): `#${string}` | undefined {
    const topic = this.#parts.session.room.topic(conversation);
    return topic && `#${topic.name}`;
  }

  #markDelivered({ conversation, entries }: Delivery): void {
    if (conversationKind(conversation) !== 'direct') return;
    const own = this.#account;
    const last = entries.findLast((entry) => entry.type === 'message' && entry.from !== own);
    if (!last) return;
    this.#lastRid += 1;
    const read = { in: conversation, seq: last.seq };
    this.#parts.session.handle({ type: 'mark-delivered', rid: this.#lastRid, ...read });
  }

  #online(): string[] {
    const online: string[] = [];
    for (const member of this.#parts.session.room.standings()) {
      if (member.presence !== 'offline') online.push(printable(member.name));
    }
    return online;
  }

  #refused(refusal: Refusal): void {
    this.#explain(sentenceOf(refusal));
  }

  #explain(sentence: string): void {
    const { speech } = this.#parts;
    this.#write(speech.refused(sentence, { isIn: this.#account !== undefined }));
  }

  /** There is nothing to catch up from, so nothing is left out for who is slow (W12). */
  #write(text: string): void {
    this.#send(Buffer.from(text));
  }

  #send(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#parts.out.send(bytes);
  }

  /** Plain programs have no heartbeat: as long as the connection stands, its guest is there (W10). */
  beat(): void {
    const { session, end, speech, clock } = this.#parts;
    const sinceMs = speech.comesWhole ? this.#unfinishedSinceMs : undefined;
    const hasStalled = sinceMs !== undefined && clock.monotonicMs() - sinceMs >= limits.silenceMs;
    if (hasStalled) return end({ code: 'bad-json' });
    if (this.#account !== undefined) session.heard();
  }

  stop(): void {
    this.#pause.end();
    this.#messages.stop();
    this.#cancelQuiet?.();
    this.#waiting.length = 0;
  }
}

/** Which of the two ways to say an entry this is. */
function mannerOf(meant: MeantMessage | undefined): string {
  return meant ? 'named' : 'unnamed';
}

function isMessage({ is }: PlainRequest): boolean {
  return is === 'say' || is === 'say-in' || is === 'tell';
}
