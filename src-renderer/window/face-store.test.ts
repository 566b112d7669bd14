import { expect, it, vi } from 'vitest';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { createPainter } from '../ui/painter.ts';
import { createFaceStore } from './face-store.ts';

const face = (room: string, name: string) => ({
  room: room as RoomId,
  hash: hashOf(name),
  size: 1,
});

it('a room that is away, or breaks, stops the faces of no other, nor its own later ones', async () => {
  const asked: string[] = [];
  const broken = Promise.withResolvers<never>();
  const request = ((_: string, { room }: { room: string }) => {
    asked.push(room);
    if (room === 'away') return broken.promise;
    return Promise.resolve(refused({ code: 'no-picture' }));
  }) as OdaBridge['request'];
  const faces = createFaceStore({ request }, createPainter());
  faces.hold(face('away', 'a'));
  faces.hold(face('away', 'b'));
  faces.hold(face('here', 'c'));
  await vi.waitFor(() => expect(asked).toEqual(['away', 'here']));
  broken.reject(new Error('gone'));
  await vi.waitFor(() => expect(asked).toEqual(['away', 'here', 'away']));
});
