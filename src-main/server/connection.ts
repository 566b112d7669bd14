import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Dialect } from '../../src-shared/host/host-log.ts';
import type { Answer, NoticeFrame, ToldFrame } from '../../src-shared/protocol/protocol.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { FileTurns } from '../files/file-turns.ts';
import { FileSpeaker } from './file-speaker.ts';
import type { OpenFileOf } from './opened-file.ts';
import { SendQueue } from '../net/send-queue.ts';
import type {
  ConnectionParts,
  Delivery,
  RoomConnection,
  SessionPeer,
  SessionPort,
  Speaker,
  SpeakerParts,
  SpokenDialect,
  Telling,
} from './session-port.ts';

/** After answers of this size others have their turn of the loop. */
const largeAnswerBytes = 16 * 1024;

type Phase =
  | { is: 'stranger' }
  /** Asked to be let in. */
  | { is: 'waiting' }
  | { is: 'member' }
  | { is: 'ending'; reason: Refusal['code'] }
  | { is: 'closed' };

/** What more the peer will say: nothing any more, and then all of it is done. */
type Input = 'open' | 'ended' | 'done';

/**
 * One peer from the opening of its session to the end of its transport, whatever it speaks: when a line may be read,
 * when the peer is not read from, when it is too slow, and in which order an end is told.
 */
export class Connection implements RoomConnection, SessionPeer {
  readonly dialect: Dialect;
  readonly #parts: ConnectionParts;
  readonly #session: SessionPort;
  readonly #out: SendQueue;
  readonly #speakerParts: SpeakerParts;
  #speaker: Speaker;
  #phase: Phase = { is: 'stranger' };
  #input: Input = 'open';
  #lines = 0;
  #linesThisTurn = 0;
  /** What waited to be sent when this turn of reading began. */
  #bytesBeforeTurn = 0;
  #isReading = false;
  #isPaused = false;
  /** It has asked for more while too much waited for it. */
  #isHeldBack = false;
  #hasLeft = false;
  #cancelBeat: (() => void) | undefined;

