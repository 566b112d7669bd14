import type { Refusal } from '../protocol/codes.ts';
import type { Entry } from '../protocol/entries.ts';
import type { Member } from '../protocol/members.ts';
import type { ConversationId, RoomId, PrivateId } from '../protocol/ids.ts';
import type { Answer, RequestName, RequestParams, RequestResults } from './requests.ts';
import type { Settings } from './settings.ts';
import type {
  ContactGroupView,
  ContactView,
  GroupMessageView,
  GroupView,
  ConversationView,
  HostLogLine,
  HostStatus,
  OutboxItem,
  RoomView,
  PrivateView,
} from './views.ts';

/** What the main process tells every window without being asked. */
export type Pushes = {
  'settings/changed': Settings;
  /** A link waits to be taken. */
  'link/arrived': object;
  /** Something turned out about what is on this person's disk. */
  'finding/arrived': object;
  'room/changed': RoomView;
  'room/removed': { room: RoomId };
  /** The room's numbers no longer fit this computer's copy, which is fetched again (W9). */
  'room/resynced': { room: RoomId; cause: Refusal };
  /** Only the conversations that changed. */
  'conversation/changed': ConversationView[];
  /** New entries at the end of a conversation, oldest first, without holes. */
  'timeline/appended': { room: RoomId; in: ConversationId; entries: Entry[] };
  /** The newest message of somebody else that came just now, not one that was fetched. */
  'message/arrived': {
    room: RoomId;
    roomName: string;
    /** Where it was said in a group. */
    groupName?: string | undefined;
    in: ConversationId;
    seq: number;
    /** The sender's name. */
    from: string;
    /** Its beginning. */
    text: string;
  };
  /** Everything that waits or failed in this conversation, oldest first. */
  'outbox/changed': { room: RoomId; in: ConversationId; items: OutboxItem[] };
  /** Only the members that changed. */
  'member/changed': { room: RoomId; members: Member[] };
  /** Only the groups that changed. */
  'group/changed': GroupView[];
  'contact/changed': ContactView;
  'contact-group/changed': ContactGroupView;
  'contact-group/removed': { room: RoomId; group: string };
  /** A group message, or how one of its copies stands. */
  'group-message/changed': GroupMessageView;
  /** The whole of it as it stands now. */
  'private/changed': PrivateView;
  'private/removed': { room: RoomId; private: PrivateId };
  'host/changed': HostStatus;
  'host/logged': { room: RoomId; lines: HostLogLine[] };
};
export type PushName = keyof Pushes;

/**
 * `reconnecting`: requests are answered `bridge-closed` for now; when it is back in `open` the page
 * loads itself again, as pushes were missed. `ended`: the app behind it has stopped.
 */
export type BridgeState = 'open' | 'reconnecting' | 'ended';

/** The one interface that windows see of the rest of the app. */
export interface OdaBridge {
  request<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<Answer<RequestResults[N]>>;
  /** Returns what ends the subscription. */
  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void;
  /**
   * Where the bridge can break while the page lives on (the browser shell): hears the present state
   * at once and every change. Returns what ends the subscription.
   */
  onState?(listener: (state: BridgeState) => void): () => void;
  /** Brings this window to the front, where `window.focus()` alone does not. */
  raise?(): void;
}

export const pushNames = [
  'settings/changed',
  'link/arrived',
  'finding/arrived',
  'room/changed',
  'room/removed',
  'room/resynced',
  'conversation/changed',
  'timeline/appended',
  'message/arrived',
  'outbox/changed',
  'member/changed',
  'group/changed',
  'contact/changed',
  'contact-group/changed',
  'contact-group/removed',
  'group-message/changed',
  'private/changed',
  'private/removed',
  'host/changed',
  'host/logged',
] as const satisfies readonly PushName[];
