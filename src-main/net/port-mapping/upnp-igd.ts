import { isIPv4 } from 'node:net';
import { askHttp } from './ask-http.ts';
import { findIgd, routerUrl, ssdpPort } from './find-igd.ts';
import type { RouterProtocol, RouterQuestion } from './router-protocol.ts';
import { wantedLeaseMs } from './router-protocol.ts';

/** The services of a router that let people in, the better one first. */
const services = ['WANIPConnection:2', 'WANIPConnection:1', 'WANPPPConnection:1'].map(
  (name) => `urn:schemas-upnp-org:service:${name}`,
);
/** More than any router has. */
const maxServices = 64;
/** Somebody else has the port: the next ones are tried. */
const maxPorts = 5;
/** WANIPConnection, 2.4.16. */
const onlyPermanent = '725';
const conflicts = ['718', '727', '729'];

type Service = { type: string; control: URL };
type Answer = { isDone: boolean; body: string };
type Action = { action: string } & Record<string, string | number>;

/** UPnP Internet Gateway Device 1 and 2. */
export function upnpIgd(searchPort = ssdpPort): RouterProtocol {
  /** What may have been made, and is to be taken back. */
  let asked: { question: RouterQuestion; service: Service; port: number } | undefined;
  return {
    async map(question) {
      const service = await findService(question, searchPort);
      if (!service) return { is: 'no-answer' };
      const first = asked?.port ?? question.port;
      for (let port = first; port < first + maxPorts && port <= 65_535; port += 1) {
        asked = { question, service, port };
        const added = await add(asked);
        if (added === 'silence') return { is: 'no-answer' };
        if (added === 'done') {
          const outside = await outsideOf(question, service);
          if (outside === undefined) return { is: 'no-outside' };
          return { is: 'mapped', outside, port, leaseMs: wantedLeaseMs };
        }
        asked = undefined;
        if (added === 'refused') break;
      }
      return { is: 'refused' };
    },
    async unmap(by) {
      if (!asked) return;
      const { question, service, port } = asked;
      asked = undefined;
      await act({ ...question, ...by }, service, {
        action: 'DeletePortMapping',
        NewRemoteHost: '',
        NewExternalPort: port,
        NewProtocol: 'TCP',
      });
    },
  };
}

type Added = 'done' | 'conflict' | 'refused' | 'silence';

async function add({
  question,
  service,
  port,
}: {
  question: RouterQuestion;
  service: Service;
  port: number;
}): Promise<Added> {
  const ask = (leaseMs: number) =>
    act(question, service, {
      action: 'AddPortMapping',
      NewRemoteHost: '',
      NewExternalPort: port,
      NewProtocol: 'TCP',
      NewInternalPort: question.port,
      NewInternalClient: question.router.ownAddress,
      NewEnabled: 1,
      NewPortMappingDescription: 'Oda',
      NewLeaseDuration: leaseMs / 1000,
    });
  let answer = await ask(wantedLeaseMs);
  if (errorOf(answer) === onlyPermanent) answer = await ask(0);
  if (!answer) return 'silence';
  if (answer.isDone) return 'done';
  return conflicts.includes(errorOf(answer) ?? '') ? 'conflict' : 'refused';
}

async function outsideOf(question: RouterQuestion, service: Service): Promise<string | undefined> {
  const answer = await act(question, service, { action: 'GetExternalIPAddress' });
  const address = answer?.isDone ? textIn(answer.body, 'NewExternalIPAddress') : undefined;
  return address !== undefined && isIPv4(address) && address !== '0.0.0.0' ? address : undefined;
}

async function findService(
  question: RouterQuestion,
  searchPort: number,
): Promise<Service | undefined> {
  const { router } = question;
  const url = await findIgd(question, searchPort);
  const description = url && (await askHttp({ ...question, url }));
  if (description?.status !== 200) return undefined;
  const { body } = description;
  const baseText = textIn(body, 'URLBase') ?? '';
  const base = (baseText !== '' && routerUrl(baseText, router.address)) || url;
  const found = partsIn(body, 'service').flatMap((part) => {
    const control = routerUrl(textIn(part, 'controlURL') ?? '', router.address, base);
    return control ? [{ type: textIn(part, 'serviceType') ?? '', control }] : [];
  });
  return services
    .map((type) => found.find((one) => one.type === type))
    .find((one) => one !== undefined);
}

/** SOAP, as far as routers need it. Nothing that a router said stands in it but the service's own name. */
async function act(
  question: RouterQuestion,
  { type, control }: Service,
  { action, ...fields }: Action,
): Promise<Answer | undefined> {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const body = `<?xml version="1.0"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${type}">${inner.join('')}</u:${action}></s:Body></s:Envelope>`;
  const headers = {
    'Content-Type': 'text/xml; charset="utf-8"',
    SOAPAction: `"${type}#${action}"`,
  };
  const answer = await askHttp({ ...question, url: control, post: { body, headers } });
  return answer && { isDone: answer.status === 200, body: answer.body };
}

function errorOf(answer: Answer | undefined): string | undefined {
  return answer && !answer.isDone ? textIn(answer.body, 'errorCode') : undefined;
}

/**
 * What stands between two tags. No XML is read as such: no entities, nothing is fetched or made larger than it came, and
 * a search goes forward alone.
 */
function partsIn(xml: string, tag: string): string[] {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  const parts: string[] = [];
  for (let at = xml.indexOf(open); at >= 0 && parts.length < maxServices;) {
    const end = xml.indexOf(close, at);
    if (end < 0) break;
    parts.push(xml.slice(at + open.length, end));
    at = xml.indexOf(open, end);
  }
  return parts;
}

function textIn(xml: string, tag: string): string | undefined {
  return partsIn(xml, tag)[0]?.trim();
}
