import { createSocket } from 'node:dgram';
import type { RouterQuestion } from './router-protocol.ts';

/** UPnP Device Architecture 1.1, 1.3: where devices of a network are asked who they are. */
const group = '239.255.255.250';
export const ssdpPort = 1900;
/** Each is asked for twice; devices wait up to a second before they answer. */
const waitsMs = [600, 1900];
const wanted = [
  'urn:schemas-upnp-org:device:InternetGatewayDevice:1',
  'urn:schemas-upnp-org:device:InternetGatewayDevice:2',
];
const maxAnswerBytes = 2048;

/** Asks the network where the router describes itself; undefined if the router says nothing. */
export async function findIgd(question: RouterQuestion, port = ssdpPort): Promise<URL | undefined> {
  const { clock, router, signal } = question;
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<URL | undefined>();
  const socket = createSocket('udp4');
  const giveUp = () => resolve(undefined);
  let cancel = (): void => undefined;
  const ask = (times: number): void => {
    const waitMs = waitsMs[times];
    if (waitMs === undefined) return giveUp();
    for (const target of wanted) {
      const request = Buffer.from(searchFor(target));
      // Some listen to the group alone, some networks carry no multicast.
      for (const to of [group, router.address]) socket.send(request, port, to, () => undefined);
    }
    cancel = clock.after(waitMs, () => ask(times + 1));
  };
  signal.addEventListener('abort', giveUp);
  socket.on('error', giveUp);
  socket.on('message', (answer, { address }) => {
    // Anybody on the network may answer. Only the router is listened to, and it can only name itself.
    if (address !== router.address || answer.length > maxAnswerBytes) return;
    const location = locationIn(answer.toString('latin1'));
    const url = location === undefined ? undefined : routerUrl(location, router.address);
    if (url) resolve(url);
  });
  socket.bind(0, router.ownAddress, () => {
    socket.setMulticastInterface(router.ownAddress);
    socket.setMulticastTTL(2);
    ask(0);
  });
  const url = await promise;
  cancel();
  signal.removeEventListener('abort', giveUp);
  socket.close();
  return url;
}

const searchFor = (target: string) =>
  [
    'M-SEARCH * HTTP/1.1',
    `HOST: ${group}:${ssdpPort}`,
    'MAN: "ssdp:discover"',
    'MX: 1',
    `ST: ${target}`,
    '',
    '',
  ].join('\r\n');

function locationIn(answer: string): string | undefined {
  const [first = '', ...lines] = answer.split('\r\n');
  if (!/^HTTP\/1\.[01] 200 /.test(`${first} `)) return undefined;
  const line = lines.find((one) => /^location:/i.test(one));
  return line?.slice('location:'.length).trim();
}

/** Whatever a description or an answer names: only plain HTTP at the router's own address. */
export function routerUrl(text: string, router: string, base?: URL): URL | undefined {
  if (!URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base?.href);
  const isRouter = url.protocol === 'http:' && url.hostname === router;
  return isRouter && url.username === '' && url.password === '' ? url : undefined;
}
