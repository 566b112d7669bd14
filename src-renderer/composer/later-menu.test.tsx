import { expect, it, vi } from 'vitest';
import type { LaterView } from '../../src-shared/member/later-view.ts';
import { everyone, type Cid } from '../../src-shared/protocol/ids.ts';
import { done, refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import { now, roomId } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { LaterMenu, type LaterMenuProps } from './later-menu.tsx';

const cid = 'later00000000001' as Cid;
const tomorrow = new Date(2026, 5, 18, 9, 30).getTime();

async function shown(text: string) {
  const onSend = vi.fn<LaterMenuProps['onSend']>(async () => done(null));
  const area = Object.assign(document.createElement('textarea'), { value: text });
  const written = { field: { current: area }, isEmpty: text.trim() === '' };
  const menu = <LaterMenu conversation={everyone} reply={undefined} {...{ ...written, onSend }} />;
  const rendered = await renderInRoom(menu);
  const waiting = [{ in: everyone, cid, text: 'good **morning**', at: tomorrow, refusal: 'muted' }];
  rendered.sample.bridge.answer({
    'later/list': () => ({ ok: true, value: waiting }),
    'later/send': () => ({ ok: true, value: null }),
    'later/cancel': () => ({ ok: true, value: [] }),
  });
  const choose = async (name: string) => {
    await click(button(rendered.container, 'Send later'));
    await rendered.happen(() => undefined);
    const items = [...document.querySelectorAll('[role="menuitem"]')];
    const item = items.find((one) => one.textContent.startsWith(name));
    await click(item);
    await rendered.happen(() => undefined);
    return item;
  };
  return { ...rendered, choose, onSend };
}

it('a message is sent at a time: what stands in the field, and when, can be changed first', async () => {
  const { choose, happen, onSend } = await shown('good morning');
  await choose('Send later…');
  const [day, clock] = [field(document, 'Day'), field(document, 'Time')];
  expect(new Date(`${day.value} ${clock.value}`).getTime()).toBeGreaterThan(now);
  await type(day, 'tomorrow');
  await type(clock, '');
  await click(button(document, 'Send then'));
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Write a time of day.');
  expect(onSend.mock.calls).toEqual([]);
  await type(day, '6/18/2026');
  await type(clock, '9:30 am');
  await click(button(document, 'Send then'));
  await happen(() => undefined);
  const message = { in: everyone, text: 'good morning', at: tomorrow };
  const typed = { stood: 'good morning', written: 'good morning' };
  expect(onSend.mock.calls).toEqual([[message, typed]]);
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Messages that wait');
});

it('what was refused is meant as it was changed, and the next try means it as it stands in the field then', async () => {
  const { choose, happen, onSend } = await shown('good morning');
  onSend.mockResolvedValueOnce(refused({ code: 'later-kept-time' }));
  await choose('Send later…');
  const area = document.querySelector('[role="dialog"] textarea');
  await type(area, ' ');
  await click(button(document, 'Send then'));
  // Nothing was tried.
  expect(onSend.mock.calls).toEqual([]);
  await type(area, 'good morning all');
  await click(button(document, 'Send then'));
  await happen(() => undefined);
  expect(document.querySelector('[role="dialog"] [role="alert"]')).not.toBeNull();
  await click(button(document, 'Send then'));
  await happen(() => undefined);
  const stood = onSend.mock.calls.map(([{ text }, before]) => [before.stood, text]);
  const changed = 'good morning all';
  expect(stood).toEqual([
    ['good morning', changed],
    [changed, changed],
  ]);
});

it('nothing opens over somebody who has closed the form meanwhile', async () => {
  const { choose, happen, onSend } = await shown('good morning');
  const answer = Promise.withResolvers<Outcome<null>>();
  onSend.mockReturnValueOnce(answer.promise);
  await choose('Send later…');
  await click(button(document, 'Send then'));
  await click(button(document, 'Cancel'));
  await happen(() => answer.resolve(done(null)));
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('a line for one person, and a command, is said to nobody later, and a blank in front makes a text of it', async () => {
  const { choose, onSend } = await shown('ali~only for you');
  await choose('Send later…');
  const box = document.querySelector('[role="dialog"] textarea');
  for (const line of ['ali~only for you', '/kick ali', 'exit']) {
    await type(box, line);
    await click(button(document, 'Send then'));
    const alert = document.querySelector('[role="dialog"] [role="alert"]');
    expect(alert?.textContent).toContain('cannot be sent later');
  }
  expect(onSend.mock.calls).toEqual([]);
  await type(box, ' ali~only for you');
  await click(button(document, 'Send then'));
  const [message, typed] = onSend.mock.lastCall ?? [];
  expect([message?.text, typed?.written]).toEqual(['ali~only for you', ' ali~only for you']);
});

it('a change that is refused after its form was closed is told, and nothing opens for it', async () => {
  const { choose, frame, happen, sample } = await shown('');
  const answer = Promise.withResolvers<Outcome<null>>();
  sample.bridge.answer({ 'later/send': () => answer.promise });
  await choose('Messages that wait');
  await click(button(document, 'Change'));
  await type(document.querySelector('[role="dialog"] textarea'), 'good evening');
  await click(button(document, 'Change'));
  await click(button(document, 'Cancel'));
  await happen(() => answer.resolve(refused({ code: 'later-kept-time' })));
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(frame.getState().notices).toMatchObject([
    { key: 'notice.refused', params: { refusal: { code: 'later-kept-time' } } },
  ]);
});

it('what is written in another form meanwhile stays there', async () => {
  const { choose, happen, onSend } = await shown('good morning');
  const answer = Promise.withResolvers<Outcome<null>>();
  onSend.mockReturnValueOnce(answer.promise);
  await choose('Send later…');
  await click(button(document, 'Send then'));
  await click(button(document, 'Cancel'));
  await choose('Send later…');
  const box = document.querySelector('[role="dialog"] textarea') as HTMLTextAreaElement;
  await type(box, 'good evening');
  await happen(() => answer.resolve(done(null)));
  expect(box.isConnected).toBe(true);
  expect(box.value).toBe('good evening');
});

it('where the list cannot be had, that is said, and not that nothing waits', async () => {
  const { choose, sample } = await shown('');
  sample.bridge.answer({ 'later/list': () => refused({ code: 'bridge-closed' }) });
  await choose('Messages that wait');
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.querySelector('[role="alert"]')).not.toBeNull();
  expect(dialog?.textContent).not.toContain('Nothing waits');
  expect(dialog?.textContent).not.toContain('Asking the room');
});

it('people and emoji are offered while it is written, and no commands', async () => {
  const { choose, happen } = await shown('good morning');
  await choose('Send later…');
  const box = document.querySelector('[role="dialog"] textarea') as HTMLTextAreaElement;
  const offered = () =>
    [...document.querySelectorAll('[role="option"]')].map((one) => one.textContent);
  await type(box, 'good morning @al');
  expect(offered()).toEqual([expect.stringContaining('Ali')]);
  await press(box, 'Escape');
  expect(offered()).toEqual([]);
  expect(document.querySelector('[role="dialog"]')).not.toBeNull();
  await type(box, 'good @al');
  await press(box, 'Enter');
  expect(box.value).toBe('good @Ali ');
  await type(box, 'good :tad');
  await vi.waitFor(async () => {
    await happen(() => undefined);
    expect(offered().join()).toContain('party');
  });
  await press(box, 'Enter');
  expect(box.value).toBe('good 🎉 ');
  await type(box, '/he');
  expect(offered()).toEqual([]);
});

it('nothing written cannot be sent later, and that is said', async () => {
  const { choose, sample } = await shown(' ');
  const item = await choose('Send later…');
  expect(item?.getAttribute('aria-disabled')).toBe('true');
  expect(item?.textContent).toContain('Write something first');
  expect(sample.bridge.asked('later/send')).toEqual([]);
});

it('what waits is listed with its reason, changed and cancelled', async () => {
  const { choose, sample, happen } = await shown('');
  await choose('Messages that wait');
  const dialog = () => document.querySelector('[role="dialog"]');
  expect(dialog()?.textContent).toContain('To Everyone');
  expect(dialog()?.textContent).toContain('good morning');
  expect(dialog()?.textContent).toContain('Not sent:');
  await click(button(document, 'Change'));
  await happen(() => undefined);
  await click(button(document, 'Change'));
  await happen(() => undefined);
  expect(sample.bridge.asked('later/send')).toEqual([
    { room: roomId, in: everyone, text: 'good **morning**', at: tomorrow, cid },
  ]);
  await click(button(document, 'Cancel the message'));
  await happen(() => undefined);
  expect(sample.bridge.asked('later/cancel')).toEqual([{ room: roomId, cid }]);
  expect(dialog()?.textContent).toContain('Nothing waits');
});

it('what the room has not heard of yet says so', async () => {
  const { choose, sample, happen } = await shown('');
  const waiting = { in: everyone, cid, text: 'good morning', at: tomorrow };
  const list: LaterView[] = [
    { ...waiting, waits: 'change' },
    { ...waiting, cid: 'later00000000002' as Cid, waits: 'cancel' },
  ];
  sample.bridge.answer({ 'later/list': () => ({ ok: true, value: list }) });
  await choose('Messages that wait');
  await happen(() => undefined);
  const items = [...document.querySelectorAll('[role="dialog"] li')];
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Reaches the room when it is back.'),
    expect.stringContaining('Cancelled when the room is back.'),
  ]);
});
