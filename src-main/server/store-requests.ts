import type { AnswerOf, CommandName } from '../../src-shared/protocol/protocol.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import type { Effect, Now, Reply, SessionId, SignInOutcome } from '../room/effects.ts';
import type { LogRefusal, RoomStore, SyncQuery } from '../room/ports.ts';
import type { Room } from '../room/room.ts';
import { reachOf } from '../room/bans.ts';
import { recordedOf } from '../room/record.ts';
import { inviteRevoked, systemPlace } from '../room/system-entries.ts';
import type { SystemDraft } from '../room/system-entries.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { SessionPeer } from './session-port.ts';
import { Authenticator } from './authenticator.ts';
import { saysFull } from './disk-watch.ts';
import { ReceiptWriter } from './receipt-writer.ts';
import type { ReceiptOutcome } from './receipt-writer.ts';
import { WorkQueue } from './work-queue.ts';

/** Effects that are work for the store, the log's appends apart. */
export type StoreEffect = Extract<
  Effect,
  {
    do:
      | `${'read' | 'create' | 'check' | 'save'}-${string}`
      | 'confirm-token'
      | 'make-reset-code'
      | 'end-token'
      | 'write'
      | 'change-room'
      | 'change-password';
  }
>;

export type StoreRequestsParts = {
  room: Room;
  store: RoomStore;
  clock: Clock;
  random: Random;
  passwords: PasswordHasher;
  peer: (session: SessionId) => SessionPeer | undefined;
  now: () => Now;
  /** What the room decided on what the store answered. */
  decided: (effects: readonly Effect[]) => void;
  reportDefect: (error: unknown) => void;
};

/** Nobody new comes by the invite of those who are banned. */
function draftsOf(draft: SystemDraft): SystemDraft[] {
  if (draft.type !== 'banned' || draft.invite === undefined) return [draft];
  return [draft, { ...inviteRevoked(draft.invite, draft.at), by: draft.by }];
}

const limitOf: Partial<Record<LogRefusal, number>> = {
  'too-many-invites': limits.invitesPerRoom,
  'too-many-bans': limits.bansPerRoom,
};

const storeFailed: Refusal = { code: 'store-failed' };
const storeFull: Refusal = { code: 'store-full' };
const receiptRefusals: Readonly<Record<ReceiptOutcome, Refusal | undefined>> = {
  kept: undefined,
  ahead: { code: 'cursor-ahead' },
  failed: storeFailed,
};

/** Reads of all sessions: more would only wait within the store, and their answers come all at once. */
const readsAtOnce = 2;
/** Pages of history are the largest of them: whatever else is asked for never waits behind more than one. */
const pagesAtOnce = 1;

/** Asks the store for the room: whatever goes wrong there, a peer gets its one answer (W3). */
export class StoreRequests {
  readonly #parts: StoreRequestsParts;
  readonly #signIns: Authenticator;
  readonly #receipts: ReceiptWriter;
  readonly #reads = new WorkQueue(readsAtOnce);
  readonly #pages = new WorkQueue(pagesAtOnce);
  readonly #running = new Set<Promise<void>>();

