import { describe, expect, it } from 'vitest';
import { done, refused, type Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { FileHash, SentFile } from '../../../src-shared/protocol/files.ts';
import type { FileToStage } from '../../app/stage-file.ts';
import { StagedPieces } from './staged-pieces.ts';

const hash = 'h'.repeat(43) as FileHash;

/** An app that keeps what it reads. */
function takingApp() {
  const taken: { name: string; text: string }[] = [];
  const failed: unknown[] = [];
  const stage = async (file: FileToStage): Promise<Outcome<SentFile>> => {
    if ('path' in file) throw new Error('a path');
    let text = '';
    try {
      for await (const bytes of file.bytes) text += new TextDecoder().decode(bytes);
    } catch (error) {
      failed.push(error);
      return refused({ code: 'bad-request' });
    }
    taken.push({ name: file.name, text });
    return done({ hash, size: text.length, name: file.name });
  };
  return { pieces: new StagedPieces(stage), taken, failed };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const piece = (at: number, text: string, isLast = false) => ({
  stage: 1,
  name: 'a.txt',
  at,
  bytes: bytes(text),
  isLast,
});

describe('files in pieces', () => {
  it('puts the pieces of a file together in their order', async () => {
    const { pieces, taken } = takingApp();
    expect(await pieces.take(1, piece(0, 'one '))).toEqual(done(null));
    expect(await pieces.take(1, piece(4, 'two '))).toEqual(done(null));
    expect(await pieces.take(1, piece(8, 'three', true))).toEqual(
      done({ hash, size: 13, name: 'a.txt' }),
    );
    expect(taken).toEqual([{ name: 'a.txt', text: 'one two three' }]);
  });

  it('takes a file of no bytes, and one of a single piece', async () => {
    const { pieces, taken } = takingApp();
    await pieces.take(1, piece(0, '', true));
    await pieces.take(1, piece(0, 'all', true));
    expect(taken.map(({ text }) => text)).toEqual(['', 'all']);
  });

  it('tells windows and files apart that send at the same time', async () => {
    const { pieces, taken } = takingApp();
    await Promise.all([
      pieces.take(1, piece(0, 'a')),
      pieces.take(2, piece(0, 'b')),
      pieces.take(1, { ...piece(0, 'c'), stage: 2 }),
    ]);
    await Promise.all([
      pieces.take(1, piece(1, 'a', true)),
      pieces.take(2, piece(1, 'b', true)),
      pieces.take(1, { ...piece(1, 'c', true), stage: 2 }),
    ]);
    expect(taken.map(({ text }) => text).toSorted()).toEqual(['aa', 'bb', 'cc']);
  });

  it('refuses a piece that does not follow, and what comes after it', async () => {
    const { pieces, taken, failed } = takingApp();
    await pieces.take(1, piece(0, 'one'));
    expect(await pieces.take(1, piece(7, 'two'))).toEqual(refused({ code: 'bad-request' }));
    expect(await pieces.take(1, piece(3, 'two', true))).toEqual(refused({ code: 'bad-request' }));
    expect([taken, failed.length]).toEqual([[], 1]);
  });

  it('hands on why the app takes no more of it, at the very next piece', async () => {
    const full = refused({ code: 'no-space-for-files' });
    const pieces = new StagedPieces(async (file) => {
      if ('path' in file) throw new Error('a path');
      for await (const _ of file.bytes) break;
      return full;
    });
    const answers = [];
    for (let at = 0; at < 3; at += 1) answers.push(await pieces.take(1, piece(at, 'x')));
    expect(answers).toContainEqual(full);
  });

  it('ends the files of a window that has gone, and only those', async () => {
    const { pieces, taken, failed } = takingApp();
    await pieces.take(1, piece(0, 'a'));
    await pieces.take(12, piece(0, 'b'));
    pieces.forget(1);
    expect(await pieces.take(1, piece(1, 'a', true))).toEqual(refused({ code: 'bad-request' }));
    await pieces.take(12, piece(1, 'b', true));
    expect([taken.map(({ text }) => text), failed.length]).toEqual([['bb'], 1]);
  });

  it('holds no more than eight at once', async () => {
    const { pieces } = takingApp();
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, window) => pieces.take(window, piece(0, 'a'))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
  });
});
