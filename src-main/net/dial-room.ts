import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { DialOptions } from './dial-tcp.ts';
import { openTcp } from './dial-tcp.ts';
import { TcpTransport, WriteGatherer } from './tcp-transport.ts';
import { HandshakeError, startTls } from './tls.ts';
import type { Secured } from './tls.ts';
import type { Transport } from './transport.ts';
import { DialError } from './transport.ts';
import { whatAnswers } from './what-answers.ts';

/** What connects to a room, and the key that the room has shown. */
export type RoomConnection = { transport: Transport; pin: Pin };

/**
 * A room that waited in vain for a first word has asked for a name in plain lines (W15): a slow line or a busy computer.
 * The next try is quicker, or this is no room.
 */
const tries = 3;

/**
 * Connects to a room, inside TLS (W14). Where `pin` says by which key it is known, no byte goes to one that shows
 * another. Rejects with a `DialError` whose refusal has `host:port` as its subject.
 */
export async function dialRoom(
  options: DialOptions & { pin?: Pin | undefined },
): Promise<RoomConnection> {
  const subject = formatAddress(options);
  const { closingMs } = options;
  const { secured, pin } = await openTls(options, tries);
  if (options.pin !== undefined && options.pin !== pin) {
    secured.destroy();
    const pins = { known: options.pin, shown: pin };
    throw new DialError({ code: 'another-key', subject, pins });
  }
  const gatherer = new WriteGatherer();
  return { transport: new TcpTransport({ socket: secured, gatherer, closingMs }), pin };
}

async function openTls(options: DialOptions, triesLeft: number): Promise<Secured> {
  const socket = await openTcp(options);
  try {
    return await startTls(socket);
  } catch (error) {
    socket.destroy();
    if (!(error instanceof HandshakeError)) throw error;
    if (error.wasPlain && triesLeft > 1) return openTls(options, triesLeft - 1);
    const subject = formatAddress(options);
    const code = error.refusal ?? (await whatAnswers(options));
    throw new DialError({ code, subject }, { cause: error });
  }
}
