import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../../src-shared/outside/clock.ts';
import type { Random } from '../../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import type { Answer, NoticeFrame } from '../../../../src-shared/protocol/protocol.ts';
import { decodePage } from '../../../../src-shared/protocol/history.ts';
import type { HistoryPage } from '../../../../src-shared/protocol/history.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type {
  ConnectionParts,
  Delivery,
  RoomConnection,
  SessionPeer,
  SessionPort,
  Telling,
} from '../../../server/session-port.ts';
import { findCommand } from '../commands/command-table.ts';
import type { IrcCommand } from '../commands/irc-command.ts';
import { IrcClient } from '../irc-client.ts';
import type { SharedRoom } from '../irc-client.ts';
import type { IrcLine } from '../irc-line.ts';
import { cutToBytes, formatIrcLine } from '../irc-line.ts';
import type { ReadLine } from '../irc-line-reader.ts';
import { IrcLineReader } from '../irc-line-reader.ts';
import { serverName } from '../irc-output.ts';
import { markDelivered } from '../mark-delivered.ts';
import { numerics } from '../numerics.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import { Reply } from '../reply.ts';
import { showEntry } from '../show-entry.ts';
import { showNotice } from '../show-notice.ts';

/** Lines before the welcome: more than any client needs to negotiate. */
const maxLinesBeforeWelcome = 64;
/** What was delivered between signing in and the welcome. */
const maxEarly = 64;
/** After an answer of this size others have their turn of the loop. */
const largeAnswerBytes = 16 * 1024;
/** After so many beats without a byte the client is asked for a sign of life (W10). */
const quietBeatsBeforePing = 2;
/** A label is the client's own word of at most 64 bytes (IRCv3 labeled-response). */
const maxLabelBytes = 64;

type Phase = { is: 'open' } | { is: 'ending'; reason: Refusal['code'] } | { is: 'closed' };

export type IrcConnectionParts = ConnectionParts & {
  clock: Clock;
  random: Random;
  sharedOf: (session: SessionPort) => SharedRoom;
};

/** One IRC client. A line is done with before the next one is read. */
export class IrcConnection implements RoomConnection, SessionPeer {
  readonly #parts: IrcConnectionParts;
  readonly #session: SessionPort;
  readonly #client: IrcClient;
  readonly #reader = new IrcLineReader();
  readonly #early: Delivery[] = [];
  #phase: Phase = { is: 'open' };
  #isAdmitted = false;
  #isBusy = false;
  #hasSaidAll = false;
  /** It is not read from: what it sent waits its turn. */
  #isHeldBack = false;
  /** Set while what is queued for it is waited for to go out. */
  #goOn: (() => void) | undefined;
  #linesBeforeWelcome = 0;
  #quietBeats = 0;
  #cancelBeat: () => void = () => undefined;

