import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { ConversationId, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { PrivateFiles } from '../client/private-files.ts';
import type { Replica } from '../client/replica/replica.ts';
import type { RoomClient } from '../client/room-client.ts';
import type { FileFolder } from '../files/file-folder.ts';

export type FileOfMessage = { room: RoomId; hash: FileHash } & (
  | { in: ConversationId; seq: number }
  | { private: PrivateId }
);

export type FilePlaces = {
  replica: Pick<Replica, 'entries'>;
  files: FileFolder;
  ofPrivates: PrivateFiles;
};
/** `moved`: what goes over the network, and lies in the folder. */
export type FoundFile = {
  name: string;
  moved: { hash: FileHash; size: number };
  folder: FileFolder;
  isSealed: boolean;
  /** When the message was said that has it; a private chat's copy goes with the chat. */
  saidAt?: number;
};

/** A file of a message that this person may read, or of a private chat of theirs. */
export async function findFile(
  places: FilePlaces,
  client: RoomClient,
  asked: FileOfMessage,
): Promise<Outcome<FoundFile>> {
  if ('private' in asked) return findPrivate(places, client, asked);
  const file = await findSaid(places.replica, asked);
  if (!file.ok) return file;
  const { name, hash, size, saidAt } = file.value;
  return done({ name, moved: { hash, size }, folder: places.files, isSealed: false, saidAt });
}

async function findSaid(
  { entries }: FilePlaces['replica'],
  { room, in: id, seq, hash }: Extract<FileOfMessage, { seq: number }>,
): Promise<Outcome<SentFile & { saidAt: number }>> {
  const [found] = await entries.readMessages(room, id, [seq]);
  const file = found?.message.files?.find((each) => each.hash === hash);
  if (!found || !file) return refused({ code: 'no-such-file' });
  return done({ ...file, saidAt: found.message.at });
}

function findPrivate(
  { ofPrivates }: FilePlaces,
  { privates, terms }: RoomClient,
  { room, private: id, hash }: Extract<FileOfMessage, { private: PrivateId }>,
): Outcome<FoundFile> {
  const file = privates.fileIn(id, hash);
  const moved = ofPrivates.sealedIn({ room, private: id }, hash);
  if (!file || !moved) return refused({ code: 'no-such-file' });
  const { fileBytes } = terms.facts.files;
  if (file.size > fileBytes) return refused({ code: 'file-too-large', limit: fileBytes });
  return done({ name: file.name, moved, folder: ofPrivates.folder, isSealed: true });
}
