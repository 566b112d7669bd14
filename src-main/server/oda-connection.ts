import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { wireCodes } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { LineDecoder } from '../../src-shared/protocol/line-decoder.ts';
import { parseCommand } from '../../src-shared/protocol/parse-command.ts';
import type { Transport } from '../net/transport.ts';
import type {
  ConnectionParts,
  Delivery,
  RoomConnection,
  SessionPeer,
  SessionPort,
  Telling,
} from './session-port.ts';

/** A peer that asks faster than it is answered is not read from until this many answers are left. */
const maxUnanswered = 64;

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
  readonly #decoder = new LineDecoder({ maxLineBytes: limits.maxLineBytesBeforeSignIn });
  readonly #session: SessionPort;
  readonly #onAdmitted: () => void;
  readonly #onClosed: () => void;
  #phase: Phase = { is: 'stranger', lines: 0 };
  #unanswered = 0;

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

  answer(rid: number, fields: object): void {
    this.#answered();
    this.#send({ type: 'ok', rid, ...fields });
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#answered();
    this.#send({ type: 'fail', rid, ...refusal });
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
    this.#decoder.maxLineBytes = limits.maxLineBytes;
    this.#onAdmitted();
  }

  end(refusal: Refusal): void {
    if (this.#phase.is === 'ending' || this.#phase.is === 'closed') return;
    const { code, limit, retryAfterMs } = refusal;
    this.#transport.send(encode({ type: 'closed', code, limit, retryAfterMs }));
    this.#phase = { is: 'ending', reason: code };
    this.#transport.close();
    // The room need not wait for a peer that takes its time to hear the reason.
    this.#session.closed(code);
  }

  #read(chunk: Uint8Array): void {
    this.#session.heard();
    for (const line of this.#decoder.push(chunk)) {
      if (this.#phase.is === 'ending' || this.#phase.is === 'closed') return;
      if (!line.ok) return this.end({ code: line.code, limit: this.#lineLimit(line.code) });
      if (this.#isOneLineTooMany()) {
        return this.end({ code: 'too-many-lines', limit: limits.maxLinesBeforeSignIn });
      }
      this.#handle(line.value);
    }
  }

  #handle(value: Record<string, unknown>): void {
    this.#unanswered += 1;
    if (this.#unanswered > maxUnanswered) this.#transport.pause();
    const parsed = parseCommand(value);
    if (parsed.ok) return this.#session.handle(parsed.command);
    this.#answered();
    this.#send({ type: 'fail', ...parsed.refusal });
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#unanswered === maxUnanswered) this.#transport.resume();
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
    if (this.#phase.is === 'ending' || this.#phase.is === 'closed') return;
    if (this.#transport.queuedBytes > limits.sendQueueHardBytes) {
      this.end({ code: 'too-slow' });
      return;
    }
    this.#transport.send(bytes);
  }

  #drained(): void {
    if (this.#phase.is !== 'behind') return;
    this.#phase = { is: 'member' };
    this.#send({ type: 'behind' });
  }

  #closed(): void {
    const reason = this.#phase.is === 'ending' ? this.#phase.reason : undefined;
    this.#phase = { is: 'closed' };
    this.#session.closed(reason);
    this.#onClosed();
  }

  #isOneLineTooMany(): boolean {
    if (this.#phase.is !== 'stranger') return false;
    this.#phase = { is: 'stranger', lines: this.#phase.lines + 1 };
    return this.#phase.lines > limits.maxLinesBeforeSignIn;
  }

  #lineLimit(code: keyof typeof wireCodes): number | undefined {
    if (code === 'line-too-long') return this.#decoder.maxLineBytes;
    return code === 'too-deep' ? limits.maxNesting : undefined;
  }
}

function encode(frame: object): Uint8Array {
  return Buffer.from(encodeFrame(frame));
}
