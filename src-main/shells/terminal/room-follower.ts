import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OdaBridge, Pushes } from '../../../src-shared/bridge/bridge.ts';
import { createHold, listenToRoom } from '../../../src-shared/bridge/listen.ts';
import type { ConversationView } from '../../../src-shared/bridge/conversations.ts';
import type { FileState } from '../../../src-shared/bridge/files.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { textOf } from '../../../src-shared/protocol/said.ts';
import type { AccountId, ConversationId, PrivateId } from '../../../src-shared/protocol/ids.ts';
import type { FileWithoutSpace, PrivateView } from '../../../src-shared/member/own-copy.ts';
import { tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import type { Happening } from './happening.ts';
import type { RoomPicture } from './room-picture.ts';

/** Lines of what was said to everyone that are shown on coming in, read or not. */
const pastLines = 50;
/** Lines that are shown of a conversation that one goes to. */
const recentLines = 20;
/** A request for a page takes no more. */
const pageLines = 500;

export type RoomFollowerParts = {
  bridge: OdaBridge;
  picture: RoomPicture;
  /** More than this at once, after a long time without a connection, is not told line by line. */
  mostLinesAtOnce: number;
  tell: (happening: Happening) => void;
  privateChanged: (view: PrivateView) => void;
  privateRemoved: (id: PrivateId) => void;
  /** The room can no longer be in; without a cause if the person left. */
  closed: (cause: Refusal | undefined) => void;
};

/** Tells what happens in one room, each thing once, and remembers on disk up to where it was told. */
export class RoomFollower {
  readonly #parts: RoomFollowerParts;
  readonly #ends: (() => void)[];
  /** Everything up to this number was told. */
  readonly #told = new Map<ConversationId, number>();
  /** What happens while the past is being told waits. */
  readonly #held = createHold();
  /** Of whom it was told that they wait to be let in. */
  readonly #knocks = new Set<number>();
  /** Of which files it was told that the other one has stopped them. */
  readonly #stopped = new Set<FileHash>();
  /** Of which files it was told who has no space for them. */
  readonly #withoutSpace = new Map<string, readonly AccountId[]>();
  /** The room's numbers have changed, and all of it comes once more. */
  #isRefetching = false;
  #sent: (() => void)[] = [];

  constructor(parts: RoomFollowerParts) {
    this.#parts = parts;
    this.#held.hold();
    this.#ends = [this.#follow(), this.#followGroups()];
  }

  /** Who is here, what was said last and what was missed, and which private chats wait for an answer. */
  async begin({ conversations }: Pick<RoomOpened, 'conversations'>): Promise<void> {
    const { picture, tell } = this.#parts;
    const { account, name, ownName, logsTexts } = picture.room;
    const others = [...picture.members.values()]
      .filter((member) => member.account !== account && member.presence !== 'offline')
      .map((member) => member.name);
    tell({ is: 'entered', room: name, name: ownName, others, logsTexts });
    for (const view of conversations) this.#told.set(view.in, view.lastSeq);
    for (const view of conversations) await this.#tellPast(view);
    for (const view of picture.privates.values()) this.#parts.privateChanged(view);
    this.#tellKnocks(picture.room);
    this.#held.release();
  }

  /** What was said last in a conversation, once more. */
  async tellRecent(conversation: ConversationId): Promise<void> {
    const to = this.#told.get(conversation) ?? 0;
    if (to === 0) return;
    const entries = await this.#read(conversation, { to, limit: recentLines });
    for (const entry of entries) this.#tellEntry(conversation, entry, true);
  }

  /** Resolves when the room has acknowledged everything, or cannot now. */
  async sent(): Promise<void> {
    // What was written in this turn of the loop is heard of at its end.
    await nextTurn();
    if (this.#isAllSent()) return;
    await new Promise<void>((resolve) => this.#sent.push(resolve));
  }

  /** Nothing is told after that. */
  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #follow(): () => void {
    const { bridge, picture, tell, privateChanged, privateRemoved } = this.#parts;
    const { room } = picture.room;
    return listenToRoom(
      bridge,
      { room, inTurn: this.#held.inTurn },
      {
        'room/changed': (view) => this.#roomChanged(view),
        'room/resynced': ({ cause }) => {
          this.#told.clear();
          picture.numbers.forget();
          this.#isRefetching = true;
          tell({ is: 'resynced', refusal: cause });
        },
        'record/added': ({ entry }) => tell({ is: 'recorded', line: picture.recorded(entry) }),
        'member/changed': ({ members }) => {
          for (const member of members) {
            const hasTurned = picture.hasPresenceTurned(member);
            if (hasTurned) tell({ is: 'presence', name: member.name, presence: member.presence });
          }
        },
        'timeline/appended': ({ in: conversation, entries }) => {
          const told = this.#told.get(conversation) ?? 0;
          const fresh = entries.filter(({ seq }) => seq > told);
          this.#tellEntries(conversation, fresh, this.#isRefetching);
        },
        'outbox/changed': (push) => {
          for (const { state, said } of picture.keepOutbox(push)) {
            tell({ is: 'refused', refusal: state.refusal, text: textOf(said) });
          }
          this.#lookSent();
        },
        'contact-group/changed': (view) => void picture.contactGroups.set(view.group, view),
        'contact-group/removed': ({ group }) => void picture.contactGroups.delete(group),
        'file/changed': (states) => this.#tellStopped(states),
        'file/space-changed': (file) => void this.#tellWithoutSpace(file),
        'private/changed': (view) => {
          privateChanged(view);
          this.#lookSent();
        },
        'private/removed': ({ private: id }) => {
          privateRemoved(id);
          this.#lookSent();
        },
      },
    );
  }

  /** At once: what is told of a group meanwhile names it. */
  #followGroups(): () => void {
    const { bridge, picture } = this.#parts;
    return listenToRoom(bridge, picture.room, {
      'group/changed': (views) => {
        for (const view of views) picture.groups.set(view.in, view);
      },
    });
  }

  #roomChanged(view: Pushes['room/changed']): void {
    const { picture, tell, closed } = this.#parts;
    const { connection, logsTexts, incomplete } = view;
    const { logsTexts: hadLogged, incomplete: hadIncomplete } = picture.room;
    this.#tellKnocks(view);
    picture.room = view;
    if (connection.is === 'live') this.#isRefetching = false;
    if (hadLogged !== logsTexts) tell({ is: 'logs-texts', isOn: logsTexts });
    if (picture.hasConnectionTurned(connection)) tell({ is: 'connection', connection });
    if (incomplete && incomplete.code !== hadIncomplete?.code) {
      tell({ is: 'refused', refusal: incomplete });
    }
    this.#lookSent();
    if (connection.is === 'closed') closed(connection.cause);
  }

  /** Whoever waits for a file sees why; once each time that it stops. */
  #tellStopped(states: readonly FileState[]): void {
    for (const { hash, isPrivate, refusal, done, size } of states) {
      if (!isPrivate) continue;
      const given = this.#parts.picture.givenInPrivate(hash);
      if (refusal?.code !== 'file-stopped-there' || !given) this.#stopped.delete(hash);
      else if (!this.#stopped.has(hash)) {
        this.#stopped.add(hash);
        const { file, partner } = given;
        const state = { is: 'file-stopped', file, done, size } as const;
        this.#parts.tell({ is: 'private', partner, state });
      }
    }
  }

  /** Whoever has sent it sees who cannot have it: the one who said so last, once until there is space again. */
  async #tellWithoutSpace({ in: conversation, seq, hash, accounts }: FileWithoutSpace) {
    const { picture, tell } = this.#parts;
    const key = `${conversation} ${seq} ${hash}`;
    const known = this.#withoutSpace.get(key) ?? [];
    if (accounts.length > 0) this.#withoutSpace.set(key, accounts);
    else this.#withoutSpace.delete(key);
    const fresh = accounts.filter((account) => !known.includes(account));
    if (fresh.length === 0) return;
    const [entry] = await this.#read(conversation, { to: seq, limit: 1 });
    const files = entry?.type === 'message' && entry.seq === seq ? entry.files : undefined;
    const file = files?.find((each) => each.hash === hash)?.name;
    if (file === undefined) return;
    for (const account of fresh) tell({ is: 'no-space', name: picture.nameOf(account), file });
  }

  /** Each is told once, also of those who waited before one came in. */
  #tellKnocks({ knocks }: Pick<RoomView, 'knocks'>): void {
    const waiting = new Set(knocks.map(({ knock }) => knock));
    for (const told of this.#knocks) if (!waiting.has(told)) this.#knocks.delete(told);
    for (const { knock, name, address, at } of knocks) {
      if (this.#knocks.has(knock)) continue;
      this.#knocks.add(knock);
      this.#parts.tell({ is: 'knock', name, address, at });
    }
  }

  async #tellPast(view: ConversationView): Promise<void> {
    const { in: conversation, lastSeq: to, readSeq, unread } = view;
    const missed = unread > 0 ? to - readSeq : 0;
    const wanted = Math.max(missed, conversation === everyone ? pastLines : 0);
    if (to === 0 || wanted === 0) return;
    const count = Math.min(wanted, pageLines, this.#parts.mostLinesAtOnce);
    if (missed > count) this.#parts.tell({ is: 'skipped', count: missed - count });
    // What was done to messages meanwhile is told after them.
    const entries = await this.#read(conversation, { to, limit: count, changes: true });
    for (const entry of entries) this.#tellEntry(conversation, entry, entry.seq <= readSeq);
    this.#markRead(conversation, to);
  }

  async #read(
    conversation: ConversationId,
    { to, ...part }: { to: number; limit: number; changes?: true },
  ): Promise<Entry[]> {
    const { bridge, picture } = this.#parts;
    const page = await bridge.request('timeline/page', {
      room: picture.room.room,
      in: conversation,
      before: to + 1,
      ...part,
    });
    return page.ok ? page.value.entries : [];
  }

  #tellEntries(conversation: ConversationId, entries: readonly Entry[], isOld: boolean): void {
    const { tell, mostLinesAtOnce } = this.#parts;
    const last = entries.at(-1);
    if (!last) return;
    this.#told.set(conversation, last.seq);
    const shown = entries.slice(-mostLinesAtOnce);
    if (shown.length < entries.length) {
      tell({ is: 'skipped', count: entries.length - shown.length });
    }
    for (const entry of shown) this.#tellEntry(conversation, entry, isOld);
    this.#markRead(conversation, last.seq);
  }

  #tellEntry(conversation: ConversationId, entry: Entry, isOld: boolean): void {
    const { picture, tell } = this.#parts;
    const { account: own } = picture.room;
    const { at } = entry;
    if (entry.type === 'message') {
      const { from, text, reply } = entry;
      // Of what was deleted before it came here only that is told, by its own entry.
      if (picture.blocked.has(from) || text === '') return;
      const place = picture.placeOf(conversation);
      const isOwn = from === own && entry.imported === undefined;
      return tell({
        is: 'message',
        place,
        from: picture.nameOf(from),
        imported: entry.imported,
        isOwn,
        text,
        at,
        isOld,
        number: picture.numbers.of(conversation, entry.seq),
        reply: reply === undefined ? undefined : picture.numbers.known(conversation, reply),
        forwarded: entry.forwarded && picture.nameOf(entry.forwarded),
        files: entry.files,
      });
    }
    if (entry.type === 'expired') return;
    // Nobody is told of oneself.
    if ((entry.type === 'joined' || entry.type === 'left') && entry.account === own) return;
    const told = tellEntry(entry, {
      nameOf: (account) => picture.nameOf(account),
      groupName: (group) => (picture.groups.has(group) ? picture.groupName(group) : undefined),
    });
    const number =
      'target' in entry ? picture.numbers.known(conversation, entry.target) : undefined;
    tell({ is: 'entry', told, at, isOld, number });
  }

  /** So that the next time only what was missed is told as new. */
  #markRead(conversation: ConversationId, seq: number): void {
    const { bridge, picture } = this.#parts;
    const { room } = picture.room;
    void bridge.request('conversation/mark-read', { room, in: conversation, seq });
  }

  #isAllSent(): boolean {
    const { picture } = this.#parts;
    return !picture.isLive || picture.unsent === 0;
  }

  #lookSent(): void {
    if (this.#sent.length === 0 || !this.#isAllSent()) return;
    for (const resolve of this.#sent.splice(0)) resolve();
  }
}
