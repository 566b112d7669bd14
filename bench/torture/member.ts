import { join } from 'node:path';
import { enter, knock } from '../../src-main/client/join-room.ts';
import { isLaterItem } from '../../src-main/client/late-change.ts';
import { PrivateFiles } from '../../src-main/client/private-files.ts';
import { RoomClient } from '../../src-main/client/room-client.ts';
import type { RoomClientEvents } from '../../src-main/client/local-room.ts';
import type { Profile, RoomRecord } from '../../src-main/client/replica/room-records.ts';
import type { Entered } from '../../src-main/client/sign-in.ts';
import type { Replica } from '../../src-main/client/replica/replica.ts';
import { FileFolder } from '../../src-main/files/file-folder.ts';
import { newRecord } from '../../src-main/app/first-sign-in.ts';
import { dialRoom } from '../../src-main/net/dial-room.ts';
import { systemClock } from '../../src-main/net/system-clock.ts';
import { systemRandom } from '../../src-main/net/system-random.ts';
import { DialError } from '../../src-main/net/transport.ts';
import { openReplica } from '../../src-main/storage/replica/sqlite-replica.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { isLaterChange } from '../../src-shared/protocol/said.ts';
import type { Unsaid } from '../../src-shared/protocol/said.ts';
import {
  directConversation,
  everyone,
  type AccountId,
  type Cid,
  type ConversationId,
  type DeviceId,
  type Pin,
  type Secret,
} from '../../src-shared/protocol/ids.ts';
import { digest, digestOf, fileBytes, markOf, passing, whatOf } from './claims.ts';
import type { Claim, ClaimOf, FileClaim, Known } from './claims.ts';
import { FetchActs } from './fetch-acts.ts';
import { LaterActs } from './later-acts.ts';
import { PrivateActs } from './private-acts.ts';
import { linesOfShown } from './shown-lines.ts';
import { isReadAloud, Standing } from './standing.ts';

type Place = { folder: string; port: number; name: string };
type OfMember = {
  /** Which of the lives of its process this is: no text is said in two. */
  life: string;
  random: Random;
  clock: Clock;
  say: (claim: Claim) => void;
  wrap: (replica: Replica) => Replica;
};
type Joined = { record: RoomRecord; entered?: Entered };
type Told = { in: ConversationId; seq: number };

const program = 'Oda torture';
const host = '127.0.0.1';
const emoji = ['👍', '❤️', '😂', '🎉', '👀'];

/** One member: the app's own client with a disk of its own, and somebody who does what comes to mind. */
export class TorturedMember {
  readonly name: string;
  readonly #client: RoomClient;
  readonly #replica: Replica;
  readonly #files: FileFolder;
  readonly #random: Random;
  readonly #say: (claim: ClaimOf) => void;
  readonly #later: LaterActs;
  readonly #standing: Standing;
  readonly #privates: PrivateActs;
  readonly #fetching: FetchActs;
  /** Kept and not acknowledged yet. */
  readonly #pending = new Set<Cid>();
  readonly #own: Told[] = [];
  readonly #others: Told[] = [];
  readonly #life: string;
  #spoken = 0;
  #probes: ((text: string) => void)[] = [];
  #isEnding = false;
  #isLive = false;
  #mostOffline = 0;

  private constructor(
    own: OfMember & {
      name: string;
      newClient: (events: RoomClientEvents) => RoomClient;
      replica: Replica;
      files: FileFolder;
    },
  ) {
    this.name = own.name;
    this.#life = own.life;
    this.#replica = own.replica;
    this.#files = own.files;
    this.#random = own.random;
    this.#say = (claim) => own.say({ by: own.name, ...claim });
    this.#client = own.newClient(this.#events());
    const acting = {
      client: this.#client,
      files: own.files,
      random: own.random,
      words: (kind: string) => this.#words(kind),
      say: this.#say,
    };
    this.#later = new LaterActs(acting);
    this.#standing = new Standing(acting);
    this.#privates = new PrivateActs(acting);
    this.#fetching = new FetchActs(acting);
  }

