import { assertNever } from '../../src-shared/assert-never.ts';
import { afterAwake } from '../../src-shared/outside/after-awake.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import type {
  CommandName,
  ParamsOf,
  AnswerOf,
  ClosedFrame,
  FailFrame,
  NoticeFrame,
  PrivateFrame,
  ServerFrame,
} from '../../src-shared/protocol/protocol.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { notices } from '../../src-shared/protocol/features.ts';
import { privateChats } from '../../src-shared/protocol/private-chats.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { LineDecoder } from '../../src-shared/protocol/line-decoder.ts';
import { parseAnswer, parseServerFrame } from '../../src-shared/protocol/parse-server-frame.ts';
import type { Transport } from '../net/transport.ts';
import { DatagramBeats } from './datagram-beats.ts';
import type { DatagramBeatsParts, OpenDatagrams } from './datagram-beats.ts';
import { tidyReason } from './vet-entries.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';

/** What answers the first line is a room or something else; a room answers at once. */
const helloTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
/** A room cannot make a member wait longer than this before its next try, unless by what its moderators may do. */
const longestRetryAfterMs = 15 * 60_000;
/** Nor try again and again without a rest. */
const shortestRetryAfterMs = 50;
const longestWaits: Partial<Record<RefusalCode, number>> = {
  'slow-mode': 1000 * limits.longestSlowModeSeconds,
  banned: limits.longestPenaltyMs,
  muted: limits.longestPenaltyMs,
};
/** While heartbeats get through as datagrams, TCP is looked after only every so many beats. */
const beatsPerPing = 3;
/** What is held of frames that cannot be asked for again until somebody listens. */
const maxEarlyCharacters = 8 * 1024 * 1024;

export type LinkListener = {
  entry(entry: Entry): void;
  notice(frame: NoticeFrame): void;
  private(frame: PrivateFrame): void;
  behind(): void;
  /** Once; every request that waited has been refused with the same reason. */
  ended(refusal: Refusal): void;
};

type Pending = { settle(outcome: Outcome<object>): void };
type Phase = { is: 'greeting' } | { is: 'open' } | { is: 'ended'; refusal: Refusal };

/**
 * The protocol on one transport: requests and their answers, heartbeats, what comes live. A room that
 * breaks the protocol loses this connection and nothing else.
 */
export class RoomLink {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #decoder = new LineDecoder({ maxLineBytes: limits.maxServerLineBytes });
  readonly #pendingByRid = new Map<number, Pending>();
  #listener: LinkListener | undefined;
  /** Of private chats and full disks: came right after the sign-in, and will not come again. */
  #early: (PrivateFrame | NoticeFrame)[] = [];
  #earlyCharacters = 0;
  #beats: DatagramBeats | undefined;
  readonly #letIn = Promise.withResolvers<Refusal | undefined>();
  #phase: Phase = { is: 'greeting' };
  #lastRid = 0;
  #heartbeatMs: number = limits.heartbeatMs;
  #silenceMs: number = limits.silenceMs;
  #sentAtMs: number;
  #heardAtMs: number;
  /** It has been waited for an answer after a stop of this program, and nothing has come since. */
  #hasWaited = false;
  #cancelWatch: () => void = () => undefined;

  constructor({ transport, clock }: { transport: Transport; clock: Clock }) {
    this.#transport = transport;
    this.#clock = clock;
    this.#sentAtMs = clock.monotonicMs();
    this.#heardAtMs = this.#sentAtMs;
    transport.listen({
      bytes: (chunk) => this.#read(chunk),
      closed: () => this.end({ code: 'connection-lost' }),
    });
    this.#watch();
  }

  get isEnded(): boolean {
    return this.#phase.is === 'ended';
  }

