import { once } from 'node:events';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalCode } from '../../src-shared/protocol/codes.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import { TcpTransport, WriteGatherer } from './tcp-transport.ts';
import type { ArrivedTransport } from './transport.ts';

export type ListenOptions = {
  /** 0 takes any free port. */
  port: number;
  /** All interfaces if missing, IPv6 and IPv4. */
  host?: string | undefined;
  /** Must call `listen` on the transport before it returns to the loop. */
  onTransport: (transport: ArrivedTransport) => void;
  closingMs?: number | undefined;
};

export interface TcpListener {
  readonly port: number;
  /** What it is bound to: `::`, `0.0.0.0`, or one address. */
  readonly address: string;
  /** Takes no more connections; those that are open stay. Resolves when the port is free. */
  close(): Promise<void>;
}

/** The port cannot be had; the refusal says why in a code, its subject is the port. */
export class ListenError extends RefusalError {}

const codesBySystemCode: Readonly<Record<string, LocalCode>> = {
  EADDRINUSE: 'port-in-use',
  EACCES: 'port-forbidden',
  EADDRNOTAVAIL: 'address-invalid',
  ENOTFOUND: 'address-invalid',
  EINVAL: 'address-invalid',
};
const probeAfterMs = 20_000;
const noV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

/** Rejects with a `ListenError` if the port cannot be had. */
export async function listenTcp(options: ListenOptions): Promise<TcpListener> {
  const { port, host } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ListenError({ code: 'port-invalid', subject: String(port) });
  }
  try {
    return await listenOn(host ?? '::', options);
  } catch (error) {
    const systemCode = systemCodeOf(error);
    if (host === undefined && noV6.has(systemCode)) return listenOn('0.0.0.0', options);
    const code = codesBySystemCode[systemCode];
    if (code === undefined) throw error;
    const subject = code === 'address-invalid' ? host : String(port);
    throw new ListenError({ code, subject }, { cause: error });
  }
}

async function listenOn(host: string, options: ListenOptions): Promise<TcpListener> {
  const { onTransport, closingMs } = options;
  const gatherer = new WriteGatherer();
  // Plain programs have no heartbeat: the system asks whether a silent peer is still there.
  const probes = { keepAlive: true, keepAliveInitialDelay: probeAfterMs };
  // An end that has said all may still read: whoever listens decides (`saidAll`).
  const server = createServer({ noDelay: true, allowHalfOpen: true, ...probes }, (socket) =>
    onTransport(new TcpTransport({ socket, gatherer, closingMs })),
  );
  server.listen({ host, port: options.port });
  await once(server, 'listening');
  // An arrival that the system could not hand over (out of file handles) harms only itself.
  server.on('error', () => undefined);
  return { ...placeOf(server), close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  // Its own callback would wait for every open connection; the port is free before that.
  server.close();
  await nextTurn();
}

function placeOf(server: Server): Pick<TcpListener, 'port' | 'address'> {
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('A TCP listener has a place');
  return { port: bound.port, address: bound.address };
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
