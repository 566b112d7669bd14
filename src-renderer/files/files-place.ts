import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { FileOfMessage } from '../room/file-store.ts';

/** The message that files go with; without a number as long as the room does not have it. */
export type FilesPlace = { in: ConversationId; seq: number | undefined };

/** Where the room has a file; undefined as long as it is on its way there. */
export function fromRoom(
  { in: conversation, seq }: FilesPlace,
  { hash }: SentFile,
): FileOfMessage | undefined {
  return seq === undefined ? undefined : { in: conversation, seq, hash };
}
