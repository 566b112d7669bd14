import { assertNever } from '../../src-shared/assert-never.ts';
import type { HostLogLine } from '../../src-shared/bridge/views.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Command } from '../../src-shared/protocol/commands.ts';
import { encodeEntry } from '../../src-shared/protocol/encode-frame.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Effect, Now, Reply, SessionId, SignInOutcome } from '../room/effects.ts';
import type { RoomStore, SyncQuery } from '../room/ports.ts';
import type { NewSession, Room } from '../room/room.ts';
import type { Written } from './log-writer.ts';
import { asEntry, LogWriter } from './log-writer.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { Delivery, SessionPeer, SessionPort } from './session-port.ts';
import { SignInDesk } from './sign-in-desk.ts';

export type RoomRunnerParts = {
  room: Room;
  store: RoomStore;
  clock: Clock;
  random: Random;
  passwords: PasswordHasher;
  log: (line: HostLogLine) => void;
  /** How many messages were stored just now. */
  counted: (messages: number) => void;
  reportDefect: (error: unknown) => void;
};

/** A turn that brings more is delivered in parts, so that a send queue's limit is looked at between. */
const maxDeliveryCharacters = 64 * 1024;

/** Carries out what the room decides: stores, answers, delivers. Knows no sockets and no dialect. */
export class RoomRunner {
  readonly #parts: RoomRunnerParts;
  readonly #peers = new Map<SessionId, SessionPeer>();
  readonly #writer: LogWriter;
  readonly #desk: SignInDesk;
  readonly #running = new Set<Promise<void>>();
  #lastSession = 0;

