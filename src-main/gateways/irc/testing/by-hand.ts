import { ManualClock } from '../../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../../src-shared/outside/random.ts';
import { HandTransport } from '../../../net/testing/hand-transport.ts';
import { Connection } from '../../../server/connection.ts';
import { ScriptedDirectory, ScriptedPort } from '../../testing/scripted-port.ts';
import { createIrcGateway } from '../connection/irc-gateway.ts';

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** An IRC connection with a scripted room behind it, which may have other connections. */
export function connectByHand(
  seed = 1,
  { gateway = createIrcGateway(), room = new ScriptedDirectory() } = {},
) {
  const transport = new HandTransport();
  const ports: ScriptedPort[] = [];
  const clock = new ManualClock();
  const noted: string[] = [];
  const connection = new Connection(
    {
      transport,
      clock,
      random: seededRandom(seed),
      openSession: (peer) => {
        const port = new ScriptedPort(peer, room);
        ports.push(port);
        return port;
      },
      onAdmitted: () => noted.push('admitted'),
      onClosed: () => noted.push('closed'),
    },
    gateway,
  );
  const port = ports[0];
  if (!port) throw new Error('no session was opened');
  return { transport, room, port, clock, noted, connection };
}
