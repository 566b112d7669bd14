import { expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { ali, message, now, self } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { GoToDay } from './go-to-day-dialog.tsx';

async function shown(language: 'en' | 'tr' = 'en') {
  const composer = document.createElement('textarea');
  document.body.append(composer);
  composer.focus();
  const rendered = await renderInRoom(<GoToDay />, { entries: [message(1)], language });
  await rendered.happen(() => rendered.stores.dialogs.open({ is: 'go-to-day', in: everyone }));
  const asked: number[] = [];
  rendered.sample.bridge.answer({
    'timeline/first-since': ({ at }) => {
      asked.push(at);
      return { ok: true, value: { seq: 1 } };
    },
  });
  const dialog = () => document.querySelector('[role="dialog"]');
  return { ...rendered, asked, composer, dialog };
}

it('the field has the focus, a day leads to what was said then, and one writes on where one was', async () => {
  const { asked, composer, dialog, happen, stores } = await shown();
  const day = field(document, 'Day');
  expect(document.activeElement).toBe(day);
  await type(day, '3/4/2026');
  await click(button(document, 'Go'));
  await happen(() => undefined);
  expect(asked).toEqual([new Date(2026, 2, 4).getTime()]);
  expect(stores.jump.getState().to).toEqual({ in: everyone, seq: 1 });
  expect(dialog()).toBeNull();
  expect(document.activeElement).toBe(composer);
  composer.remove();
});

it('without a day, and with one that is still to come, it says so and stays', async () => {
  const { asked, composer, dialog } = await shown('tr');
  await click(button(document, 'Git'));
  expect(dialog()?.textContent).toContain('Bir gün yaz ya da takvimden seç.');
  const tomorrow = new Date(now + 24 * 60 * 60_000);
  const day = field(document, 'Gün');
  await type(day, `${tomorrow.getDate()}.${tomorrow.getMonth() + 1}.${tomorrow.getFullYear()}`);
  expect(dialog()?.textContent).not.toContain('Bir gün yaz');
  await click(button(document, 'Git'));
  expect(dialog()?.textContent).toContain('O gün henüz gelmedi.');
  expect(asked).toEqual([]);
  await press(day, 'Escape');
  expect(document.activeElement).toBe(composer);
  composer.remove();
});

it('goes where it was asked for last', async () => {
  const { dialog, happen, stores } = await shown();
  const withAli = directConversation(self, ali);
  await type(field(document, 'Day'), '3/4/2026');
  await happen(() => stores.dialogs.open({ is: 'go-to-day', in: withAli }));
  const day = field(document, 'Day');
  expect(document.activeElement).toBe(day);
  expect(day.value).toBe('');
  await type(day, '3/4/2026');
  await click(button(document, 'Go'));
  await happen(() => undefined);
  expect(stores.jump.getState().to).toEqual({ in: withAli, seq: 1 });
  expect(dialog()).toBeNull();
});
