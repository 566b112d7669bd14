import { describe, expect, it } from 'vitest';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryBridge, hashOf } from '../bridge/testing/memory-bridge.ts';
import { settled } from '../bridge/testing/sample-room.ts';
import { createStagedStore } from './staged-store.ts';

const file = (name: string, size = 1): File =>
  Object.defineProperty(new File([], name), 'size', { value: size });

function made() {
  const bridge = createMemoryBridge();
  return { bridge, staged: createStagedStore(bridge, () => 1000) };
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

  it('say how far they are, and why one could not be taken', async () => {
    const { bridge, staged } = made();
    const end = Promise.withResolvers<void>();
    bridge.onStage = async (_, progress) => {
      progress?.(5);
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
