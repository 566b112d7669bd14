import { describe, expect, it, vi } from 'vitest';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryBridge, hashOf } from '../bridge/testing/memory-bridge.ts';
import { settled } from '../bridge/testing/sample-room.ts';
import { createPainter } from '../ui/painter.ts';
import { createStagedStore } from './staged-store.ts';

const file = (name: string, size = 1): File =>
  Object.defineProperty(new File([], name), 'size', { value: size });

function made() {
  const bridge = createMemoryBridge();
  return {
    bridge,
    staged: createStagedStore(bridge, createPainter(), {
      mostBytes: () => 1000,
      privateOf: () => undefined,
    }),
  };
}

/** What has no picture in it is not shown small. */
function stubUndrawable(): void {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('no picture')));
}

describe('files that go with the next message', () => {
  it('are taken in one after the other, in the order in which they were chosen', async () => {
    const { bridge, staged } = made();
    const first = Promise.withResolvers<void>();
    const begun: string[] = [];
    bridge.onStage = async ({ name, size }) => {
      begun.push(name);
      await first.promise;
      return done({ hash: hashOf(name), size, name });
    };
    staged.add(everyone, [file('a.txt'), file('b.txt')]);
    await settled();
    expect([begun, staged.isTaking(everyone)]).toEqual([['a.txt'], true]);
    first.resolve();
    await settled();
    expect(staged.of(everyone).map(({ name, state }) => [name, state.is])).toEqual([
      ['a.txt', 'ready'],
      ['b.txt', 'ready'],
    ]);
  });

  it('are shown without what is not seen in their names', () => {
    const { staged } = made();
    staged.add(everyone, [file('a\u202Egpj.exe')]);
    expect(staged.of(everyone)[0]?.name).toBe('agpj.exe');
  });

  it('that are too many or too large are left out, and that is said', () => {
    const { staged } = made();
    const many = Array.from({ length: limits.filesPerMessage + 1 }, (_, i) => file(`${i}`));
    staged.add(everyone, many);
    expect(staged.of(everyone)).toHaveLength(limits.filesPerMessage);
    const problem = () => staged.getState().problems.get(everyone);
    expect(problem()).toEqual({ is: 'too-many', limit: limits.filesPerMessage });
    staged.take(everyone);
    expect(problem()).toBeUndefined();
    staged.add(everyone, [file('film.mkv', 1001), file('a.txt')]);
    expect(staged.of(everyone).map(({ name }) => name)).toEqual(['a.txt']);
    expect(problem()).toMatchObject({ is: 'too-large', name: 'film.mkv', limit: 1000 });
    staged.add(everyone, []);
    expect(problem()).toEqual({ is: 'nothing' });
  });

  it('lose what a camera wrote into a picture, unless the person keeps it', async () => {
    stubUndrawable();
    const { bridge, staged } = made();
    const handed: string[] = [];
    bridge.onStage = async (given) => {
      const bytes = given instanceof File ? await given.arrayBuffer() : new ArrayBuffer();
      handed.push(Buffer.from(bytes).toString('latin1'));
      return done({ hash: hashOf(given.name), size: given.size, name: given.name });
    };
    const clean = '\xff\xd8\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xd9';
    const comment = '\xff\xfe\x00\x07place';
    const whole = `${clean.slice(0, 2)}${comment}${clean.slice(2)}`;
    const jpeg = (text: string, name: string) =>
      new File([Buffer.from(text, 'latin1')], name, { type: 'image/jpeg' });
    const details = () => staged.of(everyone).map((each) => each.details);
    staged.add(everyone, [jpeg(whole, 'a.jpg'), jpeg(clean, 'b.jpg')]);
    await staged.settled(everyone);
    expect([handed, details()]).toEqual([
      [clean, clean],
      ['left-out', undefined],
    ]);
    staged.keepDetails(everyone, true);
    expect(staged.isTaking(everyone)).toBe(true);
    await staged.settled(everyone);
    expect([handed.slice(2), details()]).toEqual([[whole], ['kept', undefined]]);
    staged.keepDetails(everyone, false);
    staged.keepDetails(everyone, true);
    staged.keepDetails(everyone, false);
    await staged.settled(everyone);
    expect([handed.at(-1), details()]).toEqual([clean, ['left-out', undefined]]);
  });

  it('say when a damaged picture may still have in it what a camera wrote, whatever its name', async () => {
    stubUndrawable();
    const { staged } = made();
    staged.add(everyone, [
      new File([Buffer.from('ffd8fffe0007', 'hex'), 'place'], 'a.bin'),
      new File(['place'], 'b.jpg', { type: 'image/jpeg' }),
    ]);
    await staged.settled(everyone);
    expect(staged.of(everyone).map(({ details }) => details)).toEqual(['unclear', undefined]);
  });

  it('are not sent if nobody knows what a camera wrote into them', async () => {
    const { bridge, staged } = made();
    const gone = new File([Uint8Array.of(0xff, 0xd8)], 'a.jpg', { type: 'image/jpeg' });
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    staged.add(everyone, [gone]);
    await staged.settled(everyone);
    expect(staged.of(everyone)[0]?.state).toMatchObject({ is: 'refused' });
    expect(bridge.asked('message/send')).toEqual([]);
  });

  it('have their turn though the one before broke', async () => {
    const { bridge, staged } = made();
    bridge.onStage = ({ name, size }) =>
      name === 'a'
        ? Promise.reject(new Error('gone'))
        : Promise.resolve(done({ hash: hashOf(name), size, name }));
    staged.add(everyone, [file('a'), file('b')]);
    await staged.settled(everyone);
    expect(staged.of(everyone).map(({ state }) => state.is)).toEqual(['refused', 'ready']);
  });

  it('are broken off where they are taken away while they are taken in', async () => {
    const { bridge, staged } = made();
    const stopped = Promise.withResolvers<void>();
    bridge.onStage = async (_, how) => {
      how?.begun?.(stopped.resolve);
      await stopped.promise;
      return refused({ code: 'file-stopped' });
    };
    staged.add(everyone, [file('a.txt', 10)]);
    await settled();
    staged.remove(everyone, staged.of(everyone)[0]?.key ?? 0);
    await stopped.promise;
    bridge.onStage = async (_, how) =>
      done({ hash: hashOf('b'), size: 1, name: how?.private?.private ?? 'of the room' });
    staged.add(everyone, [file('b')]);
    await staged.settled(everyone);
    // What is for everyone is for no private chat.
    expect(staged.of(everyone)).toMatchObject([{ state: { is: 'ready', file: { name: 'b' } } }]);
  });

  it('say how far they are, and why one could not be taken', async () => {
    const { bridge, staged } = made();
    const end = Promise.withResolvers<void>();
    bridge.onStage = async (_, how) => {
      how?.progress?.(5);
      await end.promise;
      return refused({ code: 'data-full' });
    };
    staged.add(everyone, [file('a.txt', 10)]);
    await settled();
    expect(staged.of(everyone)[0]?.state).toEqual({ is: 'taking', bytes: 5 });
    end.resolve();
    await settled();
    expect(staged.of(everyone)[0]?.state).toMatchObject({ refusal: { code: 'data-full' } });
  });

  it('are taken in no more once they are removed', async () => {
    const { bridge, staged } = made();
    const first = Promise.withResolvers<void>();
    const begun: string[] = [];
    bridge.onStage = async ({ name, size }) => {
      begun.push(name);
      await first.promise;
      return done({ hash: hashOf(name), size, name });
    };
    staged.add(everyone, [file('a.txt'), file('b.txt')]);
    for (const { key } of staged.of(everyone)) staged.remove(everyone, key);
    first.resolve();
    await settled();
    expect([begun, staged.of(everyone)]).toEqual([[], []]);
  });
});
