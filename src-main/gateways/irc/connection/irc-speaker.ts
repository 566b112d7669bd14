import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import type { Answer, NoticeFrame } from '../../../../src-shared/protocol/protocol.ts';
import type { Entry } from '../../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../../src-shared/protocol/members.ts';
import { decodePage } from '../../../../src-shared/protocol/history.ts';
import type { HistoryPage } from '../../../../src-shared/protocol/history.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type {
  Delivery,
  SessionPort,
  Speaker,
  SpeakerParts,
  Telling,
} from '../../../server/session-port.ts';
import { findCommand } from '../commands/command-table.ts';
import type { IrcCommand } from '../commands/irc-command.ts';
import { IrcClient } from '../irc-client.ts';
import type { SharedRoom } from '../irc-client.ts';
import type { IrcLine } from '../irc-line.ts';
import { cutToBytes, formatIrcLine } from '../irc-line.ts';
import type { IrcOutputParts } from '../irc-output.ts';
import type { ReadLine } from '../irc-line-reader.ts';
import { IrcLineReader } from '../irc-line-reader.ts';
import { markDelivered, messageLines } from '../message-lines.ts';
import { numerics } from '../numerics.ts';
import type { MeantMessage } from '../../common/said-memory.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import { doerOf } from '../../common/shared-translations.ts';
import type { ToldEntries } from '../../common/shared-translations.ts';
import { Reply } from '../reply.ts';
import { showCame, showEntry } from '../show-entry.ts';
import { showNotice } from '../show-notice.ts';

/** Lines before the welcome: more than any client needs to negotiate. */
const maxLinesBeforeWelcome = 64;
/** What was delivered between signing in and the welcome. */
const maxEarly = 64;
/** After so many beats without a byte the client is asked for a sign of life (W10). */
const quietBeatsBeforePing = 2;
/** A label is the client's own word of at most 64 bytes (IRCv3 labeled-response). */
const maxLabelBytes = 64;

type MeantBy = (entry: Entry) => MeantMessage | undefined;

export type IrcSpeakerParts = SpeakerParts & { sharedOf: (session: SessionPort) => SharedRoom };

/** One IRC client. A line is done with before the next one is read. */
export class IrcSpeaker implements Speaker {
  readonly linesPerTurn = limits.plainLinesPerTurn;
  isBusy = false;
  readonly #parts: IrcSpeakerParts;
  readonly #client: IrcClient;
  readonly #reader = new IrcLineReader();
  readonly #early: Delivery[] = [];
  /** Who it was when it went. */
  #self: Member | undefined;
  #quietBeats = 0;

  constructor(parts: IrcSpeakerParts) {
    this.#parts = parts;
    const { session: port, out, sharedOf, clock, random, end } = parts;
    const send: IrcOutputParts['send'] = (bytes, urgency) => void out.send(bytes, urgency);
    this.#client = new IrcClient({ port, clock, random, shared: sharedOf(port), send, end });
  }

  get maxLines(): number {
    return this.#client.registration.isDone ? Infinity : maxLinesBeforeWelcome;
  }

  get isFull(): boolean {
    return this.#reader.isFull;
  }

  add(chunk: Uint8Array): void {
    this.#quietBeats = 0;
    this.#reader.push(chunk);
  }

