import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { RefusalCode } from '../../../src-shared/protocol/codes.ts';
import type { Pushes } from '../../../src-shared/bridge/bridge.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { ContactGroupView } from '../../../src-shared/bridge/contacts.ts';
import type { GroupView } from '../../../src-shared/bridge/groups.ts';
import type {
  ConnectionState,
  OutboxItem,
  PrivateView,
} from '../../../src-shared/member/own-copy.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import { conversationKind, directPartner, isTopic } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, PrivateId } from '../../../src-shared/protocol/ids.ts';
import type { Recorded } from '../../../src-shared/protocol/moderation.ts';
import { namesIn } from '../../../src-shared/typed/typed-world.ts';
import type { RecordedLine } from '../../../src-shared/typed/typed-world.ts';
import type { Place } from './happening.ts';
import { MessageNumbers } from './message-numbers.ts';

type FailedItem = OutboxItem & { state: Extract<OutboxItem['state'], { is: 'failed' }> };

/** Something else answers in the room's place. */
const elsewhere: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['another-key', 'another-room']);

/** What a terminal knows of its room, and what of it has been told already. */
export class RoomPicture {
  room: RoomView;
  readonly members: Map<AccountId, Member>;
  readonly groups: Map<ConversationId, GroupView>;
  readonly contactGroups: Map<string, ContactGroupView>;
  readonly privates: Map<PrivateId, PrivateView>;
  /** A terminal blocks nobody, but a window with the same data may have. */
  readonly blocked: ReadonlySet<AccountId>;
  readonly numbers = new MessageNumbers();
  readonly #outbox: Map<ConversationId, readonly OutboxItem[]>;
  /** Private chats that were told of as they stand in `privates`. */
  readonly #told = new Set<PrivateId>();
  #connection: 'live' | 'waiting' | 'elsewhere' | 'closed' = 'live';

  constructor(opened: RoomOpened) {
    const { room, members, groups, contacts, contactGroups, privates, outbox } = opened;
    this.room = room;
    this.members = new Map(members.map((member) => [member.account, member]));
    this.groups = new Map(groups.map((group) => [group.in, group]));
    this.contactGroups = new Map(contactGroups.map((group) => [group.group, group]));
    this.privates = new Map(privates.map((view) => [view.private, view]));
    this.blocked = new Set(contacts.flatMap(({ account, blocked }) => (blocked ? [account] : [])));
    this.#outbox = Map.groupBy(outbox, (item) => item.in);
  }

  get isLive(): boolean {
    return this.room.connection.is === 'live';
  }

  nameOf(account: AccountId): string {
    return this.members.get(account)?.name ?? account;
  }

  groupName(conversation: ConversationId): string {
    const name = this.groups.get(conversation)?.name ?? conversation;
    return isTopic(conversation) ? `#${name}` : name;
  }

  /** `name` as a group or topic was called by who leads there: its own follows a moment later. */
  placeOf(conversation: ConversationId, name?: string): Place {
    switch (conversationKind(conversation)) {
      case 'everyone':
        return { is: 'everyone' };
      case 'group':
      case 'topic':
        return {
          is: 'group',
          name: this.groups.has(conversation)
            ? this.groupName(conversation)
            : (name ?? this.groupName(conversation)),
        };
      case 'direct': {
        const partner = directPartner(conversation, this.room.account);
        return { is: 'direct', partner: partner ? this.nameOf(partner) : '' };
      }
    }
  }

  /** Whether it is told: lost, back again, another room in its place, or ended for good. */
  hasConnectionTurned(connection: ConnectionState): boolean {
    const { is } = connection;
    if (is !== 'live' && is !== 'waiting' && is !== 'closed') return false;
    const isElsewhere = connection.is === 'waiting' && elsewhere.has(connection.cause.code);
    const turned = isElsewhere ? 'elsewhere' : is;
    if (turned === this.#connection) return false;
    this.#connection = turned;
    return true;
  }

  recorded(entry: Recorded): RecordedLine {
    const known = { members: this.members.values(), groups: this.groups.values() };
    return { entry, names: namesIn(known, entry) };
  }

  /** Takes over how somebody stands now; true if they have gone away from their keyboard or come back to it. */
  hasPresenceTurned(member: Member): boolean {
    const before = this.members.get(member.account)?.presence ?? 'offline';
    this.members.set(member.account, member);
    // Coming and going are told by the entries of the timeline.
    if (before === 'offline' || member.presence === 'offline') return false;
    return before !== member.presence && member.account !== this.room.account;
  }

  /** Takes over what waits in a conversation; answers with what has failed meanwhile. */
  keepOutbox({ in: conversation, items }: Pushes['outbox/changed']): FailedItem[] {
    const before = failedOf(this.#outbox.get(conversation) ?? []);
    if (items.length === 0) this.#outbox.delete(conversation);
    else this.#outbox.set(conversation, items);
    return failedOf(items).filter(({ cid }) => !before.some((known) => known.cid === cid));
  }

  /** Messages that the room has not acknowledged yet. */
  get unsent(): number {
    const sending = [...this.#outbox.values()].flat().filter(({ state }) => state.is === 'sending');
    const privately = [...this.privates.values()]
      .filter(isRunning)
      .flatMap(({ messages }) => messages.filter(({ state }) => state === 'sending'));
    return sending.length + privately.length;
  }

  /** The private chat with this person that both have agreed to; the newest with anybody if nobody is named. */
  runningPrivate(partner?: AccountId): PrivateView | undefined {
    return [...this.privates.values()].findLast(
      (view) => isRunning(view) && (partner === undefined || view.partner === partner),
    );
  }

  /** What a file is called that somebody gives in private, and who that is. */
  givenInPrivate(hash: FileHash): { file: string; partner: string } | undefined {
    for (const { messages, partnerName: partner } of this.privates.values())
      for (const { files = [] } of messages) {
        const found = files.find((file) => file.hash === hash);
        if (found) return { file: found.name, partner };
      }
    return undefined;
  }

  /** Takes a private chat over and says what of it is new, and what was not said and why. */
  keepPrivate(view: PrivateView) {
    const { private: id, messages, state } = view;
    const known = this.#told.has(id) ? this.privates.get(id) : undefined;
    this.privates.set(id, view);
    this.#told.add(id);
    const toldByCid = new Map(known?.messages.map((message) => [message.cid, message]));
    return {
      before: known?.state.is,
      isCompareNew: view.compare !== undefined && known?.compare === undefined,
      isStateNew: known === undefined || stateKey(known.state) !== stateKey(state),
      messages: messages.filter(({ cid }) => !toldByCid.has(cid)),
      failed: messages.flatMap(({ cid, refusal, text }) =>
        refusal && !toldByCid.get(cid)?.refusal ? [{ refusal, text }] : [],
      ),
    };
  }

  dropPrivate(id: PrivateId): void {
    this.privates.delete(id);
    this.#told.delete(id);
  }
}

function failedOf(items: readonly OutboxItem[]): FailedItem[] {
  return items.filter((item): item is FailedItem => item.state.is === 'failed');
}

function isRunning({ state }: PrivateView): boolean {
  return state.is === 'open' || state.is === 'interrupted';
}

function stateKey(state: PrivateView['state']): string {
  return state.is === 'interrupted' ? `${state.is} ${state.who}` : state.is;
}
