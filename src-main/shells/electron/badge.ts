import { z } from 'zod';
import { roomId, type RoomId } from '../../../src-shared/protocol/ids.ts';
import type { WindowApp } from '../../app/create-app.ts';

const counted = z.object({ room: roomId, asked: z.int().nonnegative() });
const removed = z.object({ room: roomId });
const start = z.object({ value: z.object({ rooms: z.array(counted) }) });

/**
 * Keeps the badge of the app's icon at the sum of what the person asked to be told of in all rooms: the same that the
 * windows' titles count.
 */
export async function followBadge(
  running: WindowApp,
  show: (count: number) => void,
): Promise<void> {
  const byRoom = new Map<RoomId, number>();
  let shown = 0;
  const tell = (): void => {
    let count = 0;
    for (const asked of byRoom.values()) count += asked;
    if (count !== shown) show(count);
    shown = count;
  };
  running.on((name, push) => {
    if (name === 'room/changed') {
      const { room, asked } = counted.parse(push);
      byRoom.set(room, asked);
    } else if (name === 'room/removed') byRoom.delete(removed.parse(push).room);
    else return;
    tell();
  });
  const known = start.safeParse(await running.handle('app/start', {})).data;
  // What a push has said meanwhile is newer.
  for (const { room, asked } of known?.value.rooms ?? [])
    if (!byRoom.has(room)) byRoom.set(room, asked);
  tell();
}