  take(): (() => void) | undefined {
    const line = this.#reader.next();
    return line && (() => this.#readOne(line));
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
    if (!this.#client.registration.isDone) {
      if (this.#early.length < maxEarly) this.#early.push(delivery);
      return;
    }
    const { entries } = delivery;
    const { shared, people, channels } = this.#client;
    const told = shared.translations.told(entries);
    for (const [account, at] of told.saidAtMs) people.spokeAtMs.set(account, at);
    const meantBy = this.#meantIn(delivery);
    for (const part of told.apart()) {
      // What was told before it can have changed the channel.
      const channel = channels.of(delivery.conversation);
      if (part.areAll === 'message' && channel?.isJoined)
        this.#showMessages(channel.name, part, meantBy);
      else if (part.areAll === 'joined') showCame(this.#client, part);
      else for (const entry of part.entries) showEntry(this.#client, entry, meantBy?.(entry));
    }
    markDelivered(this.#client, delivery.conversation, delivery.entries);
  }

  /** Which messages this client has been told: of others nothing is repeated. */
  #meantIn(delivery: Delivery): MeantBy | undefined {
    const client = this.#client;
    client.toldSinceId ??= delivery.entries[0]?.id;
    const meant = client.shared.said.meantIn(client.port.room.id, delivery);
    if (meant.size === 0) return undefined;
    const cameId = client.channels.of(delivery.conversation)?.sinceId ?? 0;
    const sinceId = Math.max(client.toldSinceId ?? Infinity, cameId);
    return (entry) => {
      const message = meant.get(entry);
      return message && message.id >= sinceId ? message : undefined;
    };
  }

  /** Those of others are written once for all whose programs read them alike. */
  #showMessages(channel: string, told: ToldEntries, meantBy: MeantBy | undefined): void {
    const { out, port } = this.#client;
    const { entries } = told;
    const manner = out.formIn(channel);
    const known = meantBy && entries.map((entry) => (meantBy(entry) ? '1' : '0')).join('');
    const { texts, bytes } = told.translated(
      (entry) => this.#linesOf(entry, meantBy?.(entry)),
      known === undefined ? manner : `${manner} ${known}`,
    );
    const own = port.account();
    if (own === undefined || !told.doers.has(own)) return this.#send(bytes);
    let others = '';
    for (const [place, entry] of entries.entries()) {
      if (doerOf(entry) !== own) {
        others += texts[place] ?? '';
        continue;
      }
      // What answers its own stands where its own does.
      if (others !== '') this.#send(Buffer.from(others));
      others = '';
      showEntry(this.#client, entry, meantBy?.(entry));
    }
    if (others !== '') this.#send(Buffer.from(others));
  }

  #linesOf(entry: Entry, meant: MeantMessage | undefined): string {
    if (entry.type !== 'message') return '';
    const { out } = this.#client;
    return messageLines(this.#client, entry, meant?.quote)
      .map((line) => out.format(line))
      .join('');
  }

  #send(lines: Uint8Array): void {
    this.#parts.out.send(lines);
  }

  /** Before the welcome nothing is missed: it begins with the room as it stands. */
  notice({ frames }: Telling<NoticeFrame>): void {
    if (!this.#client.registration.isDone) return;
    for (const frame of frames) showNotice(this.#client, frame);
  }

  tellPrivate(): void {}

  goodbye(refusal: Refusal): Uint8Array {
    const sentence = sentenceOf(refusal);
    const text = `Closing link: ${sentence}`;
    const error = formatIrcLine({ verb: 'ERROR', params: [], text });
    if (refusal.code !== 'banned') return Buffer.from(error);
    const { nick } = this.#client;
    const why = {
      source: this.#client.out.server,
      verb: numerics.banned,
      params: [nick],
      text: sentence,
    };
    return Buffer.from(formatIrcLine(why) + error);
  }

  /** That it ended without QUIT is a loss. */
  saidAll(): void {
    void this.#client.sends.emptied().then(() => this.#parts.out.end());
  }

  beat(): void {
    const { session, out: queue } = this.#parts;
    // While something it said waits for its turn it is not silent; that it is gone shows when something is sent.
    if ((this.isBusy || this.#client.sends.isSending) && !queue.isFull) session.heard();
    this.#quietBeats += 1;
    const { registration, out } = this.#client;
    if (registration.isDone && this.#quietBeats >= quietBeatsBeforePing) {
      out.line({ verb: 'PING', params: [], text: out.server });
    }
  }

  stop(): void {
    this.#self = this.#parts.session.self();
    this.#reader.clear();
    this.#early.length = 0;
  }

  left(): void {
    const { shared, port } = this.#client;
    shared.freeDevice(this.#client);
    if (!this.#self) return;
    const { account } = this.#self;
    const isStillHere = port.room.member(account)?.presence !== 'offline';
    shared.leave(this.#client, account, { isStillHere });
  }

  #readOne(read: ReadLine): void {
    const done = read.ok ? this.#carryOut(read.line) : this.#explain(read);
    if (!done) return this.#showEarly();
    this.isBusy = true;
    void done.finally(() => {
      this.isBusy = false;
      this.#showEarly();
      this.#parts.goOn();
    });
  }

  #explain(read: ReadLine & { ok: false }): undefined {
    const { out } = this.#client;
    if (read.code === 'too-long') {
      out.numeric(numerics.inputTooLong, [], 'That line is too long');
      return;
    }
    const reply = this.#replyTo(read.line?.tags);
    const release = reply.hold();
    const verb = cutToBytes(read.line?.verb ?? '*', 32);
    reply.fail([verb, 'INVALID_UTF8'], 'That line is not UTF-8 and was ignored');
    release();
  }

  #replyTo(tags: IrcLine['tags'] | undefined): Reply {
    const label = tags?.get('label');
    const isLabel =
      label !== undefined && label !== '' && Buffer.byteLength(label) <= maxLabelBytes;
    return new Reply(this.#client.out, isLabel ? label : undefined, tags);
  }

  /** Undefined if it is done already. */
  #carryOut({ tags, verb, params }: IrcLine): Promise<void> | undefined {
    const reply = this.#replyTo(tags);
    const release = reply.hold();
    const done = this.#run({ verb, params, reply });
    if (done) return done.then(release);
    release();
    return undefined;
  }

  /** Programs take the answer to a PING, or to whatever else, for the sign that all before it is done. */
  #run(asked: { verb: string; params: readonly string[]; reply: Reply }): void | Promise<void> {
    const command = findCommand(asked.verb);
    const { sends } = this.#client;
    const run = (): void | Promise<void> => {
      if (this.#refuseCommand(command, asked)) return;
      return command?.run(this.#client, asked.params, asked.reply);
    };
    return command?.isStream || !sends.isSending ? run() : sends.emptied().then(run);
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

  #showEarly(): void {
    if (!this.#client.registration.isDone) return;
    for (const delivery of this.#early.splice(0)) this.deliver(delivery);
  }
}