  constructor(parts: RoomRunnerParts) {
    this.#parts = parts;
    this.#writer = new LogWriter(parts.store.log, (batch) => this.#written(batch));
    const { store, passwords, random, clock } = parts;
    this.#desk = new SignInDesk({
      accounts: store.accounts,
      passwords,
      random,
      wallMs: () => clock.wallMs(),
    });
  }

  open(peer: SessionPeer, remote: Omit<NewSession, 'id'>): SessionPort {
    this.#lastSession += 1;
    const id = this.#lastSession as SessionId;
    this.#peers.set(id, peer);
    const { room } = this.#parts;
    room.open({ id, ...remote }, this.#now());
    return {
      handle: (command: Command) => this.#carryOut(room.handle(id, command, this.#now())),
      heard: () => room.heard(id, this.#now()),
      memberName: () => room.nameOf(id),
      closed: (reason) => {
        if (this.#peers.delete(id)) this.#carryOut(room.closed(id, reason, this.#now()));
      },
    };
  }

  get memberSessionCount(): number {
    return this.#parts.room.memberSessionCount;
  }

  tick(): void {
    this.#carryOut(this.#parts.room.tick(this.#now()));
  }

  /** Ends every session and resolves when all that was accepted is on disk. */
  async stop(refusal: Refusal): Promise<void> {
    for (const peer of this.#peers.values()) peer.end(refusal);
    await this.settled();
  }

  /** Resolves when nothing is being stored, read or checked. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
    await this.#writer.settled();
  }

  #now(): Now {
    const { clock } = this.#parts;
    return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  }

  #carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) this.#carryOutOne(effect);
  }

  #carryOutOne(effect: Effect): void {
    const { store, log } = this.#parts;
    switch (effect.do) {
      case 'answer':
        return this.#peers.get(effect.reply.session)?.answer(effect.reply.rid, effect.fields);
      case 'refuse':
        return this.#peers.get(effect.reply.session)?.refuse(effect.reply.rid, effect.refusal);
      case 'append':
        return this.#writer.append(effect.draft, effect.reply);
      case 'read-history':
        return this.#read(effect.reply, () => store.log.readHistory(effect.query));
      case 'read-sync':
        return this.#readSync(effect.reply, effect.query);
      case 'create-account':
        return this.#check(effect.reply, () => this.#desk.createAccount(effect));
      case 'check-claim':
        return this.#check(effect.reply, () => this.#checkClaim(effect));
      case 'check-token':
        return this.#check(effect.reply, () => this.#desk.checkToken(effect));
      case 'confirm-token':
        return this.#run(() => store.accounts.confirmToken(effect.device));
      case 'save-last-seen':
        return this.#run(() => store.accounts.saveLastSeen(effect.account, effect.at));
      case 'close':
        return this.#peers.get(effect.session)?.end(effect.refusal);
      case 'log':
        return log(effect.line);
      default:
        return assertNever(effect);
    }
  }

  async #checkClaim(effect: Extract<Effect, { do: 'check-claim' }>): Promise<SignInOutcome> {
    const outcome = await this.#desk.checkClaim(effect);
    if (outcome.kind !== 'refused' || outcome.refusal.code !== 'wrong-password') return outcome;
    const retryAfterMs = this.#parts.room.passwordWasWrong(effect.account, this.#now());
    return { kind: 'refused', refusal: { code: 'wrong-password', retryAfterMs } };
  }

  #check(reply: Reply, check: () => Promise<SignInOutcome>): void {
    this.#run(async () => {
      const outcome = await this.#orStoreFailed(check);
      const { room } = this.#parts;
      const effects = room.signInChecked(reply, outcome, this.#now());
      if (room.isMember(reply.session)) this.#peers.get(reply.session)?.admitted();
      this.#carryOut(effects);
    });
  }

  /** Whatever goes wrong, the peer gets its one answer (W3). */
  async #orStoreFailed(check: () => Promise<SignInOutcome>): Promise<SignInOutcome> {
    try {
      return await check();
    } catch (error) {
      this.#parts.reportDefect(error);
      return { kind: 'refused', refusal: { code: 'store-failed' } };
    }
  }

  /** A position that the log has not reached was counted in another log (W9). */
  #readSync(reply: Reply, query: SyncQuery): void {
    this.#read(reply, async () => {
      const answer = await this.#parts.store.log.conversationsAfter(query);
      return query.after > answer.head ? { refusal: { code: 'cursor-ahead' } } : answer;
    });
  }

  #read(reply: Reply, read: () => Promise<object | { refusal: Refusal }>): void {
    this.#run(async () => {
      try {
        const found = await read();
        const peer = this.#peers.get(reply.session);
        if ('refusal' in found) peer?.refuse(reply.rid, found.refusal);
        else peer?.answer(reply.rid, found);
      } catch (error) {
        this.#parts.reportDefect(error);
        this.#peers.get(reply.session)?.refuse(reply.rid, { code: 'store-failed' });
      }
    });
  }

  #run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** After the commit: first the acknowledgements, then everybody who may see it (W6). */
  #written(batch: readonly Written[]): void {
    const entriesByConversation = new Map<ConversationId, Entry[]>();
    let messages = 0;
    for (const written of batch) {
      this.#acknowledge(written);
      if (written.outcome.kind !== 'stored') continue;
      const entry = asEntry(written.draft, written.outcome);
      const entries = entriesByConversation.get(entry.in);
      if (entries) entries.push(entry);
      else entriesByConversation.set(entry.in, [entry]);
      if (entry.type !== 'message') continue;
      messages += 1;
      this.#logMessage(entry);
    }
    for (const [conversation, entries] of entriesByConversation) {
      this.#deliver(conversation, entries);
    }
    if (messages > 0) this.#parts.counted(messages);
  }

  #acknowledge({ draft, reply, outcome }: Written): void {
    if (!reply) return;
    this.#parts.room.settled(reply.session);
    const peer = this.#peers.get(reply.session);
    if (!peer) return;
    if (outcome.kind === 'refused') return peer.refuse(reply.rid, { code: outcome.code });
    const { id, seq } = outcome;
    const at = outcome.kind === 'repeated' ? outcome.at : draft.at;
    peer.answer(reply.rid, { in: draft.in, seq, id, at });
  }

  #deliver(conversation: ConversationId, entries: readonly Entry[]): void {
    for (const delivery of encodeDeliveries(conversation, entries)) {
      for (const session of this.#parts.room.audience(conversation)) {
        this.#peers.get(session)?.deliver(delivery);
      }
    }
  }

  #logMessage(entry: MessageEntry): void {
    const name = this.#parts.room.nameOfAccount(entry.from);
    const to = entry.in === everyone ? 'everyone' : 'direct';
    this.#parts.log({ at: entry.at, event: 'message', name, to });
  }
}

function* encodeDeliveries(
  conversation: ConversationId,
  entries: readonly Entry[],
): Generator<Delivery> {
  let lines = '';
  let start = 0;
  for (const [place, entry] of entries.entries()) {
    lines += encodeEntry(entry);
    if (lines.length < maxDeliveryCharacters && place < entries.length - 1) continue;
    yield { conversation, entries: entries.slice(start, place + 1), bytes: Buffer.from(lines) };
    lines = '';
    start = place + 1;
  }
}
