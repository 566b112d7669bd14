import { REBuilder } from 'linkify-it';
import { messageLinkTail } from '../../member/message-link.ts';

/** An address as it stands in a text, with what has to be put before it to open it. */
export type Scanned = { start: number; end: number; before: string };

/** Told how many characters of a text were read once more. */
export type OnRead = (characters: number) => void;

/** What stands between words, without `_`; signs that end an address though they are none of punctuation. */
const between = String.raw`\p{Z}\p{P}\p{Cc}><\uff5c`;
const prefix = new RegExp(`(?<=^|(?!_)[${between}])(?:https?:|mailto:|oda:|www\\.)`, 'giu');

/** A host is read whole and then judged: no place in it is ever read for a second time. */
const hostRun = new RegExp(`(?:-|[^${between}])+(?:\\.(?:-|[^${between}])+)*`, 'uy');
const maxHostLength = 253;
const maxLabelLength = 63;

const mailSigns = "[-!#$%&'*+/=?^_`{|}~a-zA-Z0-9]";
const mailName = `${mailSigns}(?:${mailSigns}|\\.(?=${mailSigns})){0,63}`;
const mailNameAhead = new RegExp(`${mailName}@`, 'y');
const mailNameBehind = new RegExp(`(?<=(?:^|[\\p{Z}\\p{Cc}><\\uff5c"(])(${mailName}))@`, 'gu');

/** Where nothing says that it is one, an address of mail is in a domain of the internet. */
const bareMailHost = /\.(?:xn--[a-z\d-]+|[^.-]+)$/i;
/** Nobody writes more into a text: what follows is shown as text. */
export const maxAddresses = 400;
/** What follows each `oda:` is looked at so far. */
const maxMessageLinkLength = 128;

/**
 * Finds addresses by the rules of linkify-it, each part of a text once: its own search reads a host again from every
 * place within it and in every way to part it, and one text can hold 2,000 of them.
 */
export function createScanLinks(onRead: OnRead = () => undefined) {
  const rules = new REBuilder();
  const webNumbers = new RegExp(rules.get_ipv6_url_host().source, 'iy');
  const mailNumbers = new RegExp(rules.get_ipv6_mail_host().source, 'iy');
  const afterMailHost = new RegExp(rules.get_host_terminator().source, 'y');
  const afterWebHost = new RegExp(
    rules.get_port().source + rules.get_host_terminator().source + rules.get_path().source,
    'iy',
  );

  const endOf = (pattern: RegExp, text: string, at: number): number | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) onRead(found[0].length);
    return found ? at + found[0].length : undefined;
  };

  /** `end` is where an address with this host ends, undefined if it is none; `read` is how far it was looked at. */
  const webAddress = (text: string, at: number) => {
    const numbers = endOf(webNumbers, text, at);
    const read = numbers ?? endOf(hostRun, text, at) ?? at;
    const isHost = numbers !== undefined || isHostName(text.slice(at, read));
    return { end: isHost ? endOf(afterWebHost, text, read) : undefined, read };
  };

  const mailAddress = (text: string, at: number, isBare: boolean) => {
    const numbers = endOf(mailNumbers, text, at);
    const read = numbers ?? endOf(hostRun, text, at) ?? at;
    const host = text.slice(at, read);
    const isHost = isHostName(host) && (!isBare || bareMailHost.test(host));
    return numbers !== undefined || isHost ? endOf(afterMailHost, text, read) : undefined;
  };

  /** Mail addresses without anything before them. */
  function* findMails(text: string): Generator<Scanned, undefined> {
    if (!text.includes('@')) return;
    for (const { index: at, 1: name = '' } of text.matchAll(mailNameBehind)) {
      onRead(name.length);
      const end = mailAddress(text, at + 1, true);
      if (end !== undefined) yield { start: at - name.length, end, before: 'mailto:' };
    }
  }

  const addressAt: AddressAt = (text, start, begun) => {
    const at = start + begun.length;
    switch (begun.toLowerCase()) {
      case 'www.': {
        const { end, read } = webAddress(text, start);
        return { end: end !== undefined && end > at ? end : undefined, read, before: 'https://' };
      }
      case 'oda:': {
        const tail = messageLinkTail.exec(text.slice(at, at + maxMessageLinkLength))?.[0];
        return { end: tail === undefined ? tail : at + tail.length, read: at, before: '' };
      }
      case 'mailto:': {
        const name = endOf(mailNameAhead, text, at);
        const end = name === undefined ? undefined : mailAddress(text, name, false);
        return { end, read: at, before: '' };
      }
      default: {
        if (!text.startsWith('//', at)) return { end: undefined, read: at, before: '' };
        return { ...webAddress(text, at + 2), before: '' };
      }
    }
  };

  return (text: string): Scanned[] => inOrder(text, findMails(text), addressAt);
}

/** `read`: how far a text was looked at for what begins there; `end` is missing if it is no address. */
type AddressAt = (
  text: string,
  start: number,
  begun: string,
) => { end: number | undefined; read: number; before: string };

/** What begins first counts, and of two that begin together the longer one. */
function inOrder(
  text: string,
  mails: Generator<Scanned, undefined>,
  addressAt: AddressAt,
): Scanned[] {
  const found: Scanned[] = [];
  let mail = mails.next().value;
  let pos = 0;
  const take = (address: Scanned) => {
    found.push(address);
    pos = address.end;
  };
  const takeMailsBefore = (place: number) => {
    for (; mail && mail.start < place; mail = mails.next().value) {
      if (mail.start >= pos) take(mail);
    }
  };
  for (const { index: start, 0: begun } of text.matchAll(prefix)) {
    takeMailsBefore(start);
    if (found.length >= maxAddresses) break;
    if (start < pos) continue;
    const { end, read, before } = addressAt(text, start, begun);
    const isMail = mail !== undefined && mail.start < read;
    if (end === undefined) pos = isMail ? pos : Math.max(pos, read);
    else if (!(mail?.start === start && mail.end > end)) take({ start, end, before });
  }
  takeMailsBefore(text.length);
  return found.slice(0, maxAddresses);
}

function isHostName(host: string): boolean {
  if (host === '' || host.length > maxHostLength) return false;
  return host.split('.').every((label) => label.length <= maxLabelLength && !/^-|-$/.test(label));
}
