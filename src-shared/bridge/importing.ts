import { z } from 'zod';
import type { Refusal } from '../protocol/codes.ts';
import { fileHash } from '../protocol/files.ts';
import type { ImportSource } from '../protocol/imported.ts';
import { roomId } from '../protocol/ids.ts';
import { bridgeFeature, carries } from './feature.ts';

/** So many conversations of one export are brought in at once. */
const mostChats = 100;

/** One conversation of an export, before anything of it is brought in. */
export type ImportChat = {
  name: string;
  /** The topic that it would go into. */
  topic: string;
  messages: number;
  people: number;
  /** Epoch milliseconds of the first and the last one; missing if there is none. */
  from?: number | undefined;
  to?: number | undefined;
  /** It was between few people there. */
  isClosed: boolean;
};

export type ImportView = { import: number } & (
  | { is: 'looking'; messages: number }
  | { is: 'looked'; source: ImportSource; chats: ImportChat[] }
  | { is: 'bringing'; topic: string; done: number; total: number }
  /** `known`: those that were there already. */
  | { is: 'done'; brought: number; known: number; topics: string[] }
  /** What was brought until then stays: the same file brings the rest. */
  | { is: 'cancelled'; brought: number }
  | { is: 'failed'; refusal: Refusal; brought: number }
);

/** A file that was taken in by `OdaBridge.stage`, by who hosts the room. */
const file = { room: roomId, hash: fileHash, name: z.string().max(1024) };

/** What was said elsewhere, into topics of a room that this computer hosts. */
export const importing = bridgeFeature({
  requests: {
    /** What is in it, told by `import/changed`. Nothing is brought in. */
    'import/look': { params: z.object(file), result: carries<{ import: number }>() },
    /** Those conversations of it, by their places, each into a topic. How it goes is told by `import/changed`. */
    'import/start': {
      params: z.object({
        ...file,
        chats: z
          .array(z.object({ place: z.int().nonnegative(), topic: z.string().max(512) }))
          .min(1)
          .max(mostChats),
      }),
      result: carries<{ import: number }>(),
    },
    'import/cancel': { params: z.object({ import: z.int() }), result: carries<null>() },
    /** What was taken in and is brought in no more; after `import/start` it goes by itself. */
    'import/forget': { params: z.object({ hash: fileHash }), result: carries<null>() },
  },
  pushes: { 'import/changed': carries<ImportView>() },
});
