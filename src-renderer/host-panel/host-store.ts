import { createStore } from 'zustand/vanilla';
import type { OdaBridge, RequestParams } from '../../src-shared/bridge/bridge.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import { keepEqual } from '../bridge/keep-equal.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { FilesOfRoom } from '../../src-shared/host/files-of-room.ts';
import type { HostStatus, InviteOfRoom } from '../../src-shared/bridge/host.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { InviteId, RoomId } from '../../src-shared/protocol/ids.ts';

/** More than this is in the log's file, not on the screen. */
export const mostLogLines = 1000;

/** `key` stays the same while older lines go. */
export type ShownLine = HostLogLine & { key: number };

export type NewInvite = Omit<RequestParams<'host/make-invite'>, 'room'>;
export type NetworkChange = Omit<RequestParams<'host/change-network'>, 'room'>;
type BackupChange = Omit<RequestParams<'host/change-backup'>, 'room'>;
export type HostStore = ReturnType<typeof createHostStore>;

type HostState = {
  status: HostStatus | undefined;
  refusal: Refusal | undefined;
  /** The newest first; undefined until they were asked for. */
  invites: readonly InviteOfRoom[] | undefined;
  /** Undefined until it was asked for. */
  files: FilesOfRoom | undefined;
  /** Oldest first. */
  lines: readonly ShownLine[];
};

/** What the host's panel shows of one room, as long as it is open. */
export function createHostStore(bridge: OdaBridge, room: RoomId) {
  const store = createStore<HostState>(() => ({
    status: undefined,
    refusal: undefined,
    invites: undefined,
    files: undefined,
    lines: [],
  }));
  let lastKey = 0;
  const numbered = (lines: readonly HostLogLine[]) =>
    lines.map((line) => {
      lastKey += 1;
      return { ...line, key: lastKey };
    });

  /** What kept it from being done. */
  function keepStatus(answer: Outcome<HostStatus>): Refusal | undefined {
    if (!answer.ok) return answer.refusal;
    store.setState({ status: answer.value });
    return undefined;
  }

  function keep(lines: readonly HostLogLine[]): void {
    store.setState((state) => ({
      lines: [...state.lines, ...numbered(lines)].slice(-mostLogLines),
    }));
  }

  async function load(): Promise<Partial<HostState> & { log: readonly HostLogLine[] }> {
    const [status, log] = await Promise.all([
      bridge.request('host/status', { room }),
      bridge.request('host/log', { room }),
    ]);
    return {
      ...(status.ok ? { status: status.value, refusal: undefined } : { refusal: status.refusal }),
      log: log.ok ? log.value : [],
    };
  }

  return Object.assign(store, {
    changeOptions: async (change: Partial<HostOptions>) =>
      keepStatus(await bridge.request('host/change-options', { room, ...change })),
    changeNetwork: async (change: NetworkChange) =>
      keepStatus(await bridge.request('host/change-network', { room, ...change })),
    ...inviteRequests(bridge, room, (invites) => store.setState({ invites })),
    loadFiles: () => loadFiles(bridge, room, (files) => store.setState({ files })),
    ...backupRequests(bridge, room, keepStatus),
    async openLog() {
      const answer = await bridge.request('host/open-log', { room });
      return answer.ok ? undefined : answer.refusal;
    },
    /** Follows the room; returns what ends it. */
    open() {
      // Lines that arrive while the log is asked for may or may not be in the answer.
      let early: HostLogLine[] | undefined = [];
      let isOpen = true;
      // A status that arrives while the first is asked for is newer than the answer.
      let pushed: Pick<HostState, 'status' | 'refusal'> | undefined;
      const end = listenToRoom(
        bridge,
        { room },
        {
          'host/changed': (status) => {
            const kept = keepEqual(store.getState().status, status);
            pushed = { status: kept, refusal: undefined };
            store.setState(pushed);
          },
          'host/logged': ({ lines }) => {
            if (early) early.push(...lines);
            else keep(lines);
          },
        },
      );
      void load().then(({ log, ...state }) => {
        if (!isOpen) return;
        store.setState({ ...state, ...pushed, lines: [] });
        keep([...log, ...withoutKnown(early ?? [], log)]);
        early = undefined;
      });
      return () => {
        isOpen = false;
        end();
      };
    },
  });
}

function backupRequests(
  bridge: OdaBridge,
  room: RoomId,
  keepStatus: (answer: Outcome<HostStatus>) => Refusal | undefined,
) {
  return {
    backUp: async () => keepStatus(await bridge.request('host/back-up', { room })),
    stopBackup: async () => keepStatus(await bridge.request('host/stop-backup', { room })),
    changeBackup: async (change: BackupChange) =>
      keepStatus(await bridge.request('host/change-backup', { room, ...change })),
    async openBackups() {
      const answer = await bridge.request('host/open-backups', { room });
      return answer.ok ? undefined : answer.refusal;
    },
  };
}

async function loadFiles(
  bridge: OdaBridge,
  room: RoomId,
  keep: (files: FilesOfRoom) => void,
): Promise<void> {
  const answer = await bridge.request('host/files', { room });
  if (answer.ok) keep(answer.value);
}

function inviteRequests(
  bridge: OdaBridge,
  room: RoomId,
  keep: (invites: readonly InviteOfRoom[]) => void,
) {
  return {
    async loadInvites() {
      const answer = await bridge.request('host/invites', { room });
      if (answer.ok) keep(answer.value);
    },
    async makeInvite(wanted: NewInvite) {
      const answer = await bridge.request('host/make-invite', { room, ...wanted });
      if (answer.ok) keep(answer.value.invites);
      return answer;
    },
    async revokeInvite(invite: InviteId) {
      const answer = await bridge.request('host/revoke-invite', { room, invite });
      if (answer.ok) keep(answer.value);
      return answer;
    },
  };
}

/** The lines that are not the end of the log already. */
function withoutKnown(
  lines: readonly HostLogLine[],
  log: readonly HostLogLine[],
): readonly HostLogLine[] {
  const known = new Set(log.slice(-lines.length - 1).map((line) => JSON.stringify(line)));
  return lines.filter((line) => !known.has(JSON.stringify(line)));
}
