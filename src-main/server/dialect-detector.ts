import type { Dialect } from '../../src-shared/host/host-log.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ReplayTransport } from '../net/replay-transport.ts';
import type { ServerTls } from '../net/tls.ts';
import type { ArrivedTransport, Transport } from '../net/transport.ts';
import type { Gateway, RoomConnection } from './session-port.ts';
import { handshakeByte } from '../net/tls.ts';

export type DialectDetectorParts = {
  transport: ArrivedTransport;
  tls: ServerTls;
  clock: Clock;
  gateways: readonly Gateway[];
  /** Whether this peer may come in by a plain dialect, as the host has it now. */
  mayBePlain: () => boolean;
  /** What a plain program reads that may not come in, without the end of the line. */
  plainOffSentence: string;
  /** Opens a session and speaks in this dialect; `onClosed` comes at its end. */
  connect: (
    dialect: Gateway | 'oda',
    own: { transport: Transport; onClosed: () => void },
  ) => RoomConnection;
  /** It ended, or was ended, before it had a session. */
  onTurnedAway: (reason: Refusal['code'] | undefined) => void;
  /** The transport has ended. */
  onClosed: () => void;
};

type Phase =
  /** Nobody has a session yet. */
  | { is: 'waiting' }
  /** Said nothing for a while: asked for a name in plain lines, until its first bytes tell otherwise. */
  | { is: 'guessed'; connection: RoomConnection; dialect: Dialect }
  | { is: 'known'; connection: RoomConnection; dialect: Dialect }
  | { is: 'turned-away' }
  | { is: 'closed' };

/** One new connection: finds out by its first bytes what the peer speaks, and hands it over (W15). */
export class DialectDetector implements RoomConnection {
  readonly #parts: DialectDetectorParts;
  readonly #transport: ReplayTransport;
  #phase: Phase = { is: 'waiting' };
  #firstBytes: Uint8Array | undefined;
  /** Set while more bytes are waited for. */
  #cancelSilence: (() => void) | undefined;
  #cancelDeadline: (() => void) | undefined;