  constructor(parts: StoreRequestsParts) {
    this.#parts = parts;
    const { store, passwords, random, clock } = parts;
    const { log, accounts, invites } = store;
    const { room, now } = parts;
    this.#signIns = new Authenticator({
      log,
      accounts,
      invites,
      passwords,
      random,
      wallMs: () => clock.wallMs(),
      newcomersSince: () => room.newcomersSince(now()),
      isThere: (reply) => this.#isThere(reply),
      guesses: {
        begin: (guess) => room.beginGuess(guess, now()),
        end: (guess, how) => room.guessed(guess, how, now()),
      },
    });
    this.#receipts = new ReceiptWriter(store.receipts, (work) => this.#run(work));
  }

  carryOut(effect: StoreEffect): void {
    const { store } = this.#parts;
    const { log, accounts, receipts } = store;
    switch (effect.do) {
      case 'read-history':
        return this.#readPage(effect.reply, () => log.readHistory(effect.query));
      case 'read-sync':
        return this.#readSync(effect.reply, effect.query);
      case 'read-expiry':
        return this.#read(effect.reply, () => log.countExpired(effect.query));
      case 'read-receipts':
        return this.#read(effect.reply, () => receipts.list(effect));
      case 'create-account':
        return this.#check(effect.reply, () => this.#signIns.createAccount(effect));
      case 'create-guest':
        return this.#check(effect.reply, () => this.#signIns.createGuest(effect));
      case 'check-claim':
        return this.#check(effect.reply, () => this.#signIns.checkClaim(effect));
      case 'check-token':
        return this.#check(effect.reply, () => this.#signIns.checkToken(effect));
      case 'change-password':
        return this.#changePassword(effect);
      case 'write':
        return this.#write(effect);
      case 'change-room':
        return this.#changeRoom(effect);
      case 'read-topics':
        return this.#readTopics(effect);
      case 'read-record':
        return this.#readRecord(effect);
      case 'end-token':
        return this.#endToken(effect);
      case 'read-devices':
        return this.#readDevices(effect);
      case 'make-reset-code':
        return this.#makeResetCode(effect);
      case 'confirm-token':
        return this.#run(() => accounts.confirmToken(effect.account, effect.device));
      case 'save-last-seen':
        return this.#run(() => accounts.saveLastSeen(effect.account, effect.at, effect.device));
      case 'save-receipt':
        return this.#saveReceipt(effect);
      default:
        return this.#carryOutLater(effect);
    }
  }

  /** All at once, and the first one decides. Undefined if it is kept; the room has heard of it by the log then. */
  async write(...drafts: readonly SystemDraft[]): Promise<Refusal | undefined> {
    const { log } = this.#parts.store;
    const appending = log.append(drafts);
    this.#run(async () => void (await appending));
    const [outcome] = await appending;
    if (outcome?.is !== 'refused') return undefined;
    const { code } = outcome;
    const limit = limitOf[code];
    return limit === undefined ? { code } : { code, limit };
  }

  #write({ reply, draft, wantsDevices }: Extract<Effect, { do: 'write' }>): void {
    this.#answerWith(reply, async () => {
      const whole = wantsDevices === true ? await this.#withDevices(draft) : draft;
      const refusal = await this.write(...draftsOf(whole));
      const peer = this.#parts.peer(reply.session);
      if (refusal) peer?.refuse(reply.rid, refusal);
      else peer?.answer(reply.rid, whole.type === 'banned' ? { reach: reachOf(whole) } : {});
    });
  }

  /** Those that the account is known by, besides those that it is in with. */
  async #withDevices(draft: SystemDraft): Promise<SystemDraft> {
    if (draft.type !== 'banned') return draft;
    const known = await this.#parts.store.accounts.listDevices(draft.account);
    const ids = known.map(({ device }) => device);
    const devices = [...new Set([...draft.devices, ...ids])].slice(0, limits.marksPerBan);
    return { ...draft, devices };
  }

  #changeRoom({ reply, changes, by, password }: Extract<Effect, { do: 'change-room' }>): void {
    this.#answerWith(reply, async () => {
      const { passwords, clock } = this.#parts;
      const passwordHash = password ? await passwords.hash(password) : undefined;
      const secret = password === undefined ? undefined : { passwordHash };
      const place = { in: systemPlace, at: clock.wallMs(), by } as const;
      const refusal = await this.write({ type: 'room-changed', ...place, changes, secret });
      const peer = this.#parts.peer(reply.session);
      if (refusal) peer?.refuse(reply.rid, refusal);
      else peer?.answer(reply.rid, {});
    });
  }

  #readTopics({ reply, page, from }: Extract<Effect, { do: 'read-topics' }>): void {
    this.#read(reply, async () => {
      const ids = page.topics.map((topic) => topic.in);
      const said = await this.#parts.store.log.lastWords(ids, from);
      const lastById = new Map(said.map(({ in: id, ...last }) => [id, last]));
      const topics = page.topics.map((topic) => {
        const last = lastById.get(topic.in);
        return last ? { ...topic, last } : topic;
      });
      return { ...page, topics };
    });
  }

  #readRecord({ reply, query }: Extract<Effect, { do: 'read-record' }>): void {
    const limit = limits.recordPage + 1;
    this.#read(reply, async () => {
      const found = await this.#parts.store.log.readRecord({ ...query, limit });
      const entries = found.slice(0, limits.recordPage).flatMap((entry) => recordedOf(entry) ?? []);
      const last = found.length === limit ? entries.at(-1)?.id : undefined;
      return last === undefined ? { entries } : { entries, next: last };
    });
  }

  #carryOutLater(effect: Extract<Effect, { do: `${string}-later` | 'save-cancelled' }>): void {
    const { later } = this.#parts.store;
    switch (effect.do) {
      case 'read-later':
        return this.#read(effect.reply, async () => ({
          messages: await later.list(effect.account),
        }));
      case 'save-later':
        return this.#answerLater(effect.reply, () => later.save(effect.later));
      case 'save-cancelled':
        return this.#answerLater(effect.reply, async () => {
          const isGone = await later.cancel(effect.account, effect.cid);
          return isGone ? undefined : 'no-such-later';
        });
      default:
        return assertNever(effect);
    }
  }

  #answerLater(
    reply: Reply,
    ask: () => Promise<'cid-used' | 'too-many-later' | 'store-full' | 'no-such-later' | undefined>,
  ): void {
    this.#answerWith(reply, async () => {
      const code = await ask();
      const peer = this.#parts.peer(reply.session);
      if (!code) return peer?.answer(reply.rid, {});
      const limit = code === 'too-many-later' ? { limit: limits.laterPerAccount } : {};
      peer?.refuse(reply.rid, { code, ...limit });
    });
  }

  /** Resolves when nothing is being read, checked or saved. */
  async settled(): Promise<void> {
    await this.#receipts.handedOver();
    await Promise.all(this.#running);
  }

  #saveReceipt({ reply, receipt }: Extract<Effect, { do: 'save-receipt' }>): void {
    const { room, decided } = this.#parts;
    this.#receipts.save(receipt, (outcome) => {
      decided(room.receiptSaved(reply, receipt, receiptRefusals[outcome]));
    });
  }

  #readDevices({ reply, account, own, isIn }: Extract<Effect, { do: 'read-devices' }>): void {
    this.#read(reply, async () => {
      const known = await this.#parts.store.accounts.listDevices(account);
      const devices = known.map((one) => ({
        ...one,
        isIn: isIn.includes(one.device),
        isOwn: one.device === own,
      }));
      return { devices };
    });
  }

  /** A code by which somebody sets a new password. */
  makeResetCode(account: AccountId): Promise<Outcome<AnswerOf<'make-reset-code'>>> {
    return this.#signIns.makeResetCode(account);
  }

  #makeResetCode({ reply, account }: Extract<Effect, { do: 'make-reset-code' }>): void {
    this.#answerWith(reply, async () => {
      const made = await this.makeResetCode(account);
      const peer = this.#parts.peer(reply.session);
      if (made.ok) peer?.answer(reply.rid, made.value);
      else peer?.refuse(reply.rid, made.refusal);
    });
  }

  #endToken({ reply, account, device }: Extract<Effect, { do: 'end-token' }>): void {
    const { store, room } = this.#parts;
    const end = () => store.accounts.endToken(account, device).then(() => undefined);
    this.#decide<Refusal | undefined>(end, storeFailed, (refusal) =>
      room.signedOut(reply, refusal),
    );
  }

  #changePassword(change: Extract<Effect, { do: 'change-password' }>): void {
    this.#decide(
      () => this.#signIns.changePassword(change),
      storeFailed,
      (refusal) => this.#parts.room.passwordChanged(change, refusal),
    );
  }

  #check(reply: Reply, check: () => Promise<SignInOutcome>): void {
    const { room, now } = this.#parts;
    this.#decide<SignInOutcome>(check, { is: 'refused', refusal: storeFailed }, (outcome) =>
      room.signInChecked(reply, outcome, now()),
    );
  }

  /** The room decides on what the store answers; whatever goes wrong, the peer gets its one answer (W3). */
  #decide<T>(
    ask: () => Promise<T>,
    failed: NoInfer<T>,
    decide: (answer: T) => readonly Effect[],
  ): void {
    this.#run(async () => {
      const answer = await ask().catch((error: unknown) => {
        this.#parts.reportDefect(error);
        return failed;
      });
      this.#parts.decided(decide(answer));
    });
  }

  /** A position that the log has not reached was counted in another log (W9). */
  #readSync(reply: Reply<'sync'>, query: SyncQuery): void {
    this.#read(reply, async () => {
      const answer = await this.#parts.store.log.conversationsAfter(query);
      return query.after > answer.head ? { refusal: { code: 'cursor-ahead' } } : answer;
    });
  }

  #readPage(reply: Reply<'read-history'>, read: () => Promise<HistoryPage>): void {
    this.#answerWith(reply, async () => {
      const page = await this.#pages.run(read, () => this.#isThere(reply));
      if (page) this.#parts.peer(reply.session)?.answerPage(reply.rid, page);
    });
  }

  #read<N extends CommandName>(
    reply: Reply<N>,
    read: () => Promise<AnswerOf<N> | { refusal: Refusal }>,
  ): void {
    this.#answerWith(reply, async () => {
      const found = await this.#reads.run(read, () => this.#isThere(reply));
      const peer = this.#parts.peer(reply.session);
      if (!found) return;
      if ('refusal' in found) peer?.refuse(reply.rid, found.refusal);
      else peer?.answer(reply.rid, found);
    });
  }

  #answerWith(reply: Reply, answer: () => Promise<void>): void {
    this.#run(async () => {
      try {
        await answer();
      } catch (error) {
        this.#parts.reportDefect(error);
        const refusal = saysFull(error) ? storeFull : storeFailed;
        this.#parts.peer(reply.session)?.refuse(reply.rid, refusal);
      }
    });
  }

  /** Nobody waits for the answer to a session that has ended (W17). */
  #isThere({ session }: Reply): boolean {
    return this.#parts.peer(session) !== undefined;
  }

  #run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
