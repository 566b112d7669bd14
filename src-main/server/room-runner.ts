import type { FilesOfRoom } from '../../src-shared/host/files-of-room.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { NoticeFrame, ToldFrame } from '../../src-shared/protocol/protocol.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { Knock } from '../../src-shared/protocol/knocks.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import { conversationKind, hostAccount } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Urgency } from '../net/transport.ts';
import type { Effect, Now, SessionId } from '../room/effects.ts';
import type { AppendOutcome, HostNotices, LogRefusal, RoomIdentity } from '../room/ports.ts';
import type { NewSession, Room } from '../room/room.ts';
import { isSystem, systemPlace } from '../room/system-entries.ts';
import type { ImportedDraft, LogEntry, SystemDraft } from '../room/system-entries.ts';
import type { EntryRun } from './entry-runs.ts';
import { DiskWatch } from './disk-watch.ts';
import { encodeRun, oldestEdited, runsOf, withoutHidden } from './entry-runs.ts';
import type { HeartbeatServer } from './heartbeat-server.ts';
import { Expiry } from './expiry.ts';
import { FileRequests, isFileEffect } from './file-requests.ts';
import type { FileRequestsParts } from './file-requests.ts';
import { LaterSender } from './later-sender.ts';
import type { Written } from './log-writer.ts';
import { LogWriter } from './log-writer.ts';
import type { Delivery, RoomDirectory, SessionPeer, SessionPort, Telling } from './session-port.ts';
import { OpenedSession } from './opened-session.ts';
import type { SessionParts } from './opened-session.ts';
import { StoreRequests } from './store-requests.ts';
import type { StoreRequestsParts } from './store-requests.ts';

export type RoomRunnerParts = Omit<StoreRequestsParts, 'peer' | 'now' | 'decided'> & {
  /** Up to where the room knows the log. */
  head: number;
  /** If several hosts run the room. */
  notices?: HostNotices | undefined;
  files: FileRequestsParts['files'];
  /** Heartbeats beside the connection, for sessions of Oda that come over a network (W10). */
  heartbeats: Pick<HeartbeatServer, 'offer' | 'forget'>;
  log: (line: HostLogLine) => void;
  /** How many messages were stored just now. */
  counted: (messages: number) => void;
  optionsChanged: (options: HostOptions) => void;
};

/** Of those who have brought files, in the host's panel. */
const mostMembersShown = 50;

type NewPeer = Omit<NewSession, 'id'> & {
  /** When its connection was opened (monotonic): the time to sign in runs from there. */
  connectedAtMs: number;
};
type Connected = { peer: SessionPeer; hasNetwork: boolean };

/** Carries out what the room decides: stores, answers, delivers. Knows no sockets and no dialect. */
export class RoomRunner {
  readonly #parts: RoomRunnerParts;
  readonly #connected = new Map<SessionId, Connected>();
  readonly #disk: DiskWatch;
  readonly #writer: LogWriter;
  readonly #store: StoreRequests;
  readonly #later: LaterSender;
  readonly #expiry: Expiry;
  readonly #files: FileRequests;
  readonly #unfollow: () => void;
  readonly #stopHearing: (() => void) | undefined;
  /** How members are now, which everybody is told at the end of the turn, or before they hear anything else. */
  readonly #ofMembers: NoticeFrame[] = [];
  readonly #sessions: SessionParts;
  #lastSession = 0;
  #isNoting = false;