  constructor(parts: ConnectionParts, spoken: SpokenDialect) {
    const { transport, clock, random, openSession } = parts;
    this.dialect = spoken.dialect;
    this.#parts = parts;
    const end = (refusal: Refusal): void => this.end(refusal);
    const tooSlow = (): void => this.end({ code: 'too-slow' });
    this.#session = openSession(this);
    this.#out = new SendQueue({ transport, clock, isPaced: spoken.isPaced, tooSlow });
    const goOn = (): void => this.#readOn();
    this.#speakerParts = { session: this.#session, out: this.#out, clock, random, goOn, end };
    this.#speaker = spoken.speak(this.#speakerParts);
    transport.listen({
      bytes: (chunk) => this.#take(chunk),
      ...(this.#speaker.saidAll && { saidAll: () => this.#saidAll() }),
      closed: () => this.#closed(),
      drained: () => this.#drained(),
    });
    this.#speaker.greet?.();
    if (this.#speaker.beat) this.#beat();
  }

  get isStranger(): boolean {
    return this.#phase.is === 'stranger';
  }

  get memberName(): string | undefined {
    return this.#session.self()?.name;
  }

  answer(rid: number, fields: Answer): void {
    if (!this.#isOver) this.#speaker.answer(rid, fields);
  }

  answerPage(rid: number, page: HistoryPage): void {
    if (!this.#isOver) this.#speaker.answerPage(rid, page);
  }

  refuse(rid: number, refusal: Refusal): void {
    if (!this.#isOver) this.#speaker.refuse(rid, refusal);
  }

  deliver(delivery: Delivery): void {
    if (this.#phase.is === 'member') this.#speaker.deliver(delivery);
  }

  notice(telling: Telling<NoticeFrame>): void {
    if (this.#phase.is === 'member') this.#speaker.notice(telling);
  }

  tellPrivate(telling: Telling<ToldFrame>): void {
    if (!this.#isOver) this.#speaker.tellPrivate(telling);
  }

  held(): void {
    if (this.#phase.is !== 'stranger') return;
    this.#phase = { is: 'waiting' };
    this.#speaker.held?.();
  }

  admitted(): void {
    if (this.#phase.is !== 'stranger' && this.#phase.is !== 'waiting') return;
    this.#phase = { is: 'member' };
    this.#speaker.admitted?.();
    this.#parts.onAdmitted();
  }

  transfer(rid: number, open: OpenFileOf, turns: FileTurns): void {
    if (this.#isOver) return;
    this.admitted();
    if (!(this.#speaker instanceof FileSpeaker)) {
      this.#speaker.stop();
      this.#speaker = new FileSpeaker(this.#speakerParts, turns);
      this.#beat();
    }
    void (this.#speaker as FileSpeaker).open(rid, open);
  }

  /** The room need not wait for a peer that takes its time to hear the reason. */
  end(refusal: Refusal): void {
    if (this.#isOver) return;
    this.#phase = { is: 'ending', reason: refusal.code };
    this.#out.end(this.#speaker.goodbye(refusal));
    this.#leave(refusal.code);
  }

  destroy(): void {
    this.#parts.transport.destroy();
  }

  get #isOver(): boolean {
    return this.#phase.is === 'ending' || this.#phase.is === 'closed';
  }

  #take(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#session.heard();
    this.#speaker.add(chunk);
    if (this.#speaker.keepsNothing === true) this.#parts.transport.freeHeard(chunk);
    this.#readOn();
  }

  /** The rest of what it said is read, and done, before it is taken for gone (R4.7). */
  #saidAll(): void {
    this.#input = 'ended';
    this.#readOn();
  }

  /** Line after line for as long as one more may be read (W17); what is left waits as bytes. */
  #readOn(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#mayReadOne()) {
      const readOne = this.#speaker.take({ isLast: this.#input === 'ended' });
      if (!readOne) {
        this.#nothingLeft();
        break;
      }
      this.#countOne();
      if (this.#lines > this.#speaker.maxLines) {
        this.end({ code: 'too-many-lines', limit: this.#speaker.maxLines });
      } else readOne();
    }
    this.#isReading = false;
    this.#pauseOrResume();
  }

  #mayReadOne(): boolean {
    if (this.#isOver || this.#input === 'done' || this.#speaker.isBusy) return false;
    if (this.#out.isFull) {
      this.#isHeldBack = true;
      return false;
    }
    if (this.#linesThisTurn === 0) return true;
    if (this.#linesThisTurn >= this.#speaker.linesPerTurn) return false;
    return this.#out.bytes - this.#bytesBeforeTurn <= largeAnswerBytes;
  }

  #nothingLeft(): void {
    if (this.#input !== 'ended') return;
    this.#input = 'done';
    this.#speaker.saidAll?.();
  }

  /** What is answered at once is never waited for, so it is counted by the turn too: then others have theirs. */
  #countOne(): void {
    this.#lines += 1;
    this.#linesThisTurn += 1;
    if (this.#linesThisTurn > 1) return;
    this.#bytesBeforeTurn = this.#out.bytes;
    setImmediate(() => {
      this.#linesThisTurn = 0;
      this.#readOn();
    });
  }

  #pauseOrResume(): void {
    const isPaused = !this.#isOver && this.#speaker.isFull;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#parts.transport.pause();
    else this.#parts.transport.resume();
  }

  /**
   * Who was held back and takes what was sent is alive, though nothing of it was read meanwhile. That of less the
   * system alone has taken, which it does for who has gone too (W10).
   */
  #drained(): void {
    if (this.#isOver) return;
    const wasBehind = this.#out.drained();
    if (wasBehind || this.#isHeldBack) this.#session.heard();
    this.#isHeldBack = false;
    this.#speaker.drained?.();
    if (wasBehind) this.#speaker.caughtUp?.();
    this.#readOn();
  }

  #beat(): void {
    this.#cancelBeat = this.#parts.clock.after(limits.heartbeatMs, () => {
      this.#speaker.beat?.();
      if (!this.#isOver) this.#beat();
    });
  }

  #closed(): void {
    const reason = this.#phase.is === 'ending' ? this.#phase.reason : undefined;
    this.#phase = { is: 'closed' };
    this.#leave(reason);
    this.#parts.onClosed();
  }

  /** Once, whether this side has ended it or the transport. */
  #leave(reason: Refusal['code'] | undefined): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#cancelBeat?.();
    this.#out.stop();
    this.#speaker.stop();
    this.#session.closed(reason);
    this.#speaker.left?.();
  }
}
