import { expect, onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { AccountId, Epoch, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { RoomStore } from '../../room/ports.ts';
import { createRoomStoreInMemory } from '../../storage/room/testing/room-stores.ts';
import { dialRoom } from '../../net/dial-room.ts';
import { sampleKey } from '../../net/testing/sample-key.ts';
import { temporaryFolder } from '../../storage/testing/temporary-folder.ts';
import type { PasswordHasher } from '../password-hasher.ts';
import type { RoomServer, RoomServerOptions } from '../room-server.ts';
import { startRoomServer } from '../room-server.ts';
import type { Frame } from './wire-peer.ts';
import { WirePeer } from './wire-peer.ts';

/** Quick and transparent: the real one has tests of its own. */
export const labPasswords: PasswordHasher = {
  hash: async (password) => `plain:${password}`,
  verify: async (password, stored) => stored === `plain:${password}`,
};

export type Lab = {
  server: RoomServer;
  clock: ManualClock;
  store: RoomStore;
  defects: unknown[];
};

export function newLabStore(freeBytes?: () => number): RoomStore {
  const identity = { room: 'room-room-room-r' as RoomId, name: 'Lab', epoch: 'epoch-01' as Epoch };
  return createRoomStoreInMemory({ identity, key: sampleKey }, freeBytes);
}

/** A room of its own for one test, on a free port of this computer; it stops at the test's end. */
export async function startLab(options: Partial<RoomServerOptions> = {}): Promise<Lab> {
  const clock = new ManualClock();
  const defects: unknown[] = [];
  const { store = newLabStore() } = options;
  const server = await startRoomServer({
    store,
    port: 0,
    host: '127.0.0.1',
    clock,
    // A room that opens again must not make the ids that it has made before.
    random: seededRandom((await store.log.snapshot()).accounts.length),
    passwords: labPasswords,
    filesFolder: options.filesFolder ?? temporaryFolder(),
    reportDefect: (error) => defects.push(error),
    ...options,
  });
  onTestFinished(() => server.stop());
  return { server, clock, store, defects };
}

export const connect = (server: RoomServer): Promise<WirePeer> => connectTo(server.port);

export async function connectTo(port: number): Promise<WirePeer> {
  const { transport } = await dialRoom({ host: '127.0.0.1', port, timeoutMs: 5000 });
  return new WirePeer(transport);
}

export async function enter(server: RoomServer, name: string): Promise<WirePeer> {
  const peer = await connect(server);
  expect(await peer.enter(name)).toMatchObject({ type: 'ok', name });
  return peer;
}

/** Over memory, where no buffer of the system takes in what the test means to be too much. */
export async function enterByMemory(server: RoomServer, name: string): Promise<WirePeer> {
  const peer = new WirePeer(server.connectLocally());
  expect(await peer.enter(name)).toMatchObject({ type: 'ok', name });
  return peer;
}

/** The account of a name, as somebody who is in the room is told. */
export async function accountOf(peer: WirePeer, name: string): Promise<AccountId> {
  const { members } = await peer.ask('list-members');
  const found = (members as { account: AccountId; name: string }[]).find((m) => m.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.account;
}

export const message =
  (text: string) =>
  (frame: Frame): boolean =>
    frame.type === 'message' && frame['text'] === text;
