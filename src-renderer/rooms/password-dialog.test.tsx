import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import {
  garden,
  kitchen,
  renderInApp,
  roomView,
  type SampleApp,
} from '../window/testing/sample-app.tsx';
import { button, click, field, type } from '../ui/testing/render.tsx';
import { RoomQuestion } from './room-question.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

async function open(hasPassword: boolean, answers: Outcome<RoomView>[] = []) {
  const room = roomView({ hasPassword });
  page = await renderInApp(<RoomQuestion />, {
    handlers: { 'room/set-password': () => answers.shift() ?? { ok: true, value: room } },
  });
  await act(async () => page.frame.ask({ to: 'password', room }));
}

const asked = () => page.bridge.asked('room/set-password');
const told = () =>
  page.frame.getState().notices.map(({ params }) => ('text' in params ? params.text : ''));

it('R3.12 a password is set where there is none, and a short one is warned of', async () => {
  await open(false);
  expect(document.querySelectorAll('input[type="password"]')).toHaveLength(1);
  expect(document.body.textContent).toContain('you can be Ayşe in this room on other computers');
  await type(field(document, 'New password'), 'eight888');
  expect(document.body.textContent).toContain('A short password is easy to guess.');
  await type(field(document, 'New password'), 'uzun bir parola');
  await click(button(document, 'Set password'));
  expect(asked()).toEqual([{ room: kitchen, password: 'uzun bir parola' }]);
  expect(told()).toEqual(['Ayşe has a password here now.']);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('R3.12 it is changed with the current one, and what is wrong is said at its field', async () => {
  await open(true, [
    { ok: false, refusal: { code: 'wrong-password' } },
    { ok: false, refusal: { code: 'password-too-short', limit: 8 } },
  ]);
  await type(field(document, 'Current password'), 'yanlış');
  await type(field(document, 'New password'), 'kısa');
  await click(button(document, 'Change password'));
  const alert = () => document.querySelector('[role="alert"]');
  expect(alert()?.textContent).toBe('That is not the password. Try again.');
  expect(field(document, 'Current password').getAttribute('aria-describedby')).toBe(alert()?.id);
  await type(field(document, 'Current password'), 'uzun bir parola');
  await click(button(document, 'Change password'));
  expect(field(document, 'New password').getAttribute('aria-describedby')).toBe(alert()?.id);
  await type(field(document, 'New password'), 'bambaşka bir parola');
  await click(button(document, 'Change password'));
  expect(asked().at(-1)).toEqual({
    room: kitchen,
    current: 'uzun bir parola',
    password: 'bambaşka bir parola',
  });
  expect(told()).toEqual(['The password of Ayşe is changed.']);
});

it('R3.12 it is removed with the current one', async () => {
  await open(true);
  await type(field(document, 'Current password'), 'uzun bir parola');
  await click(button(document, 'Remove password'));
  expect(asked()).toEqual([{ room: kitchen, current: 'uzun bir parola' }]);
  expect(told()).toEqual(['Ayşe has no password any more and belongs to this computer alone.']);
});

it('an answer that comes when something else is asked closes nothing of that', async () => {
  await open(false);
  const answer = Promise.withResolvers<Outcome<RoomView>>();
  page.bridge.answer({ 'room/set-password': () => answer.promise });
  await type(field(document, 'New password'), 'uzun bir parola');
  await click(button(document, 'Set password'));
  await click(button(document, 'Cancel'));
  const room = roomView({ room: garden, name: 'Garden' });
  await act(async () => page.frame.ask({ to: 'password', room }));
  await type(field(document, 'New password'), 'bambaşka bir parola');
  await act(async () => answer.resolve({ ok: true, value: roomView() }));
  expect(told()).toEqual(['Ayşe has a password here now.']);
  expect(field(document, 'New password').value).toBe('bambaşka bir parola');
});
