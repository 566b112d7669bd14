import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, Cid, ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { FileOfMessage } from '../room/file-store.ts';

/**
 * The message that files go with; without a number and a sender as long as the room does not have it. What is said in
 * private has no number, and is this person's own or the partner's.
 */
export type FilesPlace = { from: AccountId | undefined; at: number } & (
  | { in: ConversationId; seq: number | undefined; waiting?: WaitingMessage }
  | { private: PrivateId; isOwn: boolean }
);

/** A message that the room does not have; `isFailed`: and does not get, unless the person asks for it again. */
type WaitingMessage = { cid: Cid; isFailed: boolean };

/** A file, and where it was said. */
export type PlacedFile = { file: SentFile; place: FilesPlace };

/** Where a file is to be had; undefined as long as it is on its way to the room. */
export function fromRoom(
  place: FilesPlace,
  { hash }: Pick<SentFile, 'hash'>,
): FileOfMessage | undefined {
  if ('private' in place) return { private: place.private, hash };
  const { in: conversation, seq } = place;
  return seq === undefined ? undefined : { in: conversation, seq, hash };
}

/** The number of its message, if it has one. */
export function seqOf(place: FilesPlace): number | undefined {
  return 'seq' in place ? place.seq : undefined;
}

/** What this person gives, and does not fetch. */
export function isGiven(place: FilesPlace): boolean {
  return 'private' in place ? place.isOwn : place.seq === undefined;
}

/** The files of a message, in its order. */
export function filesIn({ in: conversation, seq, from, at, files }: MessageEntry): PlacedFile[] {
  const place = { in: conversation, seq, from, at };
  return (files ?? []).map((file) => ({ file, place }));
}

/** The files of a private chat, in the order in which they were said; `self`: this person. */
export function filesOfPrivate(view: PrivateView, self: AccountId | undefined): PlacedFile[] {
  return view.messages.flatMap(({ from, at, files = [] }) => {
    const place = { private: view.private, isOwn: from === self, from, at };
    return files.map((file) => ({ file, place }));
  });
}

/** Tells the files of a conversation apart: one may be sent twice, even with one message. */
export function keyOfPlaced({ file, place }: PlacedFile, at: number): string {
  return `${seqOf(place) ?? 'waiting'} ${file.hash} ${at}`;
}
