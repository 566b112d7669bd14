import type { Refusal, wireCodes } from '../../src-shared/protocol/codes.ts';
import type { Answer, CommandName } from '../../src-shared/protocol/protocol.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { DecodedLine } from '../../src-shared/protocol/line-decoder.ts';
import { parseCommand } from '../../src-shared/protocol/parse-command.ts';
import type { Delivery, Speaker, SpeakerParts, SpokenDialect, Telling } from './session-port.ts';
import { LineDecoder } from '../../src-shared/protocol/line-decoder.ts';

/**
 * Requests after which nothing is looked at before they are answered: the store's answers are large, one of them
 * at a time is what the send queue has space for (W17); and a sign-in, or a new group, decides what the next may do.
 */
const aloneInFlight: ReadonlySet<CommandName> = new Set<CommandName>([
  'sign-in',
  'resume',
  'sign-out',
  'set-password',
  'make-group',
  'sync',
  'read-history',
  'list-receipts',
  'list-later',
  'list-topics',
  'read-record',
]);

/** Oda's own protocol: lines to commands, answers and deliveries to lines. */
class OdaSpeaker implements Speaker {
  readonly linesPerTurn = limits.maxRequestsInFlight;
  maxLines: number = limits.maxLinesBeforeSignIn;
  readonly #parts: SpeakerParts;
  readonly #inbox = new LineInbox();
  #unanswered = 0;
  /** The request that is alone in flight. */
  #alone: number | undefined;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#alone !== undefined || this.#unanswered >= limits.maxRequestsInFlight;
  }

  get isFull(): boolean {
    return this.#inbox.isFull;
  }

  add(chunk: Uint8Array): void {
    this.#inbox.add(chunk);
  }

  take(): (() => void) | undefined {
    const line = this.#inbox.take();
    return line && (() => this.#read(line));
  }

  admitted(): void {
    this.maxLines = Infinity;
    this.#inbox.maxLineBytes = limits.maxLineBytes;
  }

  held(): void {
    this.maxLines += limits.maxLinesWhileWaiting;
  }

  answer(rid: number, fields: Answer): void {
    this.#answered(rid);
    this.#send({ type: 'ok', rid, ...fields });
    this.#parts.goOn();
  }

  answerPage(rid: number, { entries, more, firstSeq }: HistoryPage): void {
    this.#answered(rid);
    const before = Buffer.from(`{"type":"ok","rid":${rid},"entries":`);
    const first = firstSeq === undefined ? '' : `,"firstSeq":${firstSeq}`;
    this.#parts.out.sendAround(before, entries, Buffer.from(`,"more":${more}${first}}\n`));
    this.#parts.goOn();
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#answered(rid);
    this.#send({ type: 'fail', rid, ...refusal });
    this.#parts.goOn();
  }

  deliver({ bytes, urgency }: Delivery): void {
    this.#parts.out.sendLive(bytes, urgency);
  }

  notice({ bytes, urgency }: Telling): void {
    this.#parts.out.sendLive(bytes, urgency);
  }

  /** It is nowhere to be asked for afterwards. */
  tellPrivate({ bytes }: Telling): void {
    this.#parts.out.send(bytes);
  }

  caughtUp(): void {
    this.#send({ type: 'behind' });
  }

  goodbye({ code, limit, retryAfterMs, reason }: Refusal): Uint8Array {
    return encode({ type: 'closed', code, limit, retryAfterMs, reason });
  }

  stop(): void {
    this.#inbox.drop();
  }

  #read(line: DecodedLine): void {
    const { session, end } = this.#parts;
    if (!line.ok) return end({ code: line.code, limit: this.#lineLimit(line.code) });
    const parsed = parseCommand(line.value);
    if (!parsed.ok) return this.#send({ type: 'fail', ...parsed.refusal });
    const { command } = parsed;
    this.#unanswered += 1;
    if (aloneInFlight.has(command.type)) this.#alone = command.rid;
    session.handle(command);
  }

  #answered(rid: number): void {
    this.#unanswered -= 1;
    if (this.#alone === rid) this.#alone = undefined;
  }

  #send(frame: object): void {
    this.#parts.out.send(encode(frame));
  }

  #lineLimit(code: keyof typeof wireCodes): number | undefined {
    if (code === 'line-too-long') return this.#inbox.maxLineBytes;
    return code === 'too-deep' ? limits.maxNesting : undefined;
  }
}

/** Oda's own protocol. */
export const odaDialect: SpokenDialect = {
  dialect: 'oda',
  speak: (parts) => new OdaSpeaker(parts),
};

function encode(frame: object): Uint8Array {
  return Buffer.from(encodeFrame(frame));
}

/** A read brings so much at most: before another one there must be so much space. */
const readBytes = 64 * 1024;
/** Tiny reads count too: each costs more than its bytes. */
const maxChunks = 16;

/** What a peer has sent, as bytes until somebody asks for the next line: nothing waits decoded. */
export class LineInbox {
  readonly #decoder = new LineDecoder({ maxLineBytes: limits.maxLineBytesBeforeSignIn });
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** The lines of the chunk that is being looked at. */
  #lines: Iterator<DecodedLine, void> | undefined;

  /** Of a line without its `\n`; a change holds from the next line on. */
  set maxLineBytes(bytes: number) {
    this.#decoder.maxLineBytes = bytes;
  }

  get maxLineBytes(): number {
    return this.#decoder.maxLineBytes;
  }

  /** It should be read from no further until lines have been taken. */
  get isFull(): boolean {
    return this.#chunks.length >= maxChunks || this.#bytes > limits.receiveBufferBytes - readBytes;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** Undefined if no whole line is left. */
  take(): DecodedLine | undefined {
    for (;;) {
      const next = this.#lines?.next();
      if (next && !next.done) return next.value;
      const done = this.#lines && this.#chunks.shift();
      this.#bytes -= done?.length ?? 0;
      const [chunk] = this.#chunks;
      this.#lines = chunk && this.#decoder.read(chunk);
      if (!chunk) return undefined;
    }
  }

  /** What waited is not wanted any more. */
  drop(): void {
    this.#chunks = [];
    this.#bytes = 0;
    this.#lines = undefined;
  }
}