  /** What came before is not repeated, except what was said of private chats and full disks, and the connection's end. */
  listen(listener: LinkListener): void {
    this.#listener = listener;
    for (const frame of this.#early.splice(0)) this.#hear(frame, listener);
    if (this.#phase.is === 'ended') listener.ended(this.#phase.refusal);
  }

  /** Takes over the rhythm that the room asked for, within reason. */
  setRhythm({ heartbeatMs, silenceMs }: { heartbeatMs: number; silenceMs: number }): void {
    this.#heartbeatMs = clamp(heartbeatMs, 1000, 60_000);
    this.#silenceMs = clamp(silenceMs, 2 * this.#heartbeatMs, 5 * 60_000);
    this.#watch();
  }

  /** Sends heartbeats as datagrams too, to the same computer (W10). */
  beatByDatagrams(parts: {
    open: OpenDatagrams;
    heartbeat: DatagramBeatsParts['heartbeat'];
    failed: (error: unknown) => void;
  }): void {
    if (this.#phase.is === 'ended' || this.#beats) return;
    this.#beats = new DatagramBeats({
      ...parts,
      clock: this.#clock,
      everyMs: this.#heartbeatMs,
      address: this.#transport.remote.address,
    });
  }

  /**
   * Never rejects; a lost connection refuses. `heard` is called with the answer before anything is heard that the room
   * has said after it: who awaits it hears that first.
   */
  request<N extends CommandName>(
    command: N,
    fields: ParamsOf<N>,
    heard?: (answer: AnswerOf<N>) => void,
  ): Promise<Outcome<AnswerOf<N>>> {
    if (this.#phase.is === 'ended') return Promise.resolve(refused(this.#phase.refusal));
    this.#lastRid += 1;
    const rid = this.#lastRid;
    return new Promise((resolve) => {
      const waitMs = command === 'hello' ? helloTimeoutMs : requestTimeoutMs;
      let cancel = afterAwake(this.#clock, waitMs, (lateMs) => {
        if (lateMs === 0) return void this.#breach();
        // The answer may lie here.
        cancel = this.#clock.after(this.#heartbeatMs, () => this.#breach());
      });
      this.#pendingByRid.set(rid, {
        settle: (outcome) => {
          cancel();
          if (!outcome.ok) return resolve(outcome);
          const answered = this.#readAnswer(command, outcome.value);
          if (answered.ok) heard?.(answered.value);
          resolve(answered);
        },
      });
      this.#send({ type: command, rid, ...fields });
    });
  }

  /** Resolves when the room says that who waits at its door may come in, or with why the connection has ended. */
  untilLetIn(): Promise<Refusal | undefined> {
    return this.#letIn.promise;
  }

  /** Ends the connection from this side; what was sent still goes out. */
  end(refusal: Refusal): void {
    if (this.#phase.is === 'ended') return;
    this.#phase = { is: 'ended', refusal };
    this.#cancelWatch();
    this.#beats?.stop();
    this.#transport.close();
    this.#letIn.resolve(refusal);
    const waiting = [...this.#pendingByRid.values()];
    this.#pendingByRid.clear();
    for (const pending of waiting) pending.settle(refused(refusal));
    this.#listener?.ended(refusal);
  }

  #readAnswer<N extends CommandName>(command: N, frame: object): Outcome<AnswerOf<N>> {
    const parsed = parseAnswer(command, frame);
    if (!parsed.ok) return refused(this.#breach());
    if (command === 'hello') this.#phase = { is: 'open' };
    return done(parsed.answer);
  }

  /** The other side is no room, or broke the protocol. */
  #breach(): Refusal {
    if (this.#phase.is === 'ended') return this.#phase.refusal;
    const refusal: Refusal = {
      code: this.#phase.is === 'greeting' ? 'not-a-room' : 'connection-lost',
    };
    this.end(refusal);
    // Nobody listens to a peer that goes on talking after that.
    this.#transport.destroy();
    return refusal;
  }

  #send(frame: object): void {
    this.#sentAtMs = this.#clock.monotonicMs();
    this.#transport.send(Buffer.from(encodeFrame(frame)));
  }

  #read(chunk: Uint8Array): void {
    this.#heardAtMs = this.#clock.monotonicMs();
    this.#hasWaited = false;
    for (const line of this.#decoder.push(chunk)) {
      if (this.#phase.is === 'ended') return;
      const parsed = line.ok ? parseServerFrame(line.value) : { ok: false as const };
      if (!parsed) continue;
      if (!parsed.ok) return void this.#breach();
      this.#take(parsed.frame);
    }
  }

  #take(frame: ServerFrame): void {
    if (isNotice(frame) || isPrivate(frame)) {
      if (this.#listener) return this.#hear(frame, this.#listener);
      return isPrivate(frame) || frame.type === 'file-space' ? this.#holdEarly(frame) : undefined;
    }
    switch (frame.type) {
      case 'ok':
        return this.#settle(frame.rid, done(frame));
      case 'fail':
        return this.#settle(frame.rid, refused(readRefusal(frame)));
      case 'closed':
        return this.end(readRefusal(frame));
      case 'behind':
        return this.#listener?.behind();
      case 'let-in':
        return this.#letIn.resolve(undefined);
      case 'entries':
        for (const entry of frame.entries) if (!this.isEnded) this.#listener?.entry(entry);
        return;
      default:
        assertNever(frame);
    }
  }

  #hear(frame: PrivateFrame | NoticeFrame, listener: LinkListener): void {
    if (isNotice(frame)) listener.notice(frame);
    else listener.private(frame);
  }

  #holdEarly(frame: PrivateFrame | NoticeFrame): void {
    this.#earlyCharacters += 200 + ('sealed' in frame ? frame.sealed.length : 0);
    if (this.#earlyCharacters > maxEarlyCharacters) return void this.#breach();
    this.#early.push(frame);
  }

  #settle(rid: number | null, outcome: Outcome<object>): void {
    const pending = rid === null ? undefined : this.#pendingByRid.get(rid);
    if (rid === null || !pending) return void this.#breach();
    this.#pendingByRid.delete(rid);
    pending.settle(outcome);
  }

  /** Sends a heartbeat when it is due and takes silence for a lost connection (W10). */
  #watch(): void {
    this.#cancelWatch();
    if (this.#phase.is === 'ended') return;
    const now = this.#clock.monotonicMs();
    const silentInMs = this.#heardAtMs + this.#silenceMs - now;
    const pingInMs = this.#sentAtMs + this.#pingEveryMs() - now;
    if (silentInMs <= 0) return this.#goSilent();
    if (pingInMs <= 0) void this.request('ping', {});
    // Looked at once a beat: datagrams may have stopped getting through.
    const nextMs = Math.min(silentInMs, this.#heartbeatMs, pingInMs > 0 ? pingInMs : Infinity);
    this.#cancelWatch = afterAwake(this.#clock, nextMs, (lateMs) => {
      if (lateMs > 0) this.#waitOnce();
      this.#watch();
    });
  }

  /** This program was stopped. What was said meanwhile lies here; if nothing does, an answer has to come soon. */
  #waitOnce(): void {
    const soonMs = this.#clock.monotonicMs() - this.#silenceMs + this.#heartbeatMs;
    if (this.#hasWaited || soonMs <= this.#heardAtMs) return;
    this.#hasWaited = true;
    this.#heardAtMs = soonMs;
  }

  /** A dead connection is noticed in time in either case: a ping's answer fits into the silence. */
  #pingEveryMs(): number {
    if (!this.#beats?.isAnswered) return this.#heartbeatMs;
    return Math.min(beatsPerPing * this.#heartbeatMs, this.#silenceMs - this.#heartbeatMs);
  }

  #goSilent(): void {
    this.end({ code: this.#phase.is === 'greeting' ? 'connection-timeout' : 'connection-lost' });
    this.#transport.destroy();
  }
}

function readRefusal(frame: FailFrame | ClosedFrame): Refusal {
  const { limit, retryAfterMs, reason } = frame;
  // An end for a reason that this version does not know is an end like any other.
  const isUnknownEnd = frame.type === 'closed' && frame.code === 'defect';
  const refusal: Refusal = { code: isUnknownEnd ? 'connection-lost' : frame.code };
  if (limit !== undefined) refusal.limit = limit;
  if (retryAfterMs !== undefined) {
    const longest = longestWaits[refusal.code] ?? longestRetryAfterMs;
    refusal.retryAfterMs = clamp(retryAfterMs, shortestRetryAfterMs, longest);
  }
  if (reason !== undefined) refusal.reason = tidyReason(reason);
  if (frame.type === 'fail' && frame.field !== undefined) refusal.field = frame.field.slice(0, 64);
  // A character, or two if a mark stands on it.
  if (frame.type === 'fail' && frame.subject !== undefined) {
    refusal.subject = frame.subject.slice(0, 2);
  }
  if (frame.type === 'fail' && frame.supported) refusal.supported = frame.supported;
  return refusal;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function isPrivate(frame: ServerFrame): frame is PrivateFrame {
  return Object.hasOwn(privateChats.tellings, frame.type);
}

function isNotice(frame: ServerFrame): frame is NoticeFrame {
  return Object.hasOwn(notices, frame.type);
}
