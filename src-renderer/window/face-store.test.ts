import { expect, it, vi } from 'vitest';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { settled } from '../bridge/testing/sample-room.ts';
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
  const faces = createFaceStore({ request }, new ManualClock(), createPainter());
  faces.hold(face('away', 'a'));
  faces.hold(face('away', 'b'));
  faces.hold(face('here', 'c'));
  await vi.waitFor(() => expect(asked).toEqual(['away', 'here']), 30_000);
  broken.reject(new Error('gone'));
  await vi.waitFor(() => expect(asked).toEqual(['away', 'here', 'away']), 30_000);
});

/** No picture comes, of whatever is asked for. */
function without() {
  const asked: string[] = [];
  const clock = new ManualClock();
  const request = ((_: string, { picture }: { picture: { hash: string } }) => {
    asked.push(picture.hash);
    return Promise.resolve(refused({ code: 'connection-lost' }));
  }) as OdaBridge['request'];
  const faces = createFaceStore({ request }, clock, createPainter());
  return { asked, clock, faces };
}

it('a face that did not come is asked for again, ever more rarely, while somebody would show it', async () => {
  const { asked, clock, faces } = without();
  const letGo = faces.hold(face('away', 'a'));
  await settled();
  expect(asked).toHaveLength(1);
  // Who shows it, too, waits with the others.
  const letGoToo = faces.hold(face('away', 'a'));
  await settled();
  expect(asked).toHaveLength(1);
  for (const [pauseMs, times] of [
    [30_000, 2],
    [60_000, 3],
    [120_000, 4],
    [239_999, 4],
    [1, 5],
  ] as const) {
    clock.advance(pauseMs);
    await settled();
    expect(asked).toHaveLength(times);
  }
  letGo();
  letGoToo();
  clock.advance(86_400_000);
  await settled();
  expect(asked).toHaveLength(5);
  faces.hold(face('away', 'a'));
  await settled();
  expect(asked).toHaveLength(6);
  clock.advance(30_000);
  await settled();
  expect(asked).toHaveLength(7);
  for (let each = 0; each < 10; each += 1) {
    clock.advance(30 * 60_000);
    await settled();
  }
  expect(asked).toHaveLength(17);
});

it('a face that did not come from one room is asked of another that shows it', async () => {
  const asked: string[] = [];
  const request = ((_: string, { room }: { room: string }) => {
    asked.push(room);
    return Promise.resolve(refused({ code: 'no-picture' }));
  }) as OdaBridge['request'];
  const clock = new ManualClock();
  const faces = createFaceStore({ request }, clock, createPainter());
  faces.hold(face('away', 'a'));
  await settled();
  faces.hold(face('here', 'a'));
  await settled();
  expect(asked).toEqual(['away', 'here']);
  clock.advance(30_000);
  await settled();
  expect(asked).toEqual(['away', 'here', 'here']);
  faces.dispose();
});

it('a face that did not come is asked for at once when its room is back, and of no other room', async () => {
  const { asked, clock, faces } = without();
  const [here, other] = [face('here', 'a'), face('other', 'b')];
  faces.hold(here);
  faces.hold(other);
  await settled();
  faces.seekAgain(here.room);
  await settled();
  expect(asked).toEqual([here.hash, other.hash, here.hash]);
  clock.advance(30_000);
  await settled();
  expect(asked.slice(3)).toEqual([other.hash, here.hash]);
  faces.dispose();
  clock.advance(86_400_000);
  await settled();
  expect(asked).toHaveLength(5);
});
