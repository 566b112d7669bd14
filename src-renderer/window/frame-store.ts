import { createStore } from 'zustand/vanilla';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

type Overlay = 'switcher' | 'settings' | 'shortcuts';
/** `person` is the card of the frame's `person`, `group` the details of the shown group conversation. */
export type SidePane =
  | 'members'
  | 'host'
  | 'search'
  | 'person'
  | 'group'
  | 'rules'
  | 'saved'
  | 'files'
  | 'away';

/** A short line that goes by itself; `key` and `params` are said in the language of the moment. */
export type Notice =
  | { id: number; key: 'notice.welcome'; params: { room: string; name: string } }
  | { id: number; key: 'notice.goodbye' | 'notice.closed'; params: { room: string } }
  | { id: number; key: 'notice.text'; params: { text: string }; action?: NoticeAction }
  | { id: number; key: 'notice.found'; params: { finding: StoreFinding } }
  | { id: number; key: 'notice.refused'; params: { refusal: Refusal } };
/** What a notice offers to do, such as taking back what it tells of. */
type NoticeAction = { label: string; run: () => void };
export type NoticeDraft = Notice extends infer N
  ? N extends Notice
    ? Omit<N, 'id'>
    : never
  : never;

/** Closing a hosted room, and leaving any room for good, are asked for twice; a password is asked for. */
export type RoomQuestion = {
  to: 'close' | 'leave' | 'password' | 'devices';
  room: RoomInside;
};

/** What is to be taken out of Oda: a conversation, by its name, or everything. */
export type ExportAsked = { room?: RoomId; in?: ConversationId; name?: string };

/** What the one column of a narrow window shows. */
export type Page = 'list' | 'conversation' | 'details';

export type FrameState = {
  /** The dialog on top; one at most. */
  overlay: Overlay | undefined;
  /** What stands at the right; `undefined` if it is closed. */
  pane: SidePane | undefined;
  /** Undefined if the columns stand side by side. */
  page: Page | undefined;
  /** Whose card the pane `person` shows. */
  person: AccountId | undefined;
  notices: readonly Notice[];
  question: RoomQuestion | undefined;
  exporting: ExportAsked | undefined;
  /** Of the room that this computer hosts, into which something of elsewhere is to be brought. */
  importing: RoomId | undefined;
  /** With what the system has opened Oda, until the screen where one joins takes it. */
  link: string | undefined;
};

/** More than this at once and the oldest goes. */
const mostNotices = 3;

export type FrameStore = ReturnType<typeof createFrameStore>;

/** What is open in the window's frame. */
export function createFrameStore() {
  const store = createStore<FrameState>(() => ({
    overlay: undefined,
    pane: undefined,
    page: undefined,
    person: undefined,
    notices: [],
    question: undefined,
    exporting: undefined,
    importing: undefined,
    link: undefined,
  }));
  let lastId = 0;
  const notify = (draft: NoticeDraft) => {
    lastId += 1;
    const notice: Notice = { ...draft, id: lastId };
    store.setState((state) => ({ notices: [...state.notices, notice].slice(-mostNotices) }));
  };
  return Object.assign(store, {
    openOverlay: (overlay: Overlay) => store.setState({ overlay }),
    closeOverlay: () => store.setState({ overlay: undefined }),
    showPane: (shown: SidePane) => store.setState({ pane: shown }),
    closePane: () => store.setState({ pane: undefined }),
    togglePane: (wanted: SidePane) =>
      store.setState((state) => ({ pane: state.pane === wanted ? undefined : wanted })),
    showPerson: (person: AccountId) => store.setState({ pane: 'person', person }),
    turnTo: (page: Page | undefined) => store.setState({ page }),
    open: (link: string) => store.setState({ link }),
    takeLink() {
      const { link } = store.getState();
      if (link !== undefined) store.setState({ link: undefined });
      return link;
    },
    askImport: (importing: RoomId | undefined) => store.setState({ importing }),
    askExport: (exporting: ExportAsked | undefined) => store.setState({ exporting }),
    ask: (question: RoomQuestion | undefined) => store.setState({ question }),
    notify,
    tell: (text: string, action?: NoticeAction) =>
      notify({ key: 'notice.text', params: { text }, ...(action ? { action } : {}) }),
    refuse: (refusal: Refusal) => notify({ key: 'notice.refused', params: { refusal } }),
    dismiss: (id: number) =>
      store.setState((state) => ({ notices: state.notices.filter((own) => own.id !== id) })),
  });
}