  constructor(given: RoomRunnerParts) {
    this.#disk = new DiskWatch({ log: given.log, now: () => this.#now() });
    // A disk that says no is no defect of this program.
    const reportDefect = (error: unknown): void => {
      if (!this.#disk.failed(error)) given.reportDefect(error);
    };
    const parts = { ...given, reportDefect };
    this.#parts = parts;
    const { room, store, head } = parts;
    this.#writer = new LogWriter(store.log, (batch) => this.#written(batch));
    this.#store = new StoreRequests({
      ...parts,
      peer: (session) => this.#peer(session),
      now: () => this.#now(),
      decided: (effects) => this.#carryOut(effects),
    });
    this.#files = new FileRequests({
      ...parts,
      peer: (session) => this.#peer(session),
      now: () => this.#now(),
      decided: (effects) => this.#carryOut(effects),
    });
    this.#later = new LaterSender({
      later: store.later,
      say: (later) => room.sayLater(later, this.#now()),
      carryOut: (effects) => this.#carryOut(effects),
      wallMs: () => parts.clock.wallMs(),
      reportDefect: parts.reportDefect,
    });
    this.#expiry = new Expiry({
      log: store.log,
      now: () => this.#now(),
      lateness: () => room.lateness(this.#now()),
      reportDefect: parts.reportDefect,
    });
    this.#sessions = {
      directory: directoryOf(room, store.identity),
      room,
      now: () => this.#now(),
      carryOut: (effects) => this.#carryOut(effects),
      closed: (session) => {
        if (!this.#connected.delete(session)) return false;
        this.#parts.heartbeats.forget(session);
        return true;
      },
    };
    this.#unfollow = store.log.follow(head, (entries) => this.#stored(entries));
    this.#stopHearing = parts.notices?.hear((notice) =>
      this.#carryOut(room.otherHosts.heard(notice, this.#now())),
    );
    this.#carryOut(room.otherHosts.tellPresent(this.#now(), true));
    // What has ended while no host ran is told to nobody who comes.
    this.tick();
  }

  open(peer: SessionPeer, { connectedAtMs, ...remote }: NewPeer): SessionPort {
    this.#lastSession += 1;
    const id = this.#lastSession as SessionId;
    const hasNetwork = remote.dialect === 'oda' && remote.address !== 'memory';
    this.#connected.set(id, { peer, hasNetwork });
    this.#parts.room.open({ id, ...remote }, { ...this.#now(), monotonicMs: connectedAtMs });
    return new OpenedSession(id, this.#sessions);
  }

  /** Any sign of life, by whatever way it came. */
  heard(session: SessionId): void {
    this.#parts.room.heard(session, this.#now());
  }

  get memberSessionCount(): number {
    return this.#parts.room.roster.sessions.size;
  }

  get identity(): RoomIdentity {
    return this.#parts.room.identity;
  }

  get options(): HostOptions {
    return this.#parts.room.options;
  }

  async fileUsage(): Promise<FilesOfRoom> {
    const { store, room } = this.#parts;
    const { bytes, ofMembers } = await store.files.usage(mostMembersShown);
    const nameOf = (account: AccountId) => room.roster.get(account)?.name ?? '';
    return {
      bytes,
      ofMembers: ofMembers.map((one) => ({ ...one, name: nameOf(one.account) })),
    };
  }

  /** What the host decides, which nobody asks for over the wire; the refusal is the store's. */
  write(draft: SystemDraft): Promise<Refusal | undefined> {
    return this.#store.write(draft);
  }

  /** What the host brings in from elsewhere, all in one transaction; those that are there already are `repeated`. */
  bring(drafts: readonly ImportedDraft[]): Promise<readonly AppendOutcome[]> {
    return this.#parts.store.log.append(drafts);
  }

  knocks(): Knock[] {
    return this.#parts.room.knocks();
  }

  /** False if nobody waits there any more. */
  answerKnock(knock: number, letIn: boolean): boolean {
    const effects = this.#parts.room.answerKnock(knock, letIn, this.#now());
    this.#carryOut(effects ?? []);
    return effects !== undefined;
  }

  /** `lateMs`: so long this program did not run before it. */
  tick(lateMs = 0): void {
    if (lateMs > 0) this.#parts.room.wasStopped(lateMs);
    this.#carryOut(this.#parts.room.tick(this.#now()));
    this.#noteTime();
    this.#later.tick();
    this.#expiry.tick();
    this.#files.tick();
  }

  /** What grows old does so by what is noted here. */
  #noteTime(): void {
    const now = this.#now();
    const time = this.#isNoting ? undefined : this.#parts.room.timeToNote(now);
    if (!time) return;
    this.#isNoting = true;
    const note = { type: 'time-noted', in: systemPlace, at: now.wallMs, by: hostAccount } as const;
    // What could not be noted is noted by the next tick.
    this.write({ ...note, ...time })
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => (this.#isNoting = false));
  }

  /** Resolves when nothing is being stored, read or checked. */
  async settled(): Promise<void> {
    await this.#later.settled();
    await this.#expiry.end();
    await this.#files.settled();
    await this.#store.settled();
    await this.#writer.settled();
  }

  /** It hears nothing of the log and of other hosts any more. */
  end(): void {
    this.#carryOut(this.#parts.room.otherHosts.tell({ type: 'gone' }));
    this.#stopHearing?.();
    this.#unfollow();
  }

  #now(): Now {
    const { clock } = this.#parts;
    return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  }

  #peer(session: SessionId): SessionPeer | undefined {
    return this.#connected.get(session)?.peer;
  }

  #carryOut(effects: readonly Effect[]): void {
    for (const [place, effect] of effects.entries()) {
      if (effect.do !== 'append') this.#carryOutOne(effect);
      else {
        const goesOn = effects[place + 1]?.do === 'append';
        this.#files.giveWay();
        this.#writer.append({ draft: effect.draft, reply: effect.reply, goesOn });
      }
    }
  }

  #carryOutOne(effect: Exclude<Effect, { do: 'append' }>): void {
    if (isFileEffect(effect)) return this.#files.carryOut(effect);
    switch (effect.do) {
      case 'answer':
        return this.#peer(effect.reply.session)?.answer(effect.reply.rid, effect.fields);
      case 'refuse':
        return this.#peer(effect.reply.session)?.refuse(effect.reply.rid, effect.refusal);
      case 'admit':
        return this.#admit(effect);
      case 'notice':
        return this.#notice(effect);
      case 'tell-private': {
        this.#tellOfMembers();
        const telling = encodeTelling<ToldFrame>([effect.frame], 'now');
        for (const session of effect.to) this.#peer(session)?.tellPrivate(telling);
        return;
      }
      case 'hold':
        return this.#peer(effect.session)?.held();
      case 'tell-hosts':
        return this.#parts.notices?.tell(effect.notice);
      case 'close':
        return this.#peer(effect.session)?.end(effect.refusal);
      case 'log':
        return this.#parts.log(effect.line);
      default:
        return this.#store.carryOut(effect);
    }
  }

  #notice({ to, frame }: Extract<Effect, { do: 'notice' }>): void {
    if (frame.type === 'member') {
      if (this.#ofMembers.length === 0) setImmediate(() => this.#tellOfMembers());
      this.#ofMembers.push(frame);
      return;
    }
    this.#tellOfMembers();
    const telling = encodeTelling([frame], 'now');
    for (const session of to) this.#peer(session)?.notice(telling);
  }

  /** Together what one turn of the loop has brought: where many come, each of them is told to all the others. */
  #tellOfMembers(): void {
    const frames = this.#ofMembers.splice(0);
    if (frames.length === 0) return;
    const telling = encodeTelling(frames, 'later');
    for (const session of this.#parts.room.roster.sessions) this.#peer(session)?.notice(telling);
  }

  #admit({ reply, fields }: Extract<Effect, { do: 'admit' }>): void {
    const connected = this.#connected.get(reply.session);
    if (!connected) return;
    const { peer, hasNetwork } = connected;
    const heartbeat = hasNetwork ? this.#parts.heartbeats.offer(reply.session) : undefined;
    peer.admitted();
    peer.answer(reply.rid, heartbeat ? { ...fields, heartbeat } : fields);
  }

  /** After the commit, when the room knows of it: the acknowledgements, before anybody hears of it (W6). */
  #written(batch: readonly Written[]): void {
    const { room } = this.#parts;
    for (const written of batch) {
      this.#acknowledge(written);
      if (written.outcome.is === 'refused') this.#carryOut(room.notStored(written.draft));
      if (!written.reply) this.#later.written(written);
    }
    this.#disk.wrote(batch.map(({ outcome }) => outcome));
  }

  /** What the log tells, whoever wrote it: first the room, then everybody who may see it. */
  #stored(stored: readonly LogEntry[]): () => void {
    const { room } = this.#parts;
    const { options } = room;
    const effects = room.stored(stored);
    const areOptionsChanged = room.options !== options;
    if (stored.some(({ type }) => type === 'retention-changed')) this.#expiry.lookSoon();
    return () => {
      this.#carryOut(effects);
      if (areOptionsChanged) this.#parts.optionsChanged(room.options);
      this.#passOn(stored);
    };
  }

  #passOn(stored: readonly LogEntry[]): void {
    const { counted } = this.#parts;
    const entries = stored.filter((entry) => !isSystem(entry)) as Entry[];
    let messages = 0;
    for (const entry of entries) {
      if (entry.type !== 'message') continue;
      // Nobody says it now.
      if (entry.imported) continue;
      messages += 1;
      this.#logMessage(entry);
    }
    this.#tellOfMembers();
    for (const run of runsOf(entries)) this.#deliver(run);
    if (messages > 0) counted(messages);
  }

  #acknowledge({ draft, reply, outcome }: Written): void {
    if (!reply) return;
    this.#parts.room.settled(reply.session);
    const peer = this.#peer(reply.session);
    if (!peer) return;
    if (outcome.is === 'refused') return peer.refuse(reply.rid, refusalOf(outcome.code));
    if (outcome.is === 'unchanged') return peer.answer(reply.rid, { in: draft.in });
    const { id, seq } = outcome;
    const at = outcome.is === 'repeated' ? outcome.at : draft.at;
    peer.answer(reply.rid, { in: draft.in, seq, id, at });
  }

  /** Who may not read a message gets nothing of what an edit makes of it. */
  #deliver(run: EntryRun): void {
    const { room } = this.#parts;
    const oldest = oldestEdited(run);
    if (oldest === undefined) return this.#deliverTo(run, () => room.audienceOf(run[0]));
    const late = new Map<number, SessionId[]>();
    const others: SessionId[] = [];
    for (const session of room.audienceOf(run[0])) {
      const first = room.firstRead(session, run[0].in);
      if (first <= oldest) others.push(session);
      else late.set(first, [...(late.get(first) ?? []), session]);
    }
    this.#deliverTo(run, () => others);
    for (const [first, sessions] of late)
      this.#deliverTo(withoutHidden(run, first), () => sessions);
  }

  #deliverTo(run: EntryRun, audience: () => Iterable<SessionId>): void {
    const { room } = this.#parts;
    for (const part of encodeRun(run)) {
      const { delivery, writers } = part;
      const toWriters = new Map<SessionId, Delivery>();
      for (const writer of writers) {
        const sessions = room.roster.get(writer)?.sessions;
        if (!sessions?.size) continue;
        const own = part.deliveryTo(writer);
        for (const session of sessions.keys()) toWriters.set(session, own);
      }
      for (const session of audience()) {
        this.#connected.get(session)?.peer.deliver(toWriters.get(session) ?? delivery);
      }
    }
  }

  /** What was said in `everyone` only if the host has switched that on, and anything else never. */
  #logMessage({ at, from, in: conversation, text }: MessageEntry): void {
    const { room, log } = this.#parts;
    const to = conversationKind(conversation);
    const line: HostLogLine = { at, event: 'message', name: room.roster.get(from)?.name, to };
    log(to === 'everyone' && room.options.logTexts ? { ...line, text } : line);
  }
}

