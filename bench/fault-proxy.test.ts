import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../src-shared/outside/random.ts';
import { FaultProxy } from './fault-proxy.ts';

test('what was to be cut after more bytes than came is cut when the weather clears, and nothing else is', async () => {
  const room = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(room, 'listening');
  const proxy = await FaultProxy.start(seededRandom(1));
  proxy.to = (room.address() as AddressInfo).port;
  onTestFinished(() => {
    proxy.stop();
    room.close();
  });
  const connected = async () => {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write('hello');
    await once(socket, 'data');
    return socket;
  };
  const doomed = await connected();
  proxy.cut(1, { afterBytes: 1000 });
  const spared = await connected();
  doomed.write('still there');
  await once(doomed, 'data');
  const ended = once(doomed, 'close');
  proxy.clear();
  await ended;
  spared.write('there');
  expect(String((await once(spared, 'data'))[0])).toBe('there');
});