  /** Joins where it never was, else goes on with what is on its disk. */
  static async start(place: Place, own: OfMember): Promise<TorturedMember> {
    const { name } = place;
    const folder = join(place.folder, name);
    const replica = own.wrap(openReplica({ folder }));
    const profile = {
      device: name.padEnd(16, '_') as DeviceId,
      deviceSecret: name.padEnd(43, '_') as Secret,
    };
    const { record, entered } = await joinOrGoOn(replica, profile, place);
    const files = new FileFolder(join(folder, 'files'));
    const newClient = (events: RoomClientEvents): RoomClient =>
      new RoomClient({
        record,
        profile,
        replica,
        program,
        clock: own.clock,
        random: systemRandom,
        files,
        privateFiles: new PrivateFiles(files, () => undefined),
        forgetFiles: async () => undefined,
        events,
        dial: async () => (await dial(place)).transport,
        receipts: () => true,
        typing: () => true,
        reads: () => true,
        mayAsk: () => true,
        reportDefect: (error) => {
          own.say({ by: name, is: 'broke', why: String((error as Error).stack) });
        },
      });
    const member = new TorturedMember({ ...own, name, replica, files, newClient });
    await member.#client.load();
    for (const { cid, in: conversation, said } of member.#client.outbox.list())
      if (!isLaterChange(said)) member.#kept(cid, conversation, said);
    if (entered) member.#client.takeOver(entered);
    else member.#client.retryNow();
    member.#say({ is: 'entered', account: record.account });
    return member;
  }

  get account(): AccountId {
    return this.#client.record.account;
  }

  async makeGroup(members: readonly AccountId[]): Promise<void> {
    await this.#untilLive();
    const name = `group of ${this.name}`;
    const made = await this.#client.groups.make(name, members);
    if (!made.ok) throw new Error(`${name}: ${made.refusal.code}`);
  }

  async makeTopic(name: string): Promise<ConversationId> {
    await this.#untilLive();
    const made = await this.#client.groups.makeTopic(name, '');
    if (!made.ok) throw new Error(made.refusal.code);
    return made.value.in;
  }

  async joinTopic(topic: ConversationId): Promise<void> {
    await this.#untilLive();
    const joined = await this.#client.groups.join(topic);
    if (!joined.ok) throw new Error(joined.refusal.code);
  }

  /** Does one thing of all that a person does. */
  async act(others: readonly AccountId[]): Promise<void> {
    const chance = this.#random.fraction();
    const own = this.#pick(this.#own);
    const other = this.#pick(this.#others);
    if (chance < 0.12 && own) {
      return this.#add(own.in, {
        type: 'edit-message',
        target: own.seq,
        text: this.#words('edit'),
      });
    }
    if (chance < 0.17 && own) {
      this.#own.splice(this.#own.indexOf(own), 1);
      return this.#add(own.in, { type: 'delete-message', target: own.seq });
    }
    if (chance < 0.3 && other) {
      this.#others.splice(this.#others.indexOf(other), 1);
      const sign = this.#pick(emoji) ?? '';
      return this.#add(other.in, { type: 'add-reaction', target: other.seq, emoji: sign });
    }
    if (chance < 0.36 && other && isReadAloud(other.in))
      return this.#standing.read(other.in, other.seq);
    if (chance < 0.4 && other) {
      const type = this.#random.fraction() < 0.6 ? 'pin-message' : 'unpin-message';
      return this.#add(other.in, { type, target: other.seq });
    }
    if (chance < 0.45 && other) {
      const text = this.#words('reply');
      return this.#add(other.in, { type: 'send-message', text, reply: other.seq });
    }
    const conversation = this.#where(others);
    if (chance >= 0.48 && chance < 0.6) return this.#actOtherwise(chance, conversation, others);
    if (chance >= 0.45 && chance < 0.48) return this.#sendFile(conversation);
    return this.#add(conversation, { type: 'send-message', text: this.#words('said') });
  }

  /** What becomes of it no outbox tells. */
  async #actOtherwise(
    chance: number,
    conversation: ConversationId,
    others: readonly AccountId[],
  ): Promise<void> {
    if (chance < 0.52) return this.#later.act(conversation);
    if (chance < 0.54) return this.#standing.setStatus();
    if (chance < 0.55) return this.#standing.setPresence();
    const partner = this.#pick(others);
    if (partner && partner !== this.account) await this.#privates.act(partner);
  }

  beginRound(): void {
    this.#mostOffline = 0;
  }

  /** Until nothing waits and the connection is live. */
  async rest(): Promise<void> {
    for (;;) {
      for (const item of this.#client.outbox.list())
        if (item.state.is === 'failed') await this.#failed(item, item.state.refusal.code);
      const waiting = this.#client.outbox.list().length > 0;
      if (!waiting && this.#client.connection.is === 'live') return this.#fetching.rest();
      if (this.#client.connection.is === 'closed') {
        this.#client.retryNow();
      }
      await pause(20);
    }
  }

  async say(text: string): Promise<void> {
    await this.#add(everyone, { type: 'send-message', text });
  }

  hear(text: string): Promise<void> {
    return new Promise((resolve) => {
      const heard = (said: string): void => {
        if (said !== text) return;
        this.#probes = this.#probes.filter((each) => each !== heard);
        resolve();
      };
      this.#probes.push(heard);
    });
  }

  tellRead(): void {
    this.#standing.tell(this.account);
  }

  knows(known: Known): Promise<void> {
    return this.#standing.knows(known);
  }

  /** Tells what the copy shows of everything. */
  async copy(): Promise<void> {
    const { room } = this.#client.record;
    for (const { in: conversation } of this.#client.copy.conversations()) {
      const { firstSeq, lastSeq } = await this.#whole(conversation);
      const hundreds: number[] = [];
      for (let from = firstSeq; from <= lastSeq; from += 100) {
        const seqs = Array.from({ length: 100 }, (_, place) => from + place);
        const shown = await this.#replica.entries.readMessages(room, conversation, seqs);
        hundreds.push(digest(linesOfShown(shown).join('\n')));
      }
      this.#say({ is: 'copy', in: conversation, firstSeq, lastSeq, hundreds });
    }
    this.#say({ is: 'copied' });
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#client.stop();
    await this.#replica.file.close();
  }

  async #whole(conversation: ConversationId) {
    for (;;) {
      const held = this.#client.copy.conversation(conversation);
      // Of a group one sees nothing before one came.
      const first = this.#client.groups.get(conversation)?.firstSeq ?? 1;
      // Nor what the room has let go.
      if (held.firstSeq <= Math.max(first, held.oldestSeq)) return held;
      await this.#client.fetchOlder(conversation);
      await pause(5);
    }
  }

  async #untilLive(): Promise<void> {
    while (this.#client.connection.is !== 'live') await pause(10);
  }

  #where(others: readonly AccountId[]): ConversationId {
    const chance = this.#random.fraction();
    const groups = this.#client.groups.list().filter(({ standing }) => standing === 'member');
    const group = chance < 0.25 ? this.#pick(groups) : undefined;
    if (group) return group.in;
    const other = chance < 0.4 ? this.#pick(others) : undefined;
    return other && other !== this.account ? directConversation(this.account, other) : everyone;
  }

  async #sendFile(conversation: ConversationId): Promise<void> {
    this.#spoken += 1;
    const seed = digest(`${this.name} ${this.#life} ${this.#spoken}`);
    const size = 1 + Math.floor(this.#random.fraction() ** 4 * 3_000_000);
    const bytes = fileBytes({ seed, size });
    const taken = await this.#files.take(
      (async function* () {
        yield bytes;
      })(),
    );
    const files = [{ ...taken, name: `${seed}.bin` }];
    const said: Unsaid = { type: 'send-message', text: this.#words('file'), files };
    await this.#add(conversation, said, { hash: taken.hash, size, seed });
  }

  async #add(conversation: ConversationId, said: Unsaid, file?: FileClaim): Promise<void> {
    const what = whatOf(said);
    this.#say({ is: 'tried', in: conversation, what, ...(file ? { file } : {}) });
    const cid = await this.#client.outbox.add(conversation, said);
    // It may have been acknowledged in the same turn.
    if (!this.#pending.has(cid)) this.#kept(cid, conversation, said);
    this.#look();
  }

  #kept(cid: Cid, conversation: ConversationId, said: Unsaid): void {
    this.#pending.add(cid);
    const mark = markOf(said);
    this.#say({
      is: 'kept',
      cid,
      in: conversation,
      what: whatOf(said),
      ...(mark === undefined ? {} : { mark }),
      ...(said.type === 'delete-message' ? { deletes: said.target } : {}),
    });
  }

  /** Each says its writer and its time, and that once. */
  #words(kind: string): string {
    this.#spoken += 1;
    return `${kind} ${this.name} ${this.#life} ${this.#spoken} at ${Date.now()}`;
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random.fraction() * from.length)];
  }

  async #failed(item: OutboxItem, code: string): Promise<void> {
    const { cid } = item;
    if (passing.has(code)) {
      await pause(50);
      await this.#client.outbox.retry(cid);
      return;
    }
    if (isLaterItem(item)) this.#later.refused(item, code);
    // What is left of a change to something that was sent by then was never said.
    else if (this.#pending.delete(cid)) this.#say({ is: 'refused', cid, code });
    await this.#client.outbox.remove(cid);
  }

  /** What has left the outbox was acknowledged. */
  #look(): void {
    const left = new Set(this.#client.outbox.list().map(({ cid }) => cid));
    for (const cid of this.#pending) {
      if (left.has(cid)) continue;
      this.#pending.delete(cid);
      this.#say({ is: 'acknowledged', cid });
    }
  }

  #appended(conversation: ConversationId, entries: readonly Entry[]): void {
    const said = entries.map((entry): [number, number] => [entry.seq, digestOf(entry)]);
    const now = Date.now();
    const ages: number[] = [];
    for (const entry of entries) {
      if (entry.type !== 'message') continue;
      for (const probe of this.#probes) probe(entry.text);
      this.#fetching.saw(entry);
      const at = Number(/^said .* at (\d+)$/.exec(entry.text)?.[1]);
      if (at > 0 && conversation === everyone) ages.push(now - at);
      const told = entry.from === this.account ? this.#own : this.#others;
      told.push({ in: conversation, seq: entry.seq });
      if (told.length > 30) told.shift();
    }
    this.#say({ is: 'saw', in: conversation, entries: said, ages });
  }

  #events(): RoomClientEvents {
    const nothing = (): void => undefined;
    return {
      changed: () => this.#stateChanged(),
      appended: (conversation, entries) => this.#appended(conversation, entries),
      expired: (conversation, firstSeq) => this.#say({ is: 'let-go', in: conversation, firstSeq }),
      messagesChanged: nothing,
      conversationChanged: nothing,
      membersChanged: () => this.#countOffline(),
      outboxChanged: () => this.#look(),
      fileChanged: nothing,
      fileSpaceChanged: nothing,
      deliveredChanged: nothing,
      groupsChanged: nothing,
      typingChanged: nothing,
      readsChanged: nothing,
      recorded: nothing,
      privateChanged: (chat) => this.#privates.changed(chat),
      privateRemoved: nothing,
      resynced: ({ code }) => this.#say({ is: 'broke', why: `started over: ${code}` }),
    };
  }

  /** Whom the room takes for gone, as somebody sees it who is in. */
  #countOffline(): void {
    if (!this.#isLive) return;
    const count = this.#client.members
      .list()
      .filter(({ presence }) => presence === 'offline').length;
    if (count <= this.#mostOffline) return;
    this.#mostOffline = count;
    this.#say({ is: 'offline', count });
  }

  /** Nothing that a network or a host can do leaves a member outside for good. */
  #stateChanged(): void {
    const state = this.#client?.connection;
    if (this.#isLive && state?.is !== 'live' && !this.#isEnding) this.#say({ is: 'lost' });
    this.#isLive = state?.is === 'live';
    if (state?.is !== 'closed' || this.#isEnding || !state.cause) return;
    if (state.cause.code !== 'replaced')
      this.#say({ is: 'broke', why: `closed: ${state.cause.code}` });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const dial = ({ port }: Place) => dialRoom({ host, port, timeoutMs: 10_000 });

async function joinOrGoOn(replica: Replica, profile: Profile, place: Place): Promise<Joined> {
  const [known] = await replica.rooms.list();
  if (known) return { record: known };
  const { entered, pin } = await joinRoom(profile, place);
  const record = newRecord(entered, { hosted: false, host, port: place.port, pin }, systemClock);
  await replica.rooms.save(record);
  return { record, entered };
}

async function joinRoom(profile: Profile, place: Place): Promise<{ entered: Entered; pin: Pin }> {
  for (;;) {
    try {
      const { transport, pin } = await dial(place);
      const door = await knock(transport, { clock: systemClock, program });
      const entered = door.ok ? await enter(door.value, profile, { name: place.name, pin }) : door;
      if (entered.ok) return { entered: entered.value, pin };
      if (!passing.has(entered.refusal.code)) throw new Error(entered.refusal.code);
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
    }
    await pause(100);
  }
}
