import { z } from 'zod';
import type { FileWithoutSpace } from '../member/own-copy.ts';
import type { Refusal } from '../protocol/codes.ts';
import { fileHash, type FileHash } from '../protocol/files.ts';
import type { MessageEntry } from '../protocol/entries.ts';
import { privateId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries, inConversation, inRoom } from './feature.ts';

/** How a file of a room stands on this computer. */
export type FileState = {
  room: RoomId;
  hash: FileHash;
  /** It is one of a private chat; the room may have another one that somebody says to be the same. */
  isPrivate?: true | undefined;
  /**
   * `here`: all of it, and nothing is on its way. `waiting`: for the room, or for its turn. `up`: to the room; `down`: from
   * it. `stopped`: by the person, or for the reason in `refusal`. `dropped`: nothing of it is here any more.
   * `part`: so much came earlier, in another run too, and nobody has asked for the rest; its `size` is not known then (0).
   */
  is: 'here' | 'waiting' | 'up' | 'down' | 'stopped' | 'dropped' | 'part';
  /** Of what is on its way; both in bytes. */
  done: number;
  size: number;
  /** Over the last seconds; 0 while nothing moves. */
  bytesPerSecond: number;
  refusal?: Refusal | undefined;
};

/** Where a file was written, as the person would look for it. */
export type SavedFile = { path: string; name: string };

const inPlace = inRoom.extend({ isPrivate: z.literal(true).optional() });
const ofFile = inPlace.extend({ hash: fileHash });
/** A file that a message has with it, in a conversation or in a private chat. */
const ofMessage = z.union([
  inConversation.extend({ seq: z.int().positive(), hash: fileHash }),
  inRoom.extend({ hash: fileHash, private: privateId }),
]);

/** Where what is played has its addresses, beside the app's own pages. */
export const playedPath = '/played/';

/** A larger picture is not shown, only saved. */
export const mostPictureBytes = 24 * 1024 * 1024;

/** Files that messages have with them. */
export const files = bridgeFeature({
  requests: {
    /** Those of them that are here or on their way. */
    'file/states': {
      params: inPlace.extend({ hashes: z.array(fileHash).max(1000) }),
      result: carries<FileState[]>(),
    },
    /** Brings it here, also after it was stopped. What becomes of it is told by `file/changed`. */
    'file/fetch': { params: ofMessage, result: carries<null>() },
    /** On its way in either direction: no further, what is done stays for the next time. */
    'file/stop': { params: ofFile, result: carries<null>() },
    /** Is not fetched after all: nothing of what has come stays. */
    'file/cancel': { params: ofFile, result: carries<null>() },
    /** Goes on with what the person wants to send and has stopped. */
    'file/go-on': { params: ofFile, result: carries<null>() },
    /** Fetches it first if it is not here; answers when it lies in the folder for downloads. */
    'file/save': { params: ofMessage, result: carries<SavedFile>() },
    /** Those of them that the person has saved, also in an earlier run, where they still lie as they were written. */
    'file/saved': {
      params: inPlace.extend({ hashes: z.array(fileHash).max(1000) }),
      result: carries<(SavedFile & { hash: FileHash })[]>(),
    },
    /** Shows what was saved in its folder. */
    'file/reveal': { params: z.object({ path: z.string().max(4096) }), result: carries<null>() },
    /** What this person has sent and somebody has no space for. */
    'file/without-space': { params: inRoom, result: carries<FileWithoutSpace[]>() },
    /** Messages of the conversation that may have pictures with them, the nearest to that number first. */
    'file/pictures': {
      params: inConversation.extend({
        side: z.enum(['older', 'newer']),
        seq: z.int().nonnegative(),
        limit: z.int().positive().max(50),
      }),
      result: carries<MessageEntry[]>(),
    },
    /**
     * A sound or a film that is here gets an address at which this window can play it; the room need not have it yet, and
     * its message may be a draft. The address is good until it is closed, and only as long as the person may see the file.
     */
    'file/open': {
      params: z.union([...ofMessage.options, inRoom.extend({ hash: fileHash })]),
      result: carries<{ address: string }>(),
    },
    'file/close': { params: z.object({ address: z.string().max(100) }), result: carries<null>() },
    /** A picture that is here, at most `mostPictureBytes`; `bytes` in base64. */
    'file/read': { params: ofFile, result: carries<{ bytes: string }>() },
  },
  pushes: {
    'file/changed': carries<FileState[]>(),
    'file/space-changed': carries<FileWithoutSpace & { room: RoomId }>(),
  },
});
