import { expect, it, onTestFinished, vi } from 'vitest';
import { act } from 'react';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import { button, click, press } from '../ui/testing/render.tsx';
import type { NoticeDraft } from './frame-store.ts';
import { Notices } from './notices.tsx';
import { renderInApp } from './testing/sample-app.tsx';

async function shown(notice: NoticeDraft) {
  const page = await renderInApp(<Notices />);
  onTestFinished(() => page.unmount());
  await act(async () => page.frame.notify(notice));
  const pass = (ms: number) => act(async () => page.clock.advance(ms));
  const texts = () => [...page.container.querySelectorAll('p')].map((line) => line.textContent);
  return { ...page, pass, texts };
}

const plain: NoticeDraft = { key: 'notice.text', params: { text: 'Done.' } };

it('a notice goes by itself after a while', async () => {
  const { pass, texts } = await shown(plain);
  await pass(5900);
  expect(texts()).toEqual(['Done.']);
  await pass(200);
  expect(texts()).toEqual([]);
});

it('one that offers to take something back stays longer, does it once, and is gone then', async () => {
  const run = vi.fn<() => void>();
  const { container, pass, texts } = await shown({ ...plain, action: { label: 'Undo', run } });
  await pass(9900);
  await click(button(container, 'Undo'));
  expect(run).toHaveBeenCalledOnce();
  expect(texts()).toEqual([]);
});

it('nothing goes away under the focus', async () => {
  const action = { label: 'Undo', run: () => undefined };
  const { container, pass, texts } = await shown({ ...plain, action });
  await act(async () => button(container, 'Undo').focus());
  await pass(60_000);
  expect(texts()).toEqual(['Done.']);
  await act(async () => button(container, 'Undo').blur());
  await pass(10_100);
  expect(texts()).toEqual([]);
});

it('one that offers something waits anew at each Tab of whoever goes to it by keys', async () => {
  const action = { label: 'Undo', run: () => undefined };
  const { container, pass, texts } = await shown({ ...plain, action });
  for (let tab = 0; tab < 3; tab += 1) {
    await pass(9900);
    await press(container, 'Tab');
  }
  expect(texts()).toEqual(['Done.']);
  await press(container, 'a');
  await pass(10_100);
  expect(texts()).toEqual([]);
});

it('damage that was mended is said in passing, damage that stays until it was read', async () => {
  const found = (finding: StoreFinding): NoticeDraft => ({
    key: 'notice.found',
    params: { finding },
  });
  const { container, frame, pass, texts } = await shown(found('index-rebuilt'));
  await act(async () => frame.notify(found('rows-damaged')));
  expect(texts()[0]).toMatch(/rebuilt.*nothing is lost/i);
  await pass(600_000);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toMatch(/damaged.*stays readable/i);
  await click(button(container, 'Dismiss'));
  expect(texts()).toEqual([]);
});
