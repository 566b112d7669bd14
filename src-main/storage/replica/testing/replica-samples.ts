import { samplePin } from '../../../net/testing/sample-key.ts';
import type { Mention } from '../../../../src-shared/protocol/mentions.ts';
import type { KeptItem } from '../../../client/replica/outbox-store.ts';
import type { ChangeEntry, Entry, MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { FileHash, SentFile } from '../../../../src-shared/protocol/files.ts';
import {
  directConversation,
  everyone,
  groupConversation,
} from '../../../../src-shared/protocol/ids.ts';
import type {
  AccountId,
  Cid,
  DeviceId,
  Epoch,
  RoomId,
  Secret,
} from '../../../../src-shared/protocol/ids.ts';
import type { ContactRecord } from '../../../client/replica/contacts.ts';
import type { GroupRecord } from '../../../client/replica/people.ts';
import type { Profile, RoomRecord } from '../../../client/replica/room-records.ts';

export const kitchen = 'kitchen000000000' as RoomId;
export const garden = 'garden0000000000' as RoomId;
export const me = 'me00000000' as AccountId;
export const ali = 'ali0000000' as AccountId;
export const veli = 'veli000000' as AccountId;
export const withAli = directConversation(me, ali);
export const trip = groupConversation('trip000000000000');
export const walk = groupConversation('walk000000000000');

export const profile: Profile = {
  device: 'device0000000000' as DeviceId,
  deviceSecret: 's'.repeat(43) as Secret,
};

export function roomRecord(change: Partial<RoomRecord> = {}): RoomRecord {
  return {
    room: kitchen,
    name: 'Kitchen',
    epoch: 'epoch000' as Epoch,
    account: me,
    ownName: 'Me',
    hosted: false,
    host: '192.168.1.5',
    pin: samplePin,
    port: 12345,
    syncedTo: 0,
    olderBytes: 0,
    seenId: 0,
    seenAt: 0,
    lastOpenedAt: 1,
    isAnnounced: false,
    isPortMapped: false,
    open: true,
    ...change,
  };
}

/** A message of ali to everyone; `seq` is its position in the log too. */
export function said(seq: number, change: Partial<MessageEntry> = {}): MessageEntry {
  const cid = cidOf(seq);
  const text = `message ${seq}`;
  return {
    type: 'message',
    in: everyone,
    seq,
    id: seq,
    at: 1000 + seq,
    from: ali,
    cid,
    text,
    ...change,
  };
}

export function sentFile(name: string): SentFile {
  return { hash: 'h'.repeat(43) as FileHash, size: 1, name };
}

/** Of a kind that the protocol does not have, with fields of every shape. */
export function nudged(seq: number, change: object = {}): Entry {
  const entry = { type: 'nudged', in: everyone, seq, id: seq, at: 1000 + seq, by: ali };
  const aim = { words: ['Hey', '"\u{1f44b}"\n'], gently: true, until: null };
  return { ...entry, account: me, times: 3, aim, ...change } as unknown as Entry;
}

/** The messages with the numbers `first…last`. */
export function run(first: number, last: number, change: Partial<MessageEntry> = {}): Entry[] {
  return Array.from({ length: last - first + 1 }, (_, index) => said(first + index, change));
}

export function texts(list: readonly string[], change: Partial<MessageEntry> = {}): Entry[] {
  return list.map((text, index) => said(index + 1, { ...change, text }));
}

export function cidOf(number: number): Cid {
  return `cid${String(number).padStart(13, '0')}` as Cid;
}

export function waiting(number: number, change: Partial<KeptItem> = {}): KeptItem {
  const state = { is: 'sending' } as const;
  return {
    cid: cidOf(number),
    in: everyone,
    said: { type: 'send-message', text: `text ${number}` },
    createdAt: number,
    state,
    ...change,
  };
}

/** The group `trip` of ali with this person in it. */
export function group(change: Partial<GroupRecord> = {}): GroupRecord {
  return {
    in: trip,
    name: 'Trip',
    owner: ali,
    members: [ali, me],
    firstSeq: 1,
    standing: 'member',
    ...change,
  };
}

/** Ali, of whom nothing is kept. */
export function contact(change: Partial<ContactRecord> = {}): ContactRecord {
  return { account: ali, note: '', favourite: false, blocked: false, muted: false, ...change };
}

/** An entry that changes the message `target`; its cid is made from `seq`. */
export function changing(
  type: ChangeEntry['type'],
  { seq, text = '', emoji = '\u{1f44d}', mentions, ...change }: ChangeSample,
): ChangeEntry {
  const fields = { in: everyone, by: ali, id: seq, at: 1000 + seq, cid: cidOf(5000 + seq) };
  const head = { ...fields, seq, ...change };
  switch (type) {
    case 'message-deleted':
    case 'message-pinned':
    case 'message-unpinned':
      return { type, ...head };
    case 'message-edited':
      return mentions ? { type, ...head, text, mentions } : { type, ...head, text };
    default:
      return { type, ...head, emoji };
  }
}

type ChangeSample = Partial<Omit<ChangeEntry, 'type'>> & {
  seq: number;
  target: number;
  text?: string;
  emoji?: string;
  mentions?: Mention[] | undefined;
};
