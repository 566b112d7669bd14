import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import type { System } from '../look-at-system.ts';
import { classifyAddress } from '../own-addresses.ts';

/** The IPv4 addresses of the router that leads out of here, and of this machine on its network. */
export type Router = { address: string; ownAddress: string };

/** Undefined if no router of a local network leads out. */
export async function findRouter(system: System): Promise<Router | undefined> {
  const address = await defaultGateway(system);
  if (address === undefined || !isIPv4(address) || classifyAddress(address) !== 'local')
    return undefined;
  const ownAddress = await ownAddressTowards(address);
  return ownAddress === undefined ? undefined : { address, ownAddress };
}

export async function defaultGateway({ platform, run, read }: System): Promise<string | undefined> {
  if (platform === 'win32') {
    const routes = await run('route', ['print', '-4', '0.0.0.0']);
    return /^\s*0\.0\.0\.0\s+0\.0\.0\.0\s+([\d.]+)\s/m.exec(routes ?? '')?.[1];
  }
  if (platform === 'darwin') {
    const route = await run('route', ['-n', 'get', 'default']);
    return /^\s*gateway: ([\d.]+)$/m.exec(route ?? '')?.[1];
  }
  const routes = (await read('/proc/net/route'))?.split('\n').slice(1) ?? [];
  const [best] = routes
    .map((line) => line.split('\t'))
    .filter(([, to, gateway, , , , , mask]) => to === none && mask === none && gateway !== none)
    .sort((one, other) => Number(one[6]) - Number(other[6]));
  return best && addressOfHex(best[2] ?? '');
}

const none = '00000000';

/** As Linux writes it on every machine that Oda runs on: the last part first. */
function addressOfHex(hex: string): string | undefined {
  if (!/^[\dA-F]{8}$/.test(hex)) return undefined;
  return [...Buffer.from(hex, 'hex')].toReversed().join('.');
}

/** Nothing is sent for it. */
async function ownAddressTowards(router: string): Promise<string | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(9, router);
    await once(socket, 'connect');
    return socket.address().address;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return undefined;
  } finally {
    socket.close();
  }
}
