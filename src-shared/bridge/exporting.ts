import { z } from 'zod';
import type { Refusal } from '../protocol/codes.ts';
import { conversationId, roomId } from '../protocol/ids.ts';
import { bridgeFeature, carries } from './feature.ts';

export const exportFormats = ['html', 'json', 'text'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How what is written down for the person stands. */
export type ExportView = { export: number } & (
  | { is: 'choosing' }
  /** Older messages of this conversation come from the room first; numbers of entries. */
  | { is: 'fetching'; name: string; done: number; total: number }
  | { is: 'writing'; done: number; total: number }
  /** Not `isWhole` if the room has older messages and could not be asked for them. */
  | { is: 'done'; path: string; name: string; messages: number; isWhole: boolean }
  | { is: 'cancelled' }
  | { is: 'failed'; refusal: Refusal }
);

/** What one may see, written into a file of one's own. Private chats are never in it: nothing of them is kept. */
export const exporting = bridgeFeature({
  requests: {
    /** One conversation, one room, or everything. What becomes of it is told by `export/changed`. One at a time. */
    'export/start': {
      params: z.object({
        room: roomId.optional(),
        in: conversationId.optional(),
        format: z.enum(exportFormats),
      }),
      result: carries<{ export: number }>(),
    },
    'export/cancel': { params: z.object({ export: z.int() }), result: carries<null>() },
    'export/reveal': { params: z.object({ export: z.int() }), result: carries<null>() },
  },
  pushes: { 'export/changed': carries<ExportView>() },
});
