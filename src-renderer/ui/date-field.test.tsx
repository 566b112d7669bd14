import { act, useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { DateField, TimeField } from './date-field.tsx';
import { field, press, render, type, type Rendered } from './testing/render.tsx';

let page: Rendered | undefined;
afterEach(() => page?.unmount());

async function shown(language: Language, given: { day?: string; clock?: string } = {}) {
  const kept = { day: given.day ?? '', clock: given.clock ?? '' };
  function Fields() {
    const [day, setDay] = useState(kept.day);
    const [clock, setClock] = useState(kept.clock);
    Object.assign(kept, { day, clock });
    return (
      <>
        <DateField label="Gün" value={day} onValue={setDay} />
        <TimeField label="Saat" value={clock} onValue={setClock} />
      </>
    );
  }
  const { container } = (page = await render(<Fields />, { language }));
  const leave = (one: HTMLElement) =>
    act(async () => one.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  const said = () =>
    [...container.querySelectorAll('[role="alert"]')].map((one) => one.textContent);
  return {
    kept,
    leave,
    said,
    day: field(container, 'Gün'),
    clock: field(container, 'Saat'),
    container,
  };
}

it('a day and a time are written as the language has them', async () => {
  const given = { day: '2026-11-25', clock: '14:05' };
  const turkish = await shown('tr', given);
  expect([turkish.day.value, turkish.clock.value]).toEqual(['25.11.2026', '14.05']);
  expect(turkish.day.placeholder).toBe('gg.aa.yyyy');
  await page?.unmount();
  const english = await shown('en', given);
  expect(english.day.value).toBe('11/25/2026');
  expect(english.clock.value).toMatch(/^2:05\sPM$/);
  expect(english.day.placeholder).toBe('mm/dd/yyyy');
});

it('a day and a time that are typed are taken, and written in full once one leaves', async () => {
  const { kept, leave, day, clock } = await shown('tr');
  await type(day, '5.3.2026');
  expect(kept.day).toBe('2026-03-05');
  expect(day.value).toBe('5.3.2026');
  await leave(day);
  expect(day.value).toBe('05.03.2026');
  await type(clock, '9');
  await press(clock, 'Enter');
  expect([kept.clock, clock.value]).toEqual(['09:00', '09.00']);
  await type(day, '');
  expect(kept.day).toBe('');
});

it('what cannot be read is said once one has typed to the end, and is no day and no time', async () => {
  const { kept, leave, said, day, clock } = await shown('tr', {
    day: '2026-03-05',
    clock: '09:00',
  });
  await type(day, '31.02.2026');
  expect([kept.day, said()]).toEqual(['', []]);
  await leave(day);
  expect(said()).toEqual(['Bu, gün olarak okunamadı. Şöyle yaz: 31.12.2026']);
  expect(day.value).toBe('31.02.2026');
  await type(day, '28.02.2026');
  expect([kept.day, said()]).toEqual(['2026-02-28', []]);
  await type(clock, 'öğlen');
  await press(clock, 'Enter');
  expect([kept.clock, said()]).toEqual(['', ['Bu, saat olarak okunamadı. Şöyle yaz: 14.30']]);
});

it('a day that is chosen from the calendar takes the place of what was typed', async () => {
  const { kept, container, day } = await shown('tr');
  await type(day, '31.02.2026');
  const calendar = container.querySelector('input[type="date"]');
  await type(calendar, '2026-11-25');
  expect([kept.day, day.value]).toEqual(['2026-11-25', '25.11.2026']);
});
