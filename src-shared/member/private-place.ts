import { z } from 'zod';
import { privateId, roomId } from '../protocol/ids.ts';

/** A private chat: two rooms may give theirs the same id. */
export const privatePlace = z.object({ room: roomId, private: privateId });
export type PrivatePlace = z.infer<typeof privatePlace>;
