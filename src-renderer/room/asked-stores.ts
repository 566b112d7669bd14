import { createStore } from 'zustand/vanilla';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { textBefore } from './writing.ts';

/** A dialog about the people of the room; of each kind one at most is open. */
export type RoomDialog =
  | { is: 'block'; account: AccountId }
  /** Of somebody who has lost a password. */
  | { is: 'reset-code'; account: AccountId }
  /** A group conversation that is not made yet, with those who are chosen already. */
  | { is: 'new-group'; name: string; members: readonly AccountId[] }
  | { is: 'rename-group'; in: ConversationId }
  | { is: 'add-to-group'; in: ConversationId }
  | { is: 'leave-group'; in: ConversationId }
  /** All topics of the room (`typed`: those of such a name), one that is not made yet, one that is changed. */
  | { is: 'topics'; typed?: string }
  | { is: 'new-topic'; name: string; about?: string }
  | { is: 'change-topic' | 'archive-topic'; in: ConversationId }
  /** A contact group that is not made yet, with those who are chosen already. */
  | { is: 'new-contact-group'; name?: string; members: readonly AccountId[] }
  /** One to be renamed or filled. */
  | { is: 'contact-group'; group: string }
  /** What the owner and moderators do to somebody. */
  | { is: 'mute' | 'kick' | 'ban'; account: AccountId }
  | { is: 'hand-over'; account: AccountId }
  /** One's own. */
  | { is: 'status' }
  /** A day of a conversation to go to. */
  | { is: 'go-to-day'; in: ConversationId };

/** `begun` tells it from those that were asked for before, `turn` counts how often it was brought to the top. */
export type OpenDialog = RoomDialog & { begun: number; turn?: number };

type MakingDialog = Extract<RoomDialog, { is: 'new-group' | 'new-topic' | 'new-contact-group' }>;
const making: ReadonlySet<RoomDialog['is']> = new Set<MakingDialog['is']>([
  'new-group',
  'new-topic',
  'new-contact-group',
]);

type DialogState = {
  open: readonly OpenDialog[];
  /** What is typed for a group that is still to be made, while no dialog shows it; empty if nothing is. */
  firstWords: string;
  /** What is written to contact groups and not sent, by group. */
  groupTexts: ReadonlyMap<string, string>;
};

export type DialogStore = ReturnType<typeof createDialogStore>;

/** For each room that a window shows its dialogs, the same whenever it is shown again. */
export function createDialogsOfRooms(): (room: RoomId) => DialogStore {
  const stores = new Map<RoomId, DialogStore>();
  return (room) => {
    const store = stores.get(room) ?? createDialogStore();
    stores.set(room, store);
    return store;
  };
}

/** Menus that close at once ask for dialogs here; the room's screen shows them. */
export function createDialogStore() {
  let begun = 0;
  /** The one on top is the last. */
  const store = createStore<DialogState>(() => ({
    open: [],
    firstWords: '',
    groupTexts: new Map(),
  }));
  return Object.assign(store, {
    /**
     * Over those that are open, which keep what was typed there. The same one is brought to the top, with what was typed
     * in it; one of this kind that is about something else is not wanted any more.
     */
    open: (dialog: RoomDialog) =>
      store.setState(({ open }) => {
        const known = open.find((one) => dialogKey(one) === dialogKey(dialog));
        if (known && known === open.at(-1)) return {};
        const others = open.filter(({ is }) => is !== dialog.is);
        const turned = known && { ...known, turn: (known.turn ?? 0) + 1 };
        return { open: [...others, turned ?? { ...dialog, begun: (begun += 1) }] };
      }),
    /** The one that was `begun` so. */
    close: (own: number) =>
      store.setState(({ open }) => ({ open: open.filter((one) => one.begun !== own) })),
    /** Of what is being made so much is typed and chosen now. */
    keep: (dialog: MakingDialog) =>
      store.setState(({ open }) => ({
        open: open.map((one) => (one.is === dialog.is ? { ...one, ...dialog } : one)),
      })),
    /** For the dialog of the next group that is to be made, before what is kept for it already. */
    keepFirstWords: (text: string) =>
      store.setState(({ firstWords }) => ({
        firstWords: text === '' ? firstWords : textBefore(text, firstWords),
      })),
    takeFirstWords(): string {
      const { firstWords } = store.getState();
      if (firstWords !== '') store.setState({ firstWords: '' });
      return firstWords;
    },
    keepGroupText: (group: string, text: string) =>
      store.setState(({ groupTexts }) => ({ groupTexts: new Map(groupTexts).set(group, text) })),
    /** The room is not shown any more: what is half made is open again when one comes back. */
    leave: () => store.setState(({ open }) => ({ open: open.filter(({ is }) => making.has(is)) })),
  });
}

/** The same for those that are about the same; what is being made is the same whatever it was begun with. */
function dialogKey(dialog: RoomDialog): string {
  return `${dialog.is} ${targetOf(dialog)}`;
}

function targetOf(dialog: RoomDialog): string {
  if ('in' in dialog) return dialog.in;
  if ('account' in dialog) return dialog.account;
  if ('group' in dialog) return dialog.group;
  return 'typed' in dialog ? (dialog.typed ?? '') : '';
}

type Place = { in: ConversationId; seq: number };

type JumpState = {
  to: Place | undefined;
  /** What is to have the focus as soon as it is there; until then nobody else takes it. */
  landing: Place | undefined;
};

export type JumpStore = ReturnType<typeof createJumpStore>;

/** Which entry to go to, asked for by one part of the window, until the conversation's timeline takes it. */
export function createJumpStore() {
  const store = createStore<JumpState>(() => ({ to: undefined, landing: undefined }));
  return Object.assign(store, {
    jump: (conversation: ConversationId, seq: number) =>
      store.setState({ to: { in: conversation, seq }, landing: undefined }),
    /** The same, and the entry has the focus then: no key that is pressed again writes or sends. */
    land: (conversation: ConversationId, seq: number) => {
      const place = { in: conversation, seq };
      store.setState({ to: place, landing: place });
    },
    landed: () => store.setState({ landing: undefined }),
    /** Ends the landing that stands there now, if it is not over and no other one was asked for since. */
    landingEnd: () => {
      const { landing } = store.getState();
      return () => {
        if (store.getState().landing === landing) store.setState({ landing: undefined });
      };
    },
    /** In any entry of the conversation, or in this one. */
    isLandingIn: (conversation: ConversationId | undefined, seq?: number) => {
      const { landing } = store.getState();
      if (!landing || landing.in !== conversation) return false;
      return seq === undefined || landing.seq === seq;
    },
    /** The number that is asked for in this conversation; it is not asked for any more then. */
    take: (conversation: ConversationId) => {
      const { to } = store.getState();
      if (to?.in !== conversation) return undefined;
      store.setState({ to: undefined });
      return to.seq;
    },
  });
}
