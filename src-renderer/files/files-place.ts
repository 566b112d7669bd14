import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { FileOfMessage } from '../room/file-store.ts';

/** The message that files go with; without a number and a sender as long as the room does not have it. */
export type FilesPlace = {
  in: ConversationId;
  seq: number | undefined;
  from: AccountId | undefined;
  at: number;
};

/** A file, and where it was said. */
export type PlacedFile = { file: SentFile; place: FilesPlace };

/** Where the room has a file; undefined as long as it is on its way there. */
export function fromRoom(
  { in: conversation, seq }: Pick<FilesPlace, 'in' | 'seq'>,
  { hash }: Pick<SentFile, 'hash'>,
): FileOfMessage | undefined {
  return seq === undefined ? undefined : { in: conversation, seq, hash };
}

/** The files of a message, in its order. */
export function filesIn({ in: conversation, seq, from, at, files }: MessageEntry): PlacedFile[] {
  const place = { in: conversation, seq, from, at };
  return (files ?? []).map((file) => ({ file, place }));
}

/** Tells the files of a conversation apart: one may be sent twice, even with one message. */
export function keyOfPlaced({ file, place }: PlacedFile, at: number): string {
  return `${place.seq ?? 'waiting'} ${file.hash} ${at}`;
}
