import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { LocalCode } from '../../src-shared/protocol/codes.ts';
import { TcpTransport, WriteGatherer } from './tcp-transport.ts';
import type { Transport } from './transport.ts';
import { DialError } from './transport.ts';

export type DialOptions = {
  host: string;
  port: number;
  /** For looking the name up and connecting together. */
  timeoutMs: number;
  /** Ends the try; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  closingMs?: number | undefined;
};

/** How long one of several addresses of a host is tried before the next one is tried beside it. */
const attemptMs = 1000;

const codesBySystemCode: Readonly<Record<string, LocalCode>> = {
  ENOTFOUND: 'address-unknown',
  EAI_AGAIN: 'names-unavailable',
  EAI_FAIL: 'names-unavailable',
  EAI_NODATA: 'address-unknown',
  EAI_NONAME: 'address-unknown',
  ECONNREFUSED: 'nobody-listening',
  ECONNRESET: 'nobody-listening',
  EHOSTUNREACH: 'host-unreachable',
  EHOSTDOWN: 'host-unreachable',
  EACCES: 'connection-forbidden',
  EPERM: 'connection-forbidden',
  ETIMEDOUT: 'connection-timeout',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'connection-timeout',
  ERR_SOCKET_BAD_PORT: 'port-invalid',
};
/** If several addresses were tried: the one that says most. */
const tellingOrder: readonly LocalCode[] = [
  'nobody-listening',
  'connection-timeout',
  'connection-forbidden',
  'host-unreachable',
  'local-network-off',
  'network-unreachable',
];

/** Connects as plain programs do; rejects with a `DialError` whose refusal has `host:port` as its subject. */
export async function dialTcp(options: DialOptions): Promise<Transport> {
  const { closingMs } = options;
  return new TcpTransport({
    socket: await openTcp(options),
    gatherer: new WriteGatherer(),
    closingMs,
  });
}

/** The same, as a bare socket. */
export async function openTcp(options: DialOptions): Promise<Socket> {
  options.signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const fail = (code: LocalCode, cause?: unknown) =>
    reject(new DialError({ code, subject: formatAddress(options) }, { cause }));
  const socket = openSocket(options, (error) => fail(dialCode(error), error));
  const timer = setTimeout(() => fail('connection-timeout'), options.timeoutMs);
  const abort = () => reject(options.signal?.reason);
  options.signal?.addEventListener('abort', abort);
  socket?.on('connect', () => resolve(socket));
  socket?.on('error', (error) => fail(dialCode(error), error));
  try {
    return await promise;
  } catch (error) {
    socket?.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

/** What is wrong with the address itself Node throws at once. */
function openSocket(
  { host, port }: DialOptions,
  failed: (error: unknown) => void,
): Socket | undefined {
  try {
    return connect({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: attemptMs });
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** What an error of the system says of an address, or of all the addresses of a name. */
export function dialCode(error: unknown, platform: string = process.platform): LocalCode {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((one) => dialCode(one, platform));
    return tellingOrder.find((code) => codes.includes(code)) ?? codes[0] ?? 'network-unreachable';
  }
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code = codesBySystemCode[systemCode] ?? 'network-unreachable';
  return code === 'host-unreachable' && platform === 'darwin' ? 'local-network-off' : code;
}
