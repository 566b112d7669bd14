import type { Answer, Packet } from 'dns-packet';
import { decode, encode } from 'dns-packet';
import { pin, roomId } from '../../../src-shared/protocol/ids.ts';
import type { Pin, RoomId } from '../../../src-shared/protocol/ids.ts';
import { checkRoomName } from '../../../src-shared/text/names.ts';

/** What a room says of itself to whoever is on the same network. It proves nothing (W14). */
export type RoomRecord = {
  room: RoomId;
  name: string;
  pin: Pin;
  port: number;
  /** Who is in there now. */
  people: number;
  /** New people need an invite. */
  isInvited: boolean;
};

/** What a packet says of rooms; `isGone` is a goodbye. */
export type Heard = RoomRecord & { isGone: boolean };

const service = '_oda._tcp.local';
const allServices = '_services._dns-sd._udp.local';
const version = '1';
/** Seconds; whoever looks asks again long before. */
const ttl = 120;
/** RFC 6762, 17: no packet is larger. */
const maxPacketBytes = 9000;
const maxRecordsRead = 64;
const maxStringBytes = 255;
const maxPeopleShown = 10_000;
const mark = Buffer.from('\x04_oda\x04_tcp', 'latin1');

/** Asks every room nearby to say what it is. */
export function encodeQuestion(): Uint8Array {
  return encode({ type: 'query', questions: [{ type: 'PTR', name: service }] });
}

/** What a room says; `address` is the one by which it is reached on the network that hears it. */
export function encodeRecord(
  { room, name, pin: key, port, people, isInvited }: RoomRecord,
  address: string,
  isGone = false,
): Uint8Array {
  const instance = `${room}.${service}`;
  const target = `oda-${room}.local`;
  const texts = {
    v: version,
    id: room,
    k: key,
    n: name,
    p: String(people),
    a: isInvited ? 'invited' : 'open',
  };
  const data = Object.entries(texts).map(([word, text]) => cut(`${word}=${text}`));
  const lasting = isGone ? 0 : ttl;
  const own = { ttl: lasting, class: 'IN', flush: true } as const;
  const answers: Answer[] = [
    { type: 'PTR', name: service, ttl: lasting, class: 'IN', data: instance },
    { type: 'SRV', name: instance, ...own, data: { port, target, priority: 0, weight: 0 } },
    { type: 'TXT', name: instance, ...own, data },
    { type: 'A', name: target, ...own, data: address },
  ];
  return encode({ type: 'response', flags: 1 << 10, answers });
}

/** Whether somebody asks for rooms, or for this one. */
export function isQuestion(bytes: Uint8Array, room: RoomId): boolean {
  const packet = read(bytes);
  if (packet?.type !== 'query') return false;
  const names = [service, `${room}.${service}`, `oda-${room}.local`, allServices];
  const own = new Set(names.map((name) => name.toLowerCase()));
  const asked = (packet.questions ?? []).slice(0, maxRecordsRead);
  return asked.some(({ name }) => own.has(name.toLowerCase()));
}

/** The rooms that a packet tells of, each checked as whatever a stranger sends. */
export function readRecords(bytes: Uint8Array): Heard[] {
  const packet = read(bytes);
  if (packet?.type !== 'response') return [];
  const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])].slice(
    0,
    maxRecordsRead,
  );
  return records.flatMap((record) => {
    if (record.type !== 'TXT' || !record.name.toLowerCase().endsWith(`.${service}`)) return [];
    const place = records.find(
      (other) => other.type === 'SRV' && other.name.toLowerCase() === record.name.toLowerCase(),
    );
    const port = place?.type === 'SRV' ? place.data.port : 0;
    const heard = readTexts(record.data, port);
    return heard ? [{ ...heard, isGone: (record.ttl ?? 0) === 0 }] : [];
  });
}

function readTexts(data: unknown, port: number): RoomRecord | undefined {
  const texts = new Map<string, string>();
  for (const one of [data].flat().slice(0, 16)) {
    if (!Buffer.isBuffer(one)) continue;
    const text = one.toString('utf8');
    const [word = ''] = text.split('=', 1);
    if (!texts.has(word)) texts.set(word, text.slice(word.length + 1));
  }
  const room = roomId.safeParse(texts.get('id'));
  const key = pin.safeParse(texts.get('k'));
  const name = checkRoomName(texts.get('n') ?? '');
  const people = /^\d{1,9}$/.test(texts.get('p') ?? '') ? Number(texts.get('p')) : 0;
  if (texts.get('v') !== version || !room.success || !key.success || !name.ok || port < 1)
    return undefined;
  return {
    room: room.data,
    name: name.name,
    pin: key.data,
    port,
    people: Math.min(people, maxPeopleShown),
    isInvited: texts.get('a') === 'invited',
  };
}

/** Undefined for what has nothing to do with rooms, which is most of what is said there, and for what is no packet. */
function read(bytes: Uint8Array): Packet | undefined {
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isAll = packet.includes('_services');
  if (packet.length > maxPacketBytes || !(packet.includes(mark) || isAll)) return undefined;
  try {
    return decode(packet);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

/** One string of a TXT record; a long name loses its end, in whole characters. */
function cut(text: string): Buffer {
  let short = text;
  while (Buffer.byteLength(short) > maxStringBytes) short = [...short].slice(0, -1).join('');
  return Buffer.from(short);
}
