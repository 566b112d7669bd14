import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type {
  Answer,
  Command,
  CommandOf,
  NoticeFrame,
} from '../../../src-shared/protocol/protocol.ts';
import { encodeFrame, encodeListed } from '../../../src-shared/protocol/encode-frame.ts';
import { listedJson, partsOf } from '../../../src-shared/protocol/entry-parts.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { Member, Presence } from '../../../src-shared/protocol/members.ts';
import { roleOf } from '../../../src-shared/protocol/roles.ts';
import type { Standing } from '../../room/roster.ts';
import type { HistoryPage } from '../../../src-shared/protocol/history.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, Epoch, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { KnownName } from '../../../src-shared/typed/read-address.ts';
import { checkName } from '../../../src-shared/text/names.ts';
import type { RoomDirectory, SessionPeer, SessionPort } from '../../server/session-port.ts';

/** A room's directory for tests: who was put into it. */
export class ScriptedDirectory implements RoomDirectory {
  readonly id = 'room-room-room-r' as RoomId;
  name = 'Mutfak';
  logsTexts = false;
  hasPassword = false;
  readonly forbidden = usualRoomSettings.forbidden;
  readonly #members = new Map<AccountId, Member>();
  readonly groups: Group[] = [];

  /** Puts somebody in, or changes what is known of them. */
  put(name: string, fields: Partial<Member> = {}): Member {
    const account = fields.account ?? accountOf(this.#members.size);
    const member: Member = { account, name, presence: 'online', ...fields };
    this.#members.set(account, member);
    return member;
  }

  member(account: AccountId): Member | undefined {
    return this.#members.get(account);
  }

  findMember(name: string): Member | undefined {
    const key = keyOf(name);
    return [...this.#members.values()].find((member) => keyOf(member.name) === key);
  }

  names(): Iterable<KnownName> {
    return [...this.#members.values()].map(({ name }) => ({ name, nameKey: keyOf(name) }));
  }

  standing(account: AccountId): Standing | undefined {
    const member = this.#members.get(account);
    return member && { ...member, role: roleOf(member) };
  }

  standings(from = 0): Standing[] {
    const standings = [...this.#members.values()].slice(from);
    return standings.map((member) => ({ ...member, role: roleOf(member) }));
  }

  placeOf(account: AccountId): number | undefined {
    const place = [...this.#members.keys()].indexOf(account);
    return place === -1 ? undefined : place;
  }

  accountAt(place: number): AccountId | undefined {
    return this.standings()[place]?.account;
  }

  eachPresence(see: (place: number, presence: Presence) => void): void {
    for (const [place, { presence }] of this.standings().entries()) see(place, presence);
  }

  sessionsOf(account: AccountId): number {
    return this.#members.get(account)?.presence === 'offline' ? 0 : 1;
  }

  groupsOf(account: AccountId): Group[] {
    return this.groups.filter((group) => group.members.includes(account));
  }

  topics(): Iterable<Topic> {
    return [];
  }

  topic(): undefined {}

  findTopic(): undefined {}

  peopleIn(conversation: ConversationId): AccountId[] {
    return this.groups.find((group) => group.in === conversation)?.members ?? [];
  }
}

/**
 * The room behind a dialect, for tests: takes everybody in under the name they say, answers at once, and
 * delivers to its one peer. `refuseNext` holds refusals for the commands that come next.
 */
export class ScriptedPort implements SessionPort {
  readonly room: ScriptedDirectory;
  readonly commands: Command[] = [];
  readonly refuseNext: { type: Command['type']; refusal: Refusal }[] = [];
  readonly entries: Entry[] = [];
  /** Commands that are given no answer. */
  readonly unanswered = new Set<Command['type']>();
  logsTexts = false;
  heardCount = 0;
  closedWith: (Refusal['code'] | undefined)[] = [];
  readonly #peer: SessionPeer;
  #self: AccountId | undefined;

  constructor(peer: SessionPeer, room: ScriptedDirectory) {
    this.#peer = peer;
    this.room = room;
  }

  handle(command: Command): void {
    this.commands.push(command);
    const { rid, type } = command;
    if (this.unanswered.has(type)) return;
    const place = this.refuseNext.findIndex((refused) => refused.type === type);
    const refused = place < 0 ? undefined : this.refuseNext.splice(place, 1)[0];
    if (refused) return this.#peer.refuse(rid, refused.refusal);
    if (command.type === 'sign-in') return this.#admit(rid, this.room.put(command.name));
    if (command.type === 'read-history') this.#peer.answerPage(rid, this.#pageOf(command));
    else this.#peer.answer(rid, this.#answerOf(command));
    const last = this.entries.at(-1);
    if (type === 'send-message' && last) this.deliver(last);
    if (type === 'sign-out') this.#peer.end({ code: 'signed-out' });
  }

  enterAsGuest(rid: number, name: string): void {
    this.#admit(rid, this.room.put(name, { guest: true }));
  }

  heard(): void {
    this.heardCount += 1;
  }

  self(): Member | undefined {
    return this.#self && this.room.member(this.#self);
  }

  account(): AccountId | undefined {
    return this.#self;
  }

  closed(reason: Refusal['code'] | undefined): void {
    this.closedWith.push(reason);
  }

  /** All in one delivery, to the conversation of the first. */
  deliver(first: Entry, ...others: Entry[]): void {
    this.deliverList([first, ...others]);
  }

  /** The same list for all who hear of it, as the room's runner delivers. */
  deliverList(entries: readonly [Entry, ...Entry[]]): void {
    const listed = entries.map((entry) =>
      listedJson({ parts: partsOf(entry), place: entry }, undefined, 'everybody'),
    );
    const bytes = Buffer.from(encodeListed(listed));
    this.#peer.deliver({ conversation: entries[0].in, entries, bytes, urgency: 'now' });
  }

  /** An answer that was held back. */
  answer(rid: number, fields: Answer): void {
    this.#peer.answer(rid, fields);
  }

  notice(frame: NoticeFrame): void {
    this.#peer.notice({ frames: [frame], bytes: Buffer.from(encodeFrame(frame)), urgency: 'now' });
  }

  #admit(rid: number, self: Member): void {
    this.#self = self.account;
    this.#peer.admitted();
    this.#peer.answer(rid, { account: self.account, name: self.name, created: true });
  }

  #answerOf(command: Command): Answer {
    const { id, name } = this.room;
    switch (command.type) {
      case 'hello':
        return {
          protocol: 1,
          room: {
            id,
            name,
            epoch: 'epoch--1' as Epoch,
            logsTexts: this.logsTexts,
            plain: false,
            access: 'open',
            files: usualFileTerms,
            settings: usualRoomSettings,
          },
          limits,
        };
      case 'send-message':
        return this.#store(command);
      case 'add-reaction':
        // It is delivered when a test says so.
        return { in: command.in, ...placeOf(this.entries.length + 1) };
      case 'sync':
        return { conversations: [{ in: everyone, lastSeq: 1, lastId: 1 }], head: 1 };
      default:
        return {};
    }
  }

  #pageOf({ in: conversation }: CommandOf<'read-history'>): HistoryPage {
    const entries = this.entries.filter((entry) => entry.in === conversation);
    return { entries: new TextEncoder().encode(JSON.stringify(entries)), more: false };
  }

  #store({ in: conversation, cid, text }: CommandOf<'send-message'>): Answer {
    const id = this.entries.length + 1;
    const place = { in: conversation, ...placeOf(id) };
    const from = this.#self ?? accountOf(0);
    this.entries.push({ type: 'message', ...place, from, cid, text });
    return place;
  }
}

function placeOf(id: number): { seq: number; id: number; at: number } {
  return { seq: id, id, at: 1_750_000_000_000 + id };
}

function accountOf(place: number): AccountId {
  return `account${String(place).padStart(3, '0')}` as AccountId;
}

function keyOf(name: string): string {
  const checked = checkName(name);
  return checked.ok ? checked.nameKey : name;
}
