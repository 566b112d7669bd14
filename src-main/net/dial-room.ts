import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { DialOptions } from './dial-tcp.ts';
import { openTcp } from './dial-tcp.ts';
import { TcpTransport } from './tcp-transport.ts';
import { HandshakeError, startTls } from './tls.ts';
import type { Transport } from './transport.ts';
import { DialError } from './transport.ts';
import { WriteGatherer } from './write-gatherer.ts';

/** What connects to a room, and the key that the room has shown. */
export type RoomConnection = { transport: Transport; pin: Pin };

/**
 * Connects to a room, inside TLS (W14). Where `pin` says by which key it is known, no byte goes to one that shows
 * another. Rejects with a `DialError` whose refusal has `host:port` as its subject.
 */
export async function dialRoom(
  options: DialOptions & { pin?: Pin | undefined },
): Promise<RoomConnection> {
  const subject = formatAddress(options);
  const { closingMs } = options;
  const socket = await openTcp(options);
  try {
    const { secured, pin } = await startTls(socket);
    if (options.pin !== undefined && options.pin !== pin) {
      throw new DialError({ code: 'another-key', subject });
    }
    const gatherer = new WriteGatherer();
    return { transport: new TcpTransport({ socket: secured, gatherer, closingMs }), pin };
  } catch (error) {
    socket.destroy();
    if (!(error instanceof HandshakeError)) throw error;
    throw new DialError({ code: 'not-a-room', subject }, { cause: error });
  }
}
