import type { OutboxItem, Quote } from '../../src-shared/member/own-copy.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import type { FilesPlace } from '../files/files-place.ts';
import type { Format } from '../i18n/format.ts';
import type { MessageActs, MessageMay } from './message-acts.ts';
import type { MessageLook } from './message-look.ts';

/** `delivered`: it has reached the other one's computer, `read`: the other one has read it; as far as that tells. */
export type MessageState = 'received' | 'sent' | 'delivered' | 'read' | OutboxItem['state'];

export type MessageRowProps = {
  name: string;
  /** What the colour of the picture is made from. */
  account: string;
  text: string;
  /** What goes with it. */
  files?: FilesOfMessage | undefined;
  at: number;
  /** Came by a plain program: anybody can use the name. */
  isGuest?: boolean;
  /** First of several messages of one sender: with picture and name. */
  startsGroup: boolean;
  /** Last of them: says for all of them that they have arrived. */
  endsGroup?: boolean;
  state: MessageState;
  isMarked: boolean;
  format: Format;
  /** Shows who wrote it; missing if there is nothing to show. */
  onPerson?: (() => void) | undefined;
  /** Only for what waits or failed, and can be tried again or taken out. */
  onRetry?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
  /** Of one that waits or failed: what can be done to it. */
  waiting?: WaitingActs | undefined;
  /** Of one that the room has: what was done to it, and what can be. */
  about?: AboutMessage | undefined;
};

/** `edit` is missing where its words are not this person's to change. */
export type WaitingActs = { edit: (() => void) | undefined; remove: () => void };

type FilesOfMessage = {
  files: readonly SentFile[];
  place: FilesPlace;
  /** What stands above them, if that is more than their names. */
  hasText: boolean;
};

export type AboutMessage = {
  seq: number;
  look: MessageLook;
  /** The number of what it answers, and that itself if it is known. */
  reply: number | undefined;
  quote: Quote | undefined;
  /** Whom its text mentions, and whether it means this person: by their name, or by one of their words. */
  mentions: readonly Mention[] | undefined;
  means: 'mention' | 'keyword' | undefined;
  /** Who said it first, if it was forwarded: the room knows, nobody else says so. */
  forwarded: { name: string } | undefined;
  /** Where it was imported from; nobody of the room has reacted so. */
  reactionsThere: Imported['reactions'];
  /** Put aside by this person. */
  isSaved: boolean;
  may: MessageMay;
  acts: MessageActs;
};

export function isUnderWay(state: MessageState): boolean {
  return typeof state === 'object' && state.is === 'sending';
}
