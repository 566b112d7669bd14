import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../../net/memory-transport.ts';
import { Connection } from '../../server/connection.ts';
import { createJsonGateway, createLinesGateway } from '../create-gateways.ts';
import { ScriptedDirectory, ScriptedPort } from '../testing/scripted-port.ts';

/** Counts for how many lines everybody's name was looked at. */
class CountingDirectory extends ScriptedDirectory {
  looks = 0;
  override names() {
    this.looks += 1;
    return super.names();
  }
}

const programs = [
  { gateway: createLinesGateway, first: 'ali\n', line: 'nobody~selam\n' },
  {
    gateway: createJsonGateway,
    first: '{"command":"add_client","message":"ali"}',
    line: '{"command":"message","message":"nobody~selam"}',
  },
];

test('an entry that plain lines have no words for is said as a sentence', async () => {
  const room = new ScriptedDirectory();
  const { account } = room.put('veli');
  const [peer, transport] = createMemoryPair();
  const ports: ScriptedPort[] = [];
  const connection = new Connection(
    {
      transport,
      openSession: (session) => {
        const port = new ScriptedPort(session, room);
        ports.push(port);
        return port;
      },
      onAdmitted: () => undefined,
      onClosed: () => undefined,
      clock: new ManualClock(),
      random: seededRandom(1),
    },
    createLinesGateway(),
  );
  onTestFinished(() => connection.end({ code: 'room-closed' }));
  let heard = '';
  peer.listen({
    bytes: (bytes) => (heard += Buffer.from(bytes).toString()),
    closed: () => undefined,
  });
  peer.send(Buffer.from('ali\n'));
  await expect.poll(() => heard).toContain('You are connected');
  const nudged = { type: 'nudged', in: everyone, by: account, seq: 1, id: 1, at: 0 };
  ports[0]?.deliver(nudged as unknown as Entry);
  await expect.poll(() => heard).toContain('* veli: nudged\n');
});

test.each(programs)(
  'W17 what one program says in one read is shared out over turns of the loop: $line',
  async ({ gateway, first, line }) => {
    const room = new CountingDirectory();
    const [peer, transport] = createMemoryPair();
    const connection = new Connection(
      {
        transport,
        openSession: (session) => new ScriptedPort(session, room),
        onAdmitted: () => undefined,
        onClosed: () => undefined,
        clock: new ManualClock(),
        random: seededRandom(1),
      },
      gateway(),
    );
    onTestFinished(() => connection.end({ code: 'room-closed' }));
    peer.listen({ bytes: () => undefined, closed: () => undefined });
    peer.send(Buffer.from(first + line.repeat(300)));
    let [before, most] = [0, 0];
    while (room.looks < 300) {
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, room.looks - before);
      before = room.looks;
    }
    expect(most).toBeLessThanOrEqual(limits.plainLinesPerTurn);
  },
);
