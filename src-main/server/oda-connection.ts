import type { Refusal, wireCodes } from '../../src-shared/protocol/codes.ts';
import type { Answer, CommandName } from '../../src-shared/protocol/protocol.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { DecodedLine } from '../../src-shared/protocol/line-decoder.ts';
import { parseCommand } from '../../src-shared/protocol/parse-command.ts';
import type { Transport } from '../net/transport.ts';
import { LineInbox } from './line-inbox.ts';
import type {
  ConnectionParts,
  Delivery,
  RoomConnection,
  SessionPeer,
  SessionPort,
  Telling,
} from './session-port.ts';

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
]);

type Phase =
  | { is: 'stranger'; lines: number }
  | { is: 'member' }
  /** Past the soft limit: gets no live events until it has drained (W12). */
  | { is: 'behind' }
  | { is: 'ending'; reason: Refusal['code'] }
  | { is: 'closed' };

/** Oda's own protocol on one transport: bytes to commands, answers and deliveries to bytes. */
export class OdaConnection implements RoomConnection, SessionPeer {
  readonly dialect = 'oda';
  readonly #transport: Transport;
  readonly #inbox = new LineInbox();
  readonly #session: SessionPort;
  readonly #onAdmitted: () => void;
  readonly #onClosed: () => void;
  #phase: Phase = { is: 'stranger', lines: 0 };
  #unanswered = 0;
  /** The request that is alone in flight. */
  #alone: number | undefined;
  #isLooking = false;
  #takenThisTurn = 0;
  #isPaused = false;

  constructor({ transport, openSession, onAdmitted, onClosed }: ConnectionParts) {
    this.#transport = transport;
    this.#onAdmitted = onAdmitted;
    this.#onClosed = onClosed;
    this.#session = openSession(this);
    transport.listen({
      bytes: (chunk) => this.#read(chunk),
      closed: () => this.#closed(),
      drained: () => this.#drained(),
    });
  }

  get isStranger(): boolean {
    return this.#phase.is === 'stranger';
  }

  get memberName(): string | undefined {
    return this.#session.self()?.name;
  }

  answer(rid: number, fields: Answer): void {
    this.#answer(rid, () => this.#send({ type: 'ok', rid, ...fields }));
  }

  answerPage(rid: number, { entries, more }: HistoryPage): void {
    this.#answer(rid, () => {
      this.#sendSurely(Buffer.from(`{"type":"ok","rid":${rid},"entries":`));
      if (this.#isOver) return;
      this.#transport.handOver(entries);
      this.#transport.send(Buffer.from(`,"more":${more}}\n`));
    });
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#answer(rid, () => this.#send({ type: 'fail', rid, ...refusal }));
  }

  deliver({ bytes }: Delivery): void {
    this.#sendLive(bytes);
  }

  notice({ bytes }: Telling): void {
    this.#sendLive(bytes);
  }

  tellPrivate({ bytes }: Telling): void {
    this.#sendSurely(bytes);
  }

  admitted(): void {
    if (this.#phase.is !== 'stranger') return;
    this.#phase = { is: 'member' };
    this.#inbox.maxLineBytes = limits.maxLineBytes;
    this.#onAdmitted();
  }

  end(refusal: Refusal): void {
    if (this.#isOver) return;
    const { code, limit, retryAfterMs } = refusal;
    this.#transport.send(encode({ type: 'closed', code, limit, retryAfterMs }));
    this.#phase = { is: 'ending', reason: code };
    this.#inbox.drop();
    this.#transport.close();
    // The room need not wait for a peer that takes its time to hear the reason.
    this.#session.closed(code);
  }

  #read(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#session.heard();
    this.#inbox.add(chunk);
    this.#look();
  }

  /** Takes line after line for as long as one more may be in flight (W17); what it leaves waits as bytes. */
  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#mayTakeOne()) {
      const line = this.#inbox.take();
      if (!line) break;
      this.#countOne();
      this.#take(line);
    }
    this.#isLooking = false;
    this.#readOnOrPause();
  }

  /** What is answered at once is never in flight, so it is counted by the turn too: then others have theirs. */
  #countOne(): void {
    this.#takenThisTurn += 1;
    if (this.#takenThisTurn > 1) return;
    setImmediate(() => {
      this.#takenThisTurn = 0;
      this.#look();
    });
  }

  #mayTakeOne(): boolean {
    if (this.#isOver || this.#alone !== undefined) return false;
    if (this.#takenThisTurn >= limits.maxRequestsInFlight) return false;
    if (this.#unanswered >= limits.maxRequestsInFlight) return false;
    return this.#transport.queuedBytes <= limits.sendQueueSoftBytes;
  }

  get #isOver(): boolean {
    return this.#phase.is === 'ending' || this.#phase.is === 'closed';
  }

  #readOnOrPause(): void {
    const isPaused = !this.#isOver && this.#inbox.isFull;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#transport.pause();
    else this.#transport.resume();
  }

  #take(line: DecodedLine): void {
    if (!line.ok) return this.end({ code: line.code, limit: this.#lineLimit(line.code) });
    if (this.#isOneLineTooMany()) {
      return this.end({ code: 'too-many-lines', limit: limits.maxLinesBeforeSignIn });
    }
    const parsed = parseCommand(line.value);
    if (!parsed.ok) return this.#send({ type: 'fail', ...parsed.refusal });
    const { command } = parsed;
    this.#unanswered += 1;
    if (aloneInFlight.has(command.type)) this.#alone = command.rid;
    this.#session.handle(command);
  }

  #answer(rid: number, send: () => void): void {
    this.#unanswered -= 1;
    if (this.#alone === rid) this.#alone = undefined;
    send();
    this.#look();
  }

  #send(frame: object): void {
    this.#sendSurely(encode(frame));
  }

  /** Left out for who is behind and will ask for what it missed (W12). */
  #sendLive(bytes: Uint8Array): void {
    if (this.#phase.is !== 'member') return;
    if (this.#transport.queuedBytes > limits.sendQueueSoftBytes) {
      this.#phase = { is: 'behind' };
      return;
    }
    this.#transport.send(bytes);
  }

  /** Answers cannot be left out, nor what is nowhere to be asked for: a peer that never reads is closed. */
  #sendSurely(bytes: Uint8Array): void {
    if (this.#isOver) return;
    if (this.#transport.queuedBytes > limits.sendQueueHardBytes) {
      this.end({ code: 'too-slow' });
      return;
    }
    this.#transport.send(bytes);
  }

  /** Who takes what was sent is alive, even where nothing of it is looked at meanwhile. */
  #drained(): void {
    if (this.#isOver) return;
    this.#session.heard();
    if (this.#phase.is === 'behind') {
      this.#phase = { is: 'member' };
      this.#send({ type: 'behind' });
    }
    this.#look();
  }

  #closed(): void {
    const reason = this.#phase.is === 'ending' ? this.#phase.reason : undefined;
    this.#phase = { is: 'closed' };
    this.#inbox.drop();
    this.#session.closed(reason);
    this.#onClosed();
  }

  #isOneLineTooMany(): boolean {
    if (this.#phase.is !== 'stranger') return false;
    this.#phase = { is: 'stranger', lines: this.#phase.lines + 1 };
    return this.#phase.lines > limits.maxLinesBeforeSignIn;
  }

  #lineLimit(code: keyof typeof wireCodes): number | undefined {
    if (code === 'line-too-long') return this.#inbox.maxLineBytes;
    return code === 'too-deep' ? limits.maxNesting : undefined;
  }
}

function encode(frame: object): Uint8Array {
  return Buffer.from(encodeFrame(frame));
}