  constructor(parts: DialectDetectorParts) {
    this.#parts = parts;
    this.#transport = new ReplayTransport(parts.transport, {
      bytes: (soFar) => {
        this.#firstBytes = soFar;
        this.#decide({ isLast: false });
      },
      saidAll: () => this.#saidAll(),
      closed: () => this.#closedAlone(),
    });
    this.#waitForMore();
    this.#cancelDeadline = parts.clock.after(limits.signInDeadlineMs, () => {
      if (this.#phase.is === 'waiting') this.end({ code: 'sign-in-deadline' });
    });
  }

  /** Oda's own until it is known. */
  get dialect(): Dialect {
    return 'dialect' in this.#phase ? this.#phase.dialect : 'oda';
  }

  get isStranger(): boolean {
    if ('connection' in this.#phase) return this.#phase.connection.isStranger;
    return this.#phase.is === 'waiting';
  }

  get memberName(): string | undefined {
    return 'connection' in this.#phase ? this.#phase.connection.memberName : undefined;
  }

  end(refusal: Refusal): void {
    if ('connection' in this.#phase) return this.#phase.connection.end(refusal);
    const { code, limit, retryAfterMs } = refusal;
    this.#turnAway(code, encodeFrame({ type: 'closed', code, limit, retryAfterMs }));
  }

  destroy(): void {
    if ('connection' in this.#phase) this.#phase.connection.destroy();
    else this.#parts.transport.destroy();
  }

  #waitForMore(): void {
    const { clock } = this.#parts;
    // On a busy host what has come in time may be heard after the timer: it has one more turn of the loop for that.
    this.#cancelSilence ??= clock.after(limits.dialectSilenceMs, () => {
      this.#cancelSilence = clock.after(0, () => this.#wasSilent());
    });
  }

  #wasSilent(): void {
    this.#cancelSilence = undefined;
    if (this.#firstBytes) this.#decide({ isLast: true });
    else this.#greet();
  }

  /** Nothing was said. A peer that may not speak a plain dialect is not asked to: it may be Oda on a slow line. */
  #greet(): void {
    const lines = linesOf(this.#parts.gateways);
    if (!lines || !this.#parts.mayBePlain() || this.#phase.is !== 'waiting') return;
    this.#phase = { is: 'guessed', ...this.#connect(lines) };
  }

  /** Nothing more will come that could tell the dialect: a peer that said nothing at all wants nothing. */
  #saidAll(): void {
    if (this.#firstBytes) return this.#decide({ isLast: true });
    if ('connection' in this.#phase) return this.#phase.connection.end({ code: 'signed-out' });
    if (this.#phase.is !== 'waiting') return;
    this.#stopTimers();
    this.#phase = { is: 'turned-away' };
    this.#transport.take().close();
    this.#parts.onTurnedAway(undefined);
  }

  #decide({ isLast }: { isLast: boolean }): void {
    if (!this.#firstBytes || (this.#phase.is !== 'waiting' && this.#phase.is !== 'guessed')) return;
    const { gateways, mayBePlain, plainOffSentence } = this.#parts;
    const recognised = recogniseDialect(this.#firstBytes, { gateways, isLast });
    if (recognised === 'unsure') return this.#waitForMore();
    if (recognised === 'oda') return this.#goSecure(this.#firstBytes);
    if (recognised === 'unencrypted') return this.end({ code: 'not-encrypted' });
    if (!mayBePlain()) return this.#turnAway('plain-off', `${plainOffSentence}\r\n`);
    this.#stopTimers();
    if (this.#phase.is === 'guessed' && this.#phase.dialect === nameOf(recognised)) {
      this.#phase = { ...this.#phase, is: 'known' };
    } else {
      // What was asked has no line end.
      if (this.#phase.is === 'guessed') this.#parts.transport.send(Buffer.from('\r\n'));
      // Whoever guessed wrong hears that its transport has ended; the connection itself goes on.
      this.#phase = { is: 'waiting' };
      this.#phase = { is: 'known', ...this.#connect(recognised) };
    }
    this.#firstBytes = undefined;
    this.#transport.passOn();
  }

  /** Who was asked for a name in plain lines already cannot go on in TLS: it comes again. */
  #goSecure(soFar: Uint8Array): void {
    if (this.#phase.is === 'guessed') return this.end({ code: 'not-encrypted' });
    this.#stopTimers();
    // What the handshake began with is its own now, and not kept for as long as the connection stands.
    this.#firstBytes = undefined;
    this.#transport.forget();
    const { transport, tls } = this.#parts;
    this.#phase = { is: 'known', ...this.#connect('oda', transport.secured(soFar, tls)) };
  }

  #connect(
    dialect: Gateway | 'oda',
    transport: Transport = this.#transport.take(),
  ): { connection: RoomConnection; dialect: Dialect } {
    const connection: RoomConnection = this.#parts.connect(dialect, {
      transport,
      onClosed: () => {
        if ('connection' in this.#phase && this.#phase.connection === connection) this.#closed();
      },
    });
    return { connection, dialect: nameOf(dialect) };
  }

  #turnAway(reason: Refusal['code'], lastLine: string): void {
    if ('connection' in this.#phase) return this.#phase.connection.end({ code: reason });
    if (this.#phase.is !== 'waiting') return;
    this.#stopTimers();
    this.#phase = { is: 'turned-away' };
    const transport = this.#transport.take();
    transport.send(Buffer.from(lastLine));
    transport.close();
    this.#parts.onTurnedAway(reason);
  }

  /** The transport has ended; if a connection has it, that one says so. */
  #closedAlone(): void {
    if (this.#phase.is === 'waiting') this.#parts.onTurnedAway(undefined);
    if (!('connection' in this.#phase)) this.#closed();
  }

  #closed(): void {
    this.#stopTimers();
    this.#phase = { is: 'closed' };
    this.#parts.onClosed();
  }

  /** They are let go too: as long as a connection stands it would keep what Node has for each of them. */
  #stopTimers(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = undefined;
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
  }
}

function nameOf(dialect: Gateway | 'oda'): Dialect {
  return dialect === 'oda' ? dialect : dialect.dialect;
}

/** What a peer's first bytes say of how it speaks (W15). */
export type Recognised =
  | Gateway
  /** It begins a handshake of TLS. */
  | 'oda'
  /** Oda's own protocol without TLS, which no room speaks (W14). */
  | 'unencrypted'
  | 'unsure';

/** If the dialect cannot be told by now, more bytes will not tell it either. */
const maxFirstBytes = 256;
const openingBrace = 0x7b;
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20]);

/** Oda's own protocol runs inside TLS; plain lines are for whom nobody else knows. */
export function recogniseDialect(
  firstBytes: Uint8Array,
  { gateways, isLast }: { gateways: readonly Gateway[]; isLast: boolean },
): Recognised {
  if (firstBytes[0] === handshakeByte) return 'oda';
  let isUnsure = false;
  for (const gateway of gateways) {
    if (gateway.dialect === 'lines') continue;
    const answer = gateway.recognises(firstBytes);
    if (answer === 'yes') return gateway;
    if (answer === 'unsure') isUnsure = true;
  }
  if (isUnsure && !isLast && firstBytes.length < maxFirstBytes) return 'unsure';
  if (firstBytes.find((byte) => !blanks.has(byte)) === openingBrace) return 'unencrypted';
  return linesOf(gateways) ?? 'unencrypted';
}

/** Who says nothing is taken for a person at a terminal. */
function linesOf(gateways: readonly Gateway[]): Gateway | undefined {
  return gateways.find((gateway) => gateway.dialect === 'lines');
}
