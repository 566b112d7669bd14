import type { EntryDraft } from '../../../../src-shared/protocol/entries.ts';
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
} from '../../../../src-shared/protocol/ids.ts';
import { sampleKey } from '../../../net/testing/sample-key.ts';
import type { NewRoom, RoomIdentity } from '../../../room/ports.ts';

export const ali = 'ali0000000' as AccountId;
export const veli = 'veli000000' as AccountId;
export const cem = 'cem0000000' as AccountId;
export const withVeli = directConversation(ali, veli);
export const trip = groupConversation('trip000000000000');
export const laptop = 'laptop0000000000' as DeviceId;
export const phone = 'phone00000000000' as DeviceId;

export const identity: RoomIdentity = {
  room: 'room000000000000' as RoomId,
  name: 'Kitchen',
  epoch: 'epoch000' as Epoch,
};
export const newRoom: NewRoom = { identity, key: sampleKey };

type MessageDraft = Extract<EntryDraft, { type: 'message' }>;

/** A message of ali to everyone with a cid made from `number`. */
export function message(number: number, change: Partial<MessageDraft> = {}): MessageDraft {
  const cid = `cid${String(number).padStart(13, '0')}` as Cid;
  const text = `message ${number}`;
  return { type: 'message', in: everyone, from: ali, cid, text, at: 1000 + number, ...change };
}

export function messages(count: number, change: Partial<MessageDraft> = {}): MessageDraft[] {
  return Array.from({ length: count }, (_, index) => message(index + 1, change));
}

type AddedDraft = Extract<EntryDraft, { type: 'added' }>;
type RemovedDraft = Extract<EntryDraft, { type: 'removed' }>;
type RenamedDraft = Extract<EntryDraft, { type: 'renamed' }>;

/** Into the group `trip`. */
export function added(account: AccountId, by = ali): AddedDraft {
  return { type: 'added', in: trip, by, account, at: 2000 };
}

export function removed(account: AccountId, by = ali): RemovedDraft {
  return { type: 'removed', in: trip, by, account, at: 3000 };
}

export function renamed(name: string, by = ali): RenamedDraft {
  return { type: 'renamed', in: trip, by, name, at: 4000 };
}

type GroupChangedDraft = Extract<EntryDraft, { type: 'group-changed' }>;

export function groupChanged(readOnly: boolean, by = ali): GroupChangedDraft {
  return { type: 'group-changed', in: trip, by, readOnly, at: 4500 };
}

/** Of a kind that the protocol does not have, with fields of every shape. */
export function nudged(change: object = {}): EntryDraft {
  const entry = { type: 'nudged', in: everyone, by: ali, at: 5000, account: veli, times: 3 };
  const aim = { seq: 1, words: ['Hey', '"\u{1f44b}"\n'], gently: true, until: null };
  return { ...entry, aim, ...change } as unknown as EntryDraft;
}

/** The same as something that a person sends, and may send again. */
export function polled(change: object = {}): EntryDraft {
  const cid = 'poll000000000001' as Cid;
  const entry = { type: 'polled', in: withVeli, from: ali, cid, at: 6000, choices: ['a', 'b'] };
  return { ...entry, ...change } as unknown as EntryDraft;
}