  constructor(parts: IrcConnectionParts) {
    const { transport, clock, random, openSession, sharedOf } = parts;
    this.#parts = parts;
    this.#session = openSession(this);
    this.#client = new IrcClient({
      port: this.#session,
      clock,
      random,
      shared: sharedOf(this.#session),
      send: (text) => this.#write(text),
      end: (refusal) => this.end(refusal),
    });
    transport.listen({
      bytes: (chunk) => this.#take(chunk),
      saidAll: () => this.#saidAll(),
      closed: () => this.#closed(),
      drained: () => this.#goOn?.(),
    });
    this.#beat();
  }

  get isStranger(): boolean {
    return !this.#isAdmitted;
  }

  get memberName(): string | undefined {
    return this.#session.self()?.name;
  }

  answer(rid: number, fields: Answer): void {
    this.#client.requests.settle(rid, { ok: true, value: fields });
  }

  answerPage(rid: number, page: HistoryPage): void {
    this.answer(rid, decodePage(page));
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#client.requests.settle(rid, { ok: false, refusal });
  }

  deliver(delivery: Delivery): void {
    if (this.#phase.is !== 'open') return;
    if (!this.#client.registration.isDone) {
      if (this.#early.length < maxEarly) this.#early.push(delivery);
      return;
    }
    for (const entry of delivery.entries) showEntry(this.#client, entry);
    markDelivered(this.#client, delivery.conversation, delivery.entries);
  }

  /** Before the welcome nothing is missed: it begins with the room as it stands. */
  notice({ frame }: Telling<NoticeFrame>): void {
    if (this.#phase.is !== 'open' || !this.#client.registration.isDone) return;
    showNotice(this.#client, frame);
  }

  tellPrivate(): void {}

  admitted(): void {
    if (this.#isAdmitted) return;
    this.#isAdmitted = true;
    this.#parts.onAdmitted();
  }

  end(refusal: Refusal): void {
    if (this.#phase.is !== 'open') return;
    const text = `Closing link: ${sentenceOf(refusal)}`;
    const { transport } = this.#parts;
    transport.send(Buffer.from(formatIrcLine({ verb: 'ERROR', params: [], text })));
    this.#phase = { is: 'ending', reason: refusal.code };
    this.#stop();
    transport.close();
    this.#leave(refusal.code);
  }

  #take(chunk: Uint8Array): void {
    if (this.#phase.is !== 'open') return;
    this.#quietBeats = 0;
    this.#session.heard();
    this.#reader.push(chunk);
    this.#holdBack(this.#reader.isFull);
    if (!this.#isBusy) void this.#readOn();
  }

  async #readOn(): Promise<void> {
    this.#isBusy = true;
    let lines = 0;
    for (let next = this.#reader.next(); next; next = this.#reader.next()) {
      if (!this.#reader.isFull) this.#holdBack(false);
      const done = this.#readOne(next);
      if (done) await done;
      if (this.#session.self()) this.admitted();
      if (this.#client.registration.isDone) this.#showEarly();
      lines += 1;
      const isMuch = this.#parts.transport.queuedBytes > largeAnswerBytes;
      if (lines >= limits.plainLinesPerTurn || isMuch) {
        lines = 0;
        await nextTurn();
      }
      // Who asks faster than it reads waits for its own answers (W17).
      if (this.#parts.transport.queuedBytes > limits.sendQueueSoftBytes) await this.#drained();
    }
    this.#isBusy = false;
    this.#holdBack(false);
    if (this.#hasSaidAll) void this.#closeWhenDone();
  }

  #saidAll(): void {
    this.#hasSaidAll = true;
    if (!this.#isBusy) void this.#closeWhenDone();
  }

  /** All that it said was said to the room. That it ended without QUIT is a loss. */
  async #closeWhenDone(): Promise<void> {
    await this.#client.sends.emptied();
    if (this.#phase.is === 'open') this.#parts.transport.close();
  }

  #holdBack(isHeldBack: boolean): void {
    if (this.#isHeldBack === isHeldBack || this.#phase.is !== 'open') return;
    this.#isHeldBack = isHeldBack;
    const { transport } = this.#parts;
    if (isHeldBack) transport.pause();
    else transport.resume();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = () => {
        this.#goOn = undefined;
        resolve();
      };
    });
  }

  #readOne(read: ReadLine): Promise<void> | undefined {
    if (this.#phase.is !== 'open' || this.#isOneLineTooMany()) return undefined;
    const { out } = this.#client;
    if (read.ok) return this.#carryOut(read.line);
    if (read.code === 'too-long') out.numeric(numerics.inputTooLong, [], 'That line is too long');
    else {
      const text = 'That line is not UTF-8 and was ignored';
      out.line({ source: serverName, verb: 'FAIL', params: ['*', 'INVALID_UTF8'], text });
    }
    return undefined;
  }

  /** Undefined where it is done already. */
  #carryOut({ tags, verb, params }: IrcLine): Promise<void> | undefined {
    const label = tags.get('label');
    const isLabel =
      label !== undefined && label !== '' && Buffer.byteLength(label) <= maxLabelBytes;
    const reply = new Reply(this.#client.out, isLabel ? label : undefined);
    const release = reply.hold();
    const command = findCommand(verb);
    const done = this.#refuseCommand(command, { verb, params, reply })
      ? undefined
      : command?.run(this.#client, params, reply);
    if (done) return done.then(release);
    release();
    return undefined;
  }

  /** True where it was refused. */
  #refuseCommand(
    command: IrcCommand | undefined,
    { verb, params, reply }: { verb: string; params: readonly string[]; reply: Reply },
  ): boolean {
    const { isDone } = this.#client.registration;
    const word = cutToBytes(verb, 32);
    if (!isDone && command?.who !== 'anybody' && command?.who !== 'new') {
      reply.numeric(numerics.notRegistered, [], 'Say who you are first, with NICK and USER');
    } else if (!command) {
      reply.numeric(numerics.unknownCommand, [word], 'That command is not known here');
    } else if (isDone && command.who === 'new') {
      reply.numeric(numerics.alreadyRegistered, [], 'You are in already');
    } else if (params.length < command.atLeast) {
      reply.numeric(numerics.needMoreParams, [word], 'Something is missing after the command');
    } else return false;
    return true;
  }

  #isOneLineTooMany(): boolean {
    if (this.#client.registration.isDone) return false;
    this.#linesBeforeWelcome += 1;
    if (this.#linesBeforeWelcome <= maxLinesBeforeWelcome) return false;
    this.end({ code: 'too-many-lines' });
    return true;
  }

  #showEarly(): void {
    for (const delivery of this.#early.splice(0)) this.deliver(delivery);
  }

  /** There is nothing to catch up from by itself: who does not read is closed (W12). */
  #write(text: string): void {
    if (this.#phase.is !== 'open') return;
    const { transport } = this.#parts;
    if (transport.queuedBytes > limits.sendQueueHardBytes) return this.end({ code: 'too-slow' });
    transport.send(Buffer.from(text));
  }

  #beat(): void {
    this.#cancelBeat = this.#parts.clock.after(limits.heartbeatMs, () => {
      // While something it said waits for its turn it is not silent; that it is gone shows when something is sent.
      const isWaiting = this.#isBusy || this.#client.sends.isSending;
      if (isWaiting && !this.#goOn) this.#session.heard();
      this.#quietBeats += 1;
      const { registration, out } = this.#client;
      if (registration.isDone && this.#quietBeats >= quietBeatsBeforePing) {
        out.line({ verb: 'PING', params: [], text: serverName });
      }
      if (this.#phase.is === 'open') this.#beat();
    });
  }

  #stop(): void {
    this.#cancelBeat();
    this.#reader.clear();
    this.#goOn?.();
  }

  #leave(reason: Refusal['code'] | undefined): void {
    const self = this.#session.self();
    this.#session.closed(reason);
    const { shared, port } = this.#client;
    shared.freeDevice(this.#client);
    if (!self) return;
    const isStillHere = port.room.member(self.account)?.presence !== 'offline';
    shared.leave(this.#client, self.account, { isStillHere });
  }

  #closed(): void {
    const reason = this.#phase.is === 'ending' ? this.#phase.reason : undefined;
    this.#phase = { is: 'closed' };
    this.#stop();
    this.#leave(reason);
    this.#parts.onClosed();
  }
}
