import { describe, expect, test } from 'vitest';
import { SharedLock } from './shared-lock.ts';

/** Work that begins when the lock lets it, and ends when it is told. */
function works(lock: SharedLock) {
  const done: string[] = [];
  const begin = (how: 'shared' | 'alone', name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const running = lock[how](async () => {
      done.push(`${name} begins`);
      await promise;
    }).then(
      () => done.push(`${name} ends`),
      () => done.push(`${name} fails`),
    );
    return {
      end: () => (resolve(undefined), running),
      fail: () => (reject(new Error(name)), running),
    };
  };
  return { done, begin };
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a shared lock', () => {
  test('lets go on together what may be done beside its like', async () => {
    const { done, begin } = works(new SharedLock());
    const one = begin('shared', 'one');
    begin('shared', 'other');
    await turns();
    expect(done).toEqual(['one begins', 'other begins']);
    await one.end();
  });

  test('lets what is to be alone wait for all before it, and all after it wait for that', async () => {
    const { done, begin } = works(new SharedLock());
    const one = begin('shared', 'one');
    const other = begin('shared', 'other');
    const alone = begin('alone', 'alone');
    const late = begin('shared', 'late');
    const last = begin('alone', 'last');
    await turns();
    await other.end();
    await turns();
    expect(done).toEqual(['one begins', 'other begins', 'other ends']);
    await one.fail();
    await turns();
    expect(done.splice(0, 5).slice(3)).toEqual(['one fails', 'alone begins']);
    await alone.fail();
    await turns();
    expect(done).toEqual(['alone fails', 'late begins']);
    await late.end();
    await last.end();
    expect(done.slice(2)).toEqual(['late ends', 'last begins', 'last ends']);
  });
});
