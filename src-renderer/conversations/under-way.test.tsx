import { Profiler } from 'react';
import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src-shared/bridge/files.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { ali, message, outboxItem, roomId, self } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { ConversationList } from './conversation-list.tsx';

const size = 100 * limits.fileBlockBytes;
const [report, film] = ['report.pdf', 'film.mp4'].map((name): SentFile => ({
  hash: hashOf(name),
  size,
  name,
})) as [SentFile, SentFile];
const withAli = directConversation(self, ali);

async function shown(files: SentFile[], options: Parameters<typeof renderInRoom>[1] = {}) {
  const said = { type: 'send-message', text: 'look', files } as const;
  let drawn = 0;
  const rendered = await renderInRoom(
    <Profiler id="list" onRender={() => (drawn += 1)}>
      <ConversationList shown={everyone} />
    </Profiler>,
    {
      entries: [message(1, { from: self, text: 'good morning' })],
      outbox: files.length > 0 ? [outboxItem('a', { in: withAli, said })] : [],
      ...options,
    },
  );
  const { container, sample, happen } = rendered;
  const push = (of: SentFile, more: Partial<FileState>) => {
    const state = { room: roomId, hash: of.hash, is: 'up', done: 0, bytesPerSecond: 0 } as const;
    return happen(() => sample.bridge.push('file/changed', [{ ...state, size: of.size, ...more }]));
  };
  const row = (name: string) =>
    [...container.querySelectorAll('[data-entry]')].find((entry) =>
      entry.textContent?.includes(name),
    );
  return { ...rendered, push, row, drawn: () => drawn };
}

describe('a file on its way, in the list', () => {
  it('stands in the row of its conversation in place of the last words, with how far it is', async () => {
    const { push, row } = await shown([report]);
    await push(report, { done: 0.4 * size });
    expect(row('Ali')?.textContent).toContain('Sending report.pdf, 40%');
    expect(row('Ali')?.querySelector('progress')?.value).toBe(40);
    expect(row('Everyone')?.textContent).toContain('good morning');
    expect(row('Everyone')?.querySelector('progress')).toBeNull();
    await push(report, { is: 'here', done: size });
    expect(row('Ali')?.textContent).not.toContain('report.pdf');
  });

  it('several of a message count together, and do not begin anew with each', async () => {
    const { push, row } = await shown([report, film], { language: 'tr' });
    await push(report, { done: size / 2 });
    expect(row('Ali')?.textContent).toContain('2 dosya gönderiliyor, %25');
    await push(report, { is: 'here' });
    await push(film, { is: 'waiting' });
    expect(row('Ali')?.textContent).toContain('2 dosya gönderiliyor, %50');
  });

  it('is not told of while it is stopped, nor one that is there at once', async () => {
    const small = { ...film, size: limits.fileBlockBytes };
    const { push, row } = await shown([small]);
    await push(small, { done: 1 });
    expect(row('Ali')?.querySelector('progress')).toBeNull();
    const large = await shown([report]);
    await large.push(report, { done: size / 2 });
    expect(large.row('Ali')?.querySelector('progress')).not.toBeNull();
    await large.push(report, { is: 'stopped', done: size / 2 });
    expect(large.row('Ali')?.querySelector('progress')).toBeNull();
  });

  it('is told of when it is saved, and not when it comes by itself', async () => {
    const { push, row, sample, stores, happen } = await shown([]);
    await push(film, { is: 'down', done: size / 4 });
    expect(row('Everyone')?.textContent).toContain('good morning');
    const saved = Promise.withResolvers<void>();
    sample.bridge.answer({
      'file/save': async () => {
        await saved.promise;
        return done({ path: '/people/ece/film.mp4', name: 'film.mp4' });
      },
    });
    const { hash, name } = film;
    await happen(() => void stores.files.save({ in: everyone, seq: 1, hash, name }));
    expect(row('Everyone')?.textContent).toContain('Saving film.mp4, 25%');
    expect(row('Ali')?.textContent).not.toContain('film.mp4');
    await happen(() => saved.resolve());
    expect(row('Everyone')?.textContent).toContain('good morning');
    expect(sample.bridge.asked('file/save')).toEqual([
      { room: roomId, in: everyone, seq: 1, hash },
    ]);
  });

  it('draws nothing with a block that changes no word', async () => {
    const { push, drawn } = await shown([report]);
    await push(report, { done: 0.4 * size });
    const before = drawn();
    for (const more of [1, 2, 3]) await push(report, { done: 0.4 * size + more });
    expect(drawn()).toBe(before);
    await push(report, { done: 0.41 * size });
    expect(drawn()).toBe(before + 1);
  });
});
