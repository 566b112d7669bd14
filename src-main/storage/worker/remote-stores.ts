import type { Replica } from '../../client/replica-port.ts';
import type {
  AccountStore,
  GroupStore,
  ReceiptStore,
  RoomLog,
  RoomStore,
} from '../../room/ports.ts';
import type { OpenedRoom, OpenedStore, StoreShelf } from './shelf.ts';
import type { WorkerLink } from './worker-link.ts';
import { shelfNumber } from './worker-messages.ts';
import type { WorkerRequest } from './worker-messages.ts';

type Method = (...params: never[]) => Promise<unknown>;
type MethodsOf<T> = { [N in keyof T as T[N] extends Method ? N : never]: T[N] };

/** Makes functions that run a method of `T` in the worker. */
function asker<T>(link: WorkerLink, store: number, part: WorkerRequest['part'] = 'store') {
  return <N extends keyof MethodsOf<T> & string>(method: N): MethodsOf<T>[N] => {
    const ask = (...params: unknown[]) => link.call({ store, part, method, params });
    return ask as unknown as MethodsOf<T>[N];
  };
}

export function remoteShelf(link: WorkerLink): StoreShelf {
  const ask = asker<StoreShelf>(link, shelfNumber);
  return {
    createRoom: ask('createRoom'),
    openRoom: ask('openRoom'),
    openReplica: ask('openReplica'),
    looksDamaged: ask('looksDamaged'),
    mend: ask('mend'),
    close: ask('close'),
  };
}

export function remoteRoomStore(link: WorkerLink, { store, identity }: OpenedRoom): RoomStore {
  const ask = asker<RoomStore>(link, store);
  const askLog = asker<RoomLog>(link, store, 'log');
  const askAccounts = asker<AccountStore>(link, store, 'accounts');
  const askGroups = asker<GroupStore>(link, store, 'groups');
  const askReceipts = asker<ReceiptStore>(link, store, 'receipts');
  return {
    identity,
    log: {
      append: askLog('append'),
      readHistory: askLog('readHistory'),
      conversationsAfter: askLog('conversationsAfter'),
    },
    accounts: {
      list: askAccounts('list'),
      create: askAccounts('create'),
      releaseName: askAccounts('releaseName'),
      readPasswordHash: askAccounts('readPasswordHash'),
      changePassword: askAccounts('changePassword'),
      saveDevice: askAccounts('saveDevice'),
      hasDevice: askAccounts('hasDevice'),
      saveToken: askAccounts('saveToken'),
      replaceToken: askAccounts('replaceToken'),
      confirmToken: askAccounts('confirmToken'),
      endToken: askAccounts('endToken'),
      saveLastSeen: askAccounts('saveLastSeen'),
    },
    groups: { list: askGroups('list') },
    receipts: { save: askReceipts('save'), list: askReceipts('list') },
    fullDisk: ask('fullDisk'),
    readOptions: ask('readOptions'),
    saveOptions: ask('saveOptions'),
    size: ask('size'),
    nextFinding: ask('nextFinding'),
    close: closeOnce(ask('close')),
  };
}

export function remoteReplica(link: WorkerLink, { store }: OpenedStore): Replica {
  const ask = asker<Replica>(link, store);
  return {
    profile: ask('profile'),
    readSettings: ask('readSettings'),
    saveSettings: ask('saveSettings'),
    listRooms: ask('listRooms'),
    saveRoom: ask('saveRoom'),
    updateRoom: ask('updateRoom'),
    removeRoom: ask('removeRoom'),
    clearCopy: ask('clearCopy'),
    listMembers: ask('listMembers'),
    saveMembers: ask('saveMembers'),
    listConversations: ask('listConversations'),
    addEntries: ask('addEntries'),
    markRead: ask('markRead'),
    readTimeline: ask('readTimeline'),
    search: ask('search'),
    markDelivered: ask('markDelivered'),
    listGroups: ask('listGroups'),
    saveGroups: ask('saveGroups'),
    listContacts: ask('listContacts'),
    saveContact: ask('saveContact'),
    listContactGroups: ask('listContactGroups'),
    saveContactGroup: ask('saveContactGroup'),
    removeContactGroup: ask('removeContactGroup'),
    addGroupMessage: ask('addGroupMessage'),
    listGroupMessages: ask('listGroupMessages'),
    findGroupMessages: ask('findGroupMessages'),
    saveDraft: ask('saveDraft'),
    listOutbox: ask('listOutbox'),
    addToOutbox: ask('addToOutbox'),
    changeOutbox: ask('changeOutbox'),
    removeFromOutbox: ask('removeFromOutbox'),
    size: ask('size'),
    nextFinding: ask('nextFinding'),
    close: closeOnce(ask('close')),
  };
}

/** A store that is closed already has nothing left to say. */
function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => (closed ??= close());
}
