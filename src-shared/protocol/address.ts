import { defaultPort } from './limits.ts';

/** Where a room listens. `host` is a name or an address, IPv6 without brackets. */
export type RoomAddress = { host: string; port: number };
export type ParsedAddress =
  | ({ ok: true } & RoomAddress)
  | { ok: false; code: 'address-invalid' | 'port-invalid' };

const scheme = /^oda:\/\//i;
const hostName =
  /^(?=.{1,253}\.?$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?(?:\.(?!$)|\.?$))+$/u;
const looksLikeV4 = /^\d+(?:\.\d+)*$/;

/**
 * What a person typed or pasted: `host`, `host:port`, `host port`, `[v6]:port`, a bare IPv6 address, any of
 * them after `oda://`. Without a port it is the default one. The one reader of windows, terminal and app.
 */
export function parseAddress(typed: string): ParsedAddress {
  const text = typed.trim().replace(scheme, '').replace(/\/+$/, '');
  const { host, port } = splitPort(text);
  if (text.includes('/') || !isHost(host)) return { ok: false, code: 'address-invalid' };
  if (port === undefined) return { ok: true, host, port: defaultPort };
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) return { ok: false, code: 'port-invalid' };
  return { ok: true, host, port: number };
}

/** `host:port`, an IPv6 address in brackets. */
export function formatAddress({ host, port }: RoomAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function splitPort(text: string): { host: string; port?: string } {
  const bracketed = /^\[([^\]]*)\](?:\s*:\s*(.*)|\s+(-?\d\S*))?$/.exec(text);
  if (bracketed) {
    const [, host = '', behindColon, word] = bracketed;
    const port = behindColon ?? word;
    // Brackets are for IPv6 alone.
    if (!host.includes(':')) return { host: '' };
    return port === undefined ? { host } : { host, port };
  }
  // Two words, as other programs take them; an IPv6 address needs no brackets then.
  const words = /^(\S+)\s+(-?\d\S*)$/.exec(text);
  if (words?.[1]?.endsWith(':') === false) return { host: words[1], port: words[2] ?? '' };
  const colon = text.indexOf(':');
  // Two colons and more without brackets: an IPv6 address, which leaves no place for a port.
  if (colon === -1 || text.includes(':', colon + 1)) return { host: text };
  return { host: text.slice(0, colon).trim(), port: text.slice(colon + 1).trim() };
}

function isHost(host: string): boolean {
  if (host.includes(':')) return isV6(host);
  return looksLikeV4.test(host) ? isV4(host) : hostName.test(host);
}

function isV4(host: string): boolean {
  const parts = host.split('.');
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isV6(host: string): boolean {
  const [address = '', zone, ...more] = host.split('%');
  if (more.length > 0 || zone === '' || (zone !== undefined && !/^[\w.-]+$/.test(zone)))
    return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInV4 = last.includes('.');
  if (endsInV4 && !isV4(last)) return false;
  const hex = endsInV4 ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (endsInV4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}
