import type { Pushes } from '../../../src-shared/bridge/bridge.ts';
import type {
  ConnectionState,
  ContactGroupView,
  GroupView,
  OutboxItem,
  PrivateMessage,
  PrivateView,
  RoomOpened,
  RoomView,
} from '../../../src-shared/bridge/views.ts';
import type { Member } from '../../../src-shared/protocol/frames.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  PrivateId,
} from '../../../src-shared/protocol/ids.ts';

type FailedItem = OutboxItem & { state: Extract<OutboxItem['state'], { is: 'failed' }> };

/** What a terminal knows of its room, and what of it has been told already. */
export class RoomPicture {
  room: RoomView;
  readonly members: Map<AccountId, Member>;
  readonly groups: Map<ConversationId, GroupView>;
  readonly contactGroups: Map<string, ContactGroupView>;
  readonly privates: Map<PrivateId, PrivateView>;
  readonly #failed = new Set<Cid>();
  /** Messages of private chats that were told. */
  readonly #told = new Set<Cid>();
  #connection: 'live' | 'waiting' | 'closed' = 'live';

  constructor({ room, members, groups, contactGroups, privates, outbox }: RoomOpened) {
    this.room = room;
    this.members = new Map(members.map((member) => [member.account, member]));
    this.groups = new Map(groups.map((group) => [group.in, group]));
    this.contactGroups = new Map(contactGroups.map((group) => [group.group, group]));
    this.privates = new Map(privates.map((view) => [view.private, view]));
    for (const { cid, state } of outbox) if (state.is === 'failed') this.#failed.add(cid);
  }

  nameOf(account: AccountId): string {
    return this.members.get(account)?.name ?? account;
  }

  groupName(conversation: ConversationId): string {
    return this.groups.get(conversation)?.name ?? conversation;
  }

  /** Whether it is worth a word: lost, back again, or ended for good. */
  hasConnectionTurned({ state }: ConnectionState): boolean {
    if (state !== 'live' && state !== 'waiting' && state !== 'closed') return false;
    if (state === this.#connection) return false;
    this.#connection = state;
    return true;
  }

  newlyFailed({ items }: Pushes['outbox/changed']): FailedItem[] {
    const failed = items.filter((item): item is FailedItem => item.state.is === 'failed');
    const fresh = failed.filter(({ cid }) => !this.#failed.has(cid));
    for (const { cid } of fresh) this.#failed.add(cid);
    return fresh;
  }

  /** Takes a private chat over and says what of it is new. */
  keepPrivate(view: PrivateView): { isStateNew: boolean; messages: PrivateMessage[] } {
    const before = this.privates.get(view.private);
    const isSame = before !== undefined && before !== view && stateKey(before) === stateKey(view);
    this.privates.set(view.private, view);
    const messages = view.messages.filter(({ cid }) => !this.#told.has(cid));
    for (const { cid } of messages) this.#told.add(cid);
    return { isStateNew: !isSame, messages };
  }
}

function stateKey({ state }: PrivateView): string {
  return state.is === 'interrupted' ? `${state.is} ${state.who}` : state.is;
}