function refusalOf(code: LogRefusal): Refusal {
  if (code === 'too-many-topics') return { code, limit: limits.topicsPerRoom };
  return code === 'group-full' ? { code, limit: limits.groupMembers } : { code };
}

function encodeTelling<F extends NoticeFrame | ToldFrame>(
  frames: readonly F[],
  urgency: Urgency,
): Telling<F> {
  return { frames, bytes: Buffer.from(frames.map(encodeFrame).join('')), urgency };
}

function directoryOf(room: Room, { room: id }: RoomIdentity): RoomDirectory {
  return {
    id,
    get name() {
      return room.identity.name;
    },
    get logsTexts() {
      return room.options.logTexts;
    },
    get hasPassword() {
      return room.settings.hasPassword;
    },
    get forbidden() {
      return room.settings.forbidden;
    },
    member: (account) => room.roster.member(account),
    findMember: (text) => room.roster.findMember(text),
    names: () => room.roster.names(),
    standing: (account) => room.roster.standing(account),
    standings: (from) => room.roster.standings(from),
    placeOf: (account) => room.roster.placeOf(account),
    accountAt: (place) => room.roster.accountAt(place),
    eachPresence: (see) => room.roster.eachPresence(see),
    sessionsOf: (account) => room.roster.get(account)?.sessions.size ?? 0,
    groupsOf: (account) => room.groups.of(account),
    topics: () => room.groups.topics(),
    topic: (conversation) => room.groups.topic(conversation),
    findTopic: (name) => room.groups.findTopic(name),
    peopleIn: (conversation) => room.groups.peopleIn(conversation),
  };
}
