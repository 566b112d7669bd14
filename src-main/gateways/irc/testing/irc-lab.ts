import { afterEach } from 'vitest';
import { ManualClock } from '../../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../../src-shared/outside/random.ts';
import { hostAccount } from '../../../../src-shared/protocol/ids.ts';
import type { Epoch, RoomId } from '../../../../src-shared/protocol/ids.ts';
import type { Forbiddable } from '../../../../src-shared/protocol/room-settings.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import type { RoomLimits } from '../../../../src-shared/protocol/limits.ts';
import { dialTcp } from '../../../net/dial-tcp.ts';
import { sampleKey } from '../../../net/testing/sample-key.ts';
import type { Gateway } from '../../../server/session-port.ts';
import { startRoomServer } from '../../../server/room-server.ts';
import { connectTo } from '../../../server/testing/lab.ts';
import { temporaryFolder } from '../../../storage/testing/temporary-folder.ts';
import type { WirePeer } from '../../../server/testing/wire-peer.ts';
import { createRoomStoreInMemory } from '../../../storage/room/testing/room-stores.ts';
import { createIrcGateway } from '../connection/irc-gateway.ts';
import { IrcPeer } from './irc-peer.ts';

/** Starts rooms for the tests of a file, and stops them after each. */
export function ircLabs(): typeof startIrcLab {
  const open: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.stop();
  });
  return async (options) => {
    const lab = await startIrcLab(options);
    open.push(lab.server);
    return lab;
  };
}

type LabOptions = {
  roomLimits?: Partial<RoomLimits>;
  gateways?: readonly Gateway[];
  /** What members and guests may not. */
  forbidden?: Forbiddable[];
};

/** A real room on a real port, with IRC at it and its clock in the test's hand. */
async function startIrcLab({
  roomLimits = {},
  gateways = [createIrcGateway()],
  forbidden,
}: LabOptions = {}) {
  const clock = new ManualClock();
  const defects: unknown[] = [];
  const store = createRoomStoreInMemory({
    identity: {
      room: 'room-room-room-r' as RoomId,
      name: 'Mutfak',
      epoch: 'epoch-01' as Epoch,
    },
    key: sampleKey,
  });
  if (forbidden) {
    const place = { in: systemPlace, at: 1, by: hostAccount };
    await store.log.append([{ type: 'room-changed', ...place, changes: { forbidden } }]);
  }
  const server = await startRoomServer({
    store,
    port: 0,
    host: '127.0.0.1',
    clock,
    random: seededRandom(11),
    // Quick and transparent: the real one has tests of its own.
    passwords: {
      hash: async (password) => `plain:${password}`,
      verify: async (password, stored) => stored === `plain:${password}`,
    },
    limits: roomLimits,
    filesFolder: temporaryFolder(),
    gateways,
    reportDefect: (error) => defects.push(error),
  });
  const dial = () => dialTcp({ host: '127.0.0.1', port: server.port, timeoutMs: 2000 });
  const dialOda = () => connectTo(server.port);
  const connect = async (): Promise<IrcPeer> => new IrcPeer(await dial());

  /** In as a guest, with everything asked for that is named. */
  const enter = async (nick: string, ...capabilities: string[]): Promise<IrcPeer> => {
    const peer = await connect();
    peer.send('CAP LS 302', `NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
    if (capabilities.length > 0) peer.send(`CAP REQ :${capabilities.join(' ')}`);
    peer.send('CAP END');
    await peer.until(' 376 ');
    return peer;
  };

  /** In as an account. */
  const signIn = async (name: string, ...capabilities: string[]): Promise<IrcPeer> => {
    const peer = await connect();
    peer.send(`CAP REQ :${['sasl', ...capabilities].join(' ')}`, 'AUTHENTICATE PLAIN');
    peer.send(`AUTHENTICATE ${plain(name)}`, `NICK x`, 'USER x 0 * :x', 'CAP END');
    await peer.until(' 376 ');
    return peer;
  };

  const enterByOda = async (name: string): Promise<WirePeer> => {
    const peer = await dialOda();
    await peer.enter(name);
    return peer;
  };
  return { server, store, clock, defects, dial, dialOda, connect, enter, signIn, enterByOda };
}

export const goodPassword = 'correct horse';

/** What AUTHENTICATE PLAIN carries. */
export function plain(name: string, password = goodPassword): string {
  return Buffer.from(`\0${name}\0${password}`).toString('base64');
}
