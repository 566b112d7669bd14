import { z } from 'zod';

const base64url = (length: number | '16,40') =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`));

/** The room's own id: 16 characters of base64url, made with the room, the same for as long as it lives. */
export const roomId = base64url(16).brand<'RoomId'>();
export type RoomId = z.infer<typeof roomId>;

/** Changes when a host restores a backup: numbers of another epoch mean other messages (W2, W9). */
export const epoch = base64url(8).brand<'Epoch'>();
export type Epoch = z.infer<typeof epoch>;

/** An account of one room: 10 characters of base64url. */
export const accountId = base64url(10).brand<'AccountId'>();
export type AccountId = z.infer<typeof accountId>;

/** The host is nobody of the room, and whatever it does has to name somebody. */
export const hostAccount = '' as AccountId;

/** One installation of a member: 16 characters of base64url. */
export const deviceId = base64url(16).brand<'DeviceId'>();
export type DeviceId = z.infer<typeof deviceId>;

/** Made by the sender for each message and kept until the room acknowledged it (W4): 16 to 40 characters. */
export const cid = base64url('16,40').brand<'Cid'>();
export type Cid = z.infer<typeof cid>;

/** 256 bits in base64url: a key of a private chat, and what goes with it. */
export const bits256 = base64url(43).brand<'Bits256'>();
export type Bits256 = z.infer<typeof bits256>;

/** 256 random bits in base64url: a resume token (W8) or a device key. */
export const secret = base64url(43).brand<'Secret'>();
export type Secret = z.infer<typeof secret>;

/**
 * What a room is known by to whoever connects (W14): the SHA-256 of its public key (SPKI, DER) in base64url. It outlives
 * certificates.
 */
export const pin = base64url(43).brand<'Pin'>();
export type Pin = z.infer<typeof pin>;

/** 128 random bits in base64url, the last two of its 132 bits zero: what an invite opens the room with. */
export const inviteSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'InviteSecret'>();
export type InviteSecret = z.infer<typeof inviteSecret>;

/** By which the room knows an invite: the SHA-256 of its secret, in base64url. */
export const inviteId = base64url(43).brand<'InviteId'>();
export type InviteId = z.infer<typeof inviteId>;

/** A private chat, for as long as it lasts: 16 characters of base64url. */
export const privateId = base64url(16).brand<'PrivateId'>();
export type PrivateId = z.infer<typeof privateId>;

/**
 * `everyone`, `direct:A:B` with the two account ids in code unit order, or `group:` or `topic:` with 16 characters of
 * base64url, which the member who makes it chooses.
 */
export const conversationId = z
  .string()
  .regex(
    /^(?:everyone|direct:[A-Za-z0-9_-]{10}:[A-Za-z0-9_-]{10}|(?:group|topic):[A-Za-z0-9_-]{16})$/,
  )
  .refine((id) => !id.startsWith('direct:') || isOrderedPair(id))
  .brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationId>;

export const everyone = 'everyone' as ConversationId;

export function directConversation(one: AccountId, other: AccountId): ConversationId {
  return (one < other ? `direct:${one}:${other}` : `direct:${other}:${one}`) as ConversationId;
}

export function groupConversation(random16: string): ConversationId {
  return `group:${random16}` as ConversationId;
}

export function topicConversation(random16: string): ConversationId {
  return `topic:${random16}` as ConversationId;
}

export type ConversationKind = 'everyone' | 'direct' | 'group' | 'topic';

export function conversationKind(id: ConversationId): ConversationKind {
  if (id === everyone) return 'everyone';
  if (id.startsWith('direct:')) return 'direct';
  return isTopic(id) ? 'topic' : 'group';
}

export function isTopic(id: ConversationId): boolean {
  return id.startsWith('topic:');
}

/** A group or a topic: somebody is in it or is not. */
export function hasMembers(id: ConversationId): boolean {
  return id.startsWith('group:') || isTopic(id);
}

/** The two accounts of a direct conversation, or undefined for any other kind. */
export function directPair(id: ConversationId): readonly [AccountId, AccountId] | undefined {
  if (!id.startsWith('direct:')) return undefined;
  return [id.slice(7, 17) as AccountId, id.slice(18) as AccountId];
}

/** The person at the other end of a direct conversation, or undefined if `self` has no part in it. */
export function directPartner(id: ConversationId, self: AccountId): AccountId | undefined {
  const pair = directPair(id);
  if (!pair) return undefined;
  if (pair[0] === self) return pair[1];
  return pair[1] === self ? pair[0] : undefined;
}

function isOrderedPair(id: string): boolean {
  return id.slice(7, 17) < id.slice(18);
}
