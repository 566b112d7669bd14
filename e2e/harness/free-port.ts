import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give out by themselves, of which another test may get one between looking and hosting. */
const first = 20_000;
const last = 32_000;

/** Another begin in each process, as several look at a time. */
let next = first + Math.floor(Math.random() * (last - first));

/** A port that nobody uses, and that nobody gets by chance; the window asks for a number above 0. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    // The one behind it stays free too: whoever finds a port in use is offered that.
    next = next + 2 > last ? first : next + 2;
    const server = createServer().listen(next);
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return next;
  }
  throw new Error(`No port is free from ${first} to ${last}`);
}
