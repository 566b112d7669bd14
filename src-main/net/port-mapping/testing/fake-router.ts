import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a router stands, and what closes it. Any port that is free if it names none. */
export type Place = {
  address: string;
  port?: number;
  /** Heard too, at all addresses of the machine. */
  group?: string;
  atEnd: (close: () => void) => void;
};

const anyPort = ({ address, atEnd }: Place): Place => ({ address, atEnd });

/** A port where datagrams are answered. */
export async function datagrams(
  { address, port = 0, group, atEnd }: Place,
  answer: (request: Buffer, reply: (bytes: Uint8Array) => void, socket: Socket) => void,
): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    answer(request, (bytes) => socket.send(bytes, from.port, from.address), socket);
  });
  socket.bind(port, group === undefined ? address : '0.0.0.0');
  await once(socket, 'listening');
  if (group !== undefined) socket.addMembership(group, address);
  atEnd(() => void socket.close());
  return socket.address().port;
}

export type Served = (request: IncomingMessage, answer: ServerResponse, body: string) => void;

export async function web({ address, atEnd }: Place, served: Served): Promise<string> {
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => served(request, answer, Buffer.concat(parts).toString()));
  });
  server.listen(0, address);
  await once(server, 'listening');
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

/** Answers a search for devices with where they describe themselves. */
export function searched(place: Place, location: () => string): Promise<number> {
  return datagrams(place, (request, reply) => {
    const target = /^ST: (.*)\r$/m.exec(request.toString())?.[1] ?? '';
    reply(
      Buffer.from(
        `HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: ${target}\r\nLocation: ${location()}\r\nEXT:\r\n\r\n`,
      ),
    );
  });
}

export const description = (control: string, version = 1) => `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><device>
<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:${version}</deviceType>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>
<controlURL>/other</controlURL></service></serviceList>
<deviceList><device><serviceList><service>
<serviceType>urn:schemas-upnp-org:service:WANIPConnection:${version}</serviceType>
<controlURL>${control}</controlURL></service></serviceList></device></deviceList></device></root>`;

const soapError = (code: number) =>
  `<s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><detail><UPnPError><errorCode>${code}</errorCode></UPnPError></detail></s:Fault></s:Body></s:Envelope>`;

export type Igd = {
  outside?: string;
  version?: number;
  /** Error of an attempt to add; undefined if it is made. */
  refuses?: (port: number, leaseS: number) => number | undefined;
};

/** A router of UPnP that keeps what it was asked to make: `external>client:internal lease`. */
export async function fakeIgd(
  place: Place,
  { outside = '93.184.216.34', version, refuses }: Igd = {},
) {
  const made = new Map<number, string>();
  const actions: string[] = [];
  const url = await web(anyPort(place), (request, answer, body) => {
    const field = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1] ?? '';
    const say = (status: number, text: string) => {
      answer.writeHead(status, { 'Content-Type': 'text/xml' });
      answer.end(text);
    };
    if (request.url === '/igd.xml') return say(200, description('/control', version));
    const action = /#(\w+)"/.exec(String(request.headers['soapaction']))?.[1] ?? '';
    actions.push(action);
    const port = Number(field('NewExternalPort'));
    const done = (inner = '') => say(200, `<s:Body><u:Response>${inner}</u:Response></s:Body>`);
    if (action === 'GetExternalIPAddress')
      return done(`<NewExternalIPAddress>${outside}</NewExternalIPAddress>`);
    if (action === 'DeletePortMapping') {
      made.delete(port);
      return done();
    }
    const lease = Number(field('NewLeaseDuration'));
    const error = refuses?.(port, lease);
    if (error !== undefined) return say(500, soapError(error));
    made.set(port, `${field('NewInternalClient')}:${field('NewInternalPort')} ${lease}`);
    return done();
  });
  const searchPort = await searched(place, () => `${url}/igd.xml`);
  return { searchPort, made, actions };
}

export type Pmp = { outside?: string; code?: number; leaseS?: number };

/** A router of NAT-PMP that keeps what it was asked to make. */
export async function fakePmp(
  place: Place,
  { outside = '93.184.216.34', code = 0, leaseS }: Pmp = {},
) {
  const made = new Map<number, number>();
  const port = await datagrams(place, (request, reply) => {
    const isMap = request[1] === 2;
    const answer = Buffer.alloc(isMap ? 16 : 12);
    answer.writeUInt8(128 + (request[1] ?? 0), 1);
    answer.writeUInt16BE(code, 2);
    if (code !== 0) return reply(answer.subarray(0, 8));
    if (!isMap) {
      Buffer.from(outside.split('.').map(Number)).copy(answer, 8);
      return reply(answer);
    }
    const internal = request.readUInt16BE(4);
    const wantedS = request.readUInt32BE(8);
    const external = 40_000;
    if (wantedS === 0) made.delete(internal);
    else made.set(internal, external);
    answer.writeUInt16BE(internal, 8);
    answer.writeUInt16BE(wantedS === 0 ? 0 : external, 10);
    answer.writeUInt32BE(wantedS === 0 ? 0 : (leaseS ?? wantedS), 12);
    return reply(answer);
  });
  return { port, made };
}
