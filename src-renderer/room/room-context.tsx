import { createContext, useContext, useLayoutEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { useAppStores, type AppStores } from '../window/app-context.tsx';
import { AvatarPictures, AvatarTones, dealTones, keepPictures } from '../ui/avatar.tsx';
import { createComposerStore } from './composer-store.ts';
import { createMissedStore } from './missed-store.ts';
import { createNamesStore, type NamesState } from './names-store.ts';
import { createPainter } from '../ui/painter.ts';
import { createFileStore } from './file-store.ts';
import { createGroupWritings } from './group-writings.ts';
import { createPictureStore } from './picture-store.ts';
import { createSavedStore } from './saved-store.ts';
import { createSearchStore } from './search-store.ts';
import { createStagedStore } from './staged-store.ts';
import { createTopicStore } from './topic-store.ts';
import { createTypedStore } from './typed-store.ts';
import { createDialogStore, createJumpStore, type DialogStore } from './asked-stores.ts';
import { conversationOf, maxTextCharactersOf, outboxOf, privateAt } from './room-selectors.ts';
import { createRoomStore, type RoomState } from './room-store.ts';

/** What every part of a room's screen can use. */
export type RoomStores = ReturnType<typeof createRoomStores>;

const RoomContext = createContext<RoomStores | null>(null);

/** What is half made in a room stays where this does. */
export const DialogsOfRooms = createContext<(room: RoomId) => DialogStore>(() =>
  createDialogStore(),
);

type RoomProviderProps = {
  room: RoomId;
  /** What is shown are private chats: their files, and not those of the room. */
  isPrivate?: true | undefined;
  children: ReactNode;
};

/** Opens a room for everything below it and lets go of it in the end. */
export function RoomProvider({ room, isPrivate, children }: RoomProviderProps) {
  const app = useAppStores();
  const dialogsOf = useContext(DialogsOfRooms);
  const [stores, setStores] = useState<RoomStores>();
  // In the task that chose the room: what is typed from then on finds its composer.
  useLayoutEffect(() => {
    const made = createRoomStores({ ...app, dialogs: dialogsOf(room) }, room, isPrivate);
    setStores(made);
    const opened = made.room.open();
    void made.saved.open();
    void made.missed.open();
    // A window that is closed or hidden may never come back: what was written must be saved.
    const heard = new AbortController();
    window.addEventListener('pagehide', () => made.composer.leave(), heard);
    window.addEventListener('blur', () => made.composer.flush(), heard);
    return () => {
      heard.abort();
      made.dialogs.leave();
      made.search.dispose();
      made.saved.dispose();
      made.missed.dispose();
      made.topics.dispose();
      made.files.dispose();
      made.privateFiles.dispose();
      made.pictures.dispose();
      made.painter.dispose();
      // What was typed while the room opened is joined with the draft, which is known only then.
      void opened.then(() => made.composer.dispose());
      made.staged.dispose();
      made.room.dispose();
    };
  }, [app, dialogsOf, room, isPrivate]);
  if (!stores || stores.room.id !== room) return null;
  return (
    <RoomContext value={stores}>
      <PeopleTones>
        <PeoplePictures room={room}>{children}</PeoplePictures>
      </PeopleTones>
    </RoomContext>
  );
}

/** Who has a colour in this room keeps it as long as the room is shown. */
function PeopleTones({ children }: { children: ReactNode }) {
  const [select] = useState(() => {
    let dealt: ReadonlyMap<string, number> = new Map();
    return ({ members }: RoomState) => (dealt = dealTones(dealt, members.keys()));
  });
  return <AvatarTones value={useRoom(select)}>{children}</AvatarTones>;
}

/** Beside those of the rooms. */
function PeoplePictures({ room, children }: { room: RoomId; children: ReactNode }) {
  const ofRooms = useContext(AvatarPictures);
  const members = useRoom((state) => state.members);
  const [keep] = useState(keepPictures);
  const all = new Map(ofRooms);
  for (const { account, picture } of members.values())
    if (picture) all.set(account, { room, ...picture });
  return <AvatarPictures value={keep(all)}>{children}</AvatarPictures>;
}

export function useRoomStores(): RoomStores {
  const stores = useContext(RoomContext);
  if (!stores) throw new Error('useRoomStores outside of a RoomProvider');
  return stores;
}

/** A part of the room's state; lists that a selector builds are compared item by item. */
export function useRoom<T>(select: (state: RoomState) => T): T {
  return useStore(useRoomStores().room, useShallow(select));
}

/** The same for what is read of names only: with each message it is not looked at again, however many rows show one. */
export function useNames<T>(select: (state: NamesState) => T): T {
  return useStore(useRoomStores().names, useShallow(select));
}

type Around = AppStores & { dialogs: DialogStore };

function createRoomStores(app: Around, id: RoomId, isPrivate?: true) {
  const { bridge, clock, dialogs } = app;
  const room = createRoomStore(bridge, id);
  const maxTextCharacters = () => maxTextCharactersOf(room.getState());
  const painter = createPainter();
  const mostBytes = () => room.getState().room?.files.fileBytes ?? Infinity;
  const staged = createStagedStore(bridge, painter, {
    mostBytes,
    privateOf: (place) => {
      const view = privateAt(room.getState(), place);
      return view && { room: view.room, private: view.private };
    },
  });
  const files = createFileStore(bridge, id, isPrivate);
  const composer = createComposerStore(bridge, {
    room: id,
    staged,
    clock,
    maxTextCharacters,
    savedDraft: (conversation) => {
      const state = room.getState();
      return state.room && conversationOf(state, id, conversation).draft;
    },
    begunBefore: (conversation) => {
      const state = room.getState();
      const { aim } = conversationOf(state, id, conversation);
      return { aim, outbox: outboxOf(state, conversation) };
    },
  });
  const searched = () => {
    const state = room.getState();
    const members = [...state.members.values()];
    return { self: state.room?.account, members, groups: state.groups.values() };
  };
  return {
    ...app,
    room,
    names: createNamesStore(room),
    maxTextCharacters,
    composer,
    groupWritingOf: createGroupWritings(bridge, { room: id, maxTextCharacters, kept: dialogs }),
    staged,
    files,
    /** Of the room's private chats, wherever they are shown. */
    privateFiles: isPrivate ? files : createFileStore(bridge, id, true),
    pictures: createPictureStore(files, painter),
    painter,
    typed: createTypedStore(composer),
    jump: createJumpStore(),
    saved: createSavedStore(bridge, id),
    missed: createMissedStore(bridge, id),
    topics: createTopicStore(bridge, id, clock),
    search: createSearchStore(bridge, { room: id, clock, names: searched }),
  };
}
