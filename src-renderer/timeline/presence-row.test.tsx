import { expect, it } from 'vitest';
import { useFormat } from '../i18n/format.ts';
import { ali, joined, left, member, now, self, veli } from '../bridge/testing/sample-room.ts';
import { mutfak } from '../people/testing/sample-people.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click, press } from '../ui/testing/render.tsx';
import { PresenceRow } from './presence-row.tsx';
import type { PresenceEntry } from './timeline-rows.ts';

function Shown({ entries }: { entries: readonly PresenceEntry[] }) {
  return <PresenceRow entries={entries} format={useFormat()} />;
}

async function shown(entries: readonly unknown[], veliName = 'Veli') {
  const members = [member(self, 'Ece'), member(ali, 'Ali'), member(veli, veliName)];
  const rendered = await renderInRoom(<Shown entries={entries as PresenceEntry[]} />, { members });
  const names = () => [...rendered.container.querySelectorAll('button[data-within]')];
  return { ...rendered, names };
}

it('a name in a line of who came and went shows that person’s card', async () => {
  const page = await shown([joined(1, [ali, 'Ali']), joined(2, [veli, 'Veli'])]);
  expect(page.container.textContent).toContain('Ali and Veli joined');
  await click(page.names()[1]);
  expect(page.frame.getState()).toMatchObject({ pane: 'person', person: veli });
});

it('by keyboard the arrows lead from the line to the names', async () => {
  const page = await shown([joined(1, [ali, 'Ali']), joined(2, [veli, 'Veli'])]);
  const line = page.container.querySelector<HTMLElement>('[data-message]');
  if (!line) throw new Error('There is no line');
  line.focus();
  await press(line, 'ArrowRight');
  expect(document.activeElement).toBe(page.names()[0]);
});

it('a name of the other direction stands by itself, and one of nobody is no button', async () => {
  const gone = ['gone000000' as typeof ali, 'Gone'] as const;
  const page = await shown([joined(1, [veli, 'ليلى']), left(2, gone[0])], 'ليلى');
  expect(page.names().map((name) => name.innerHTML)).toEqual(['<bdi>ليلى</bdi>']);
  expect(page.container.querySelectorAll('bdi')).toHaveLength(2);
  expect(page.container.textContent).not.toMatch(/[\u2066-\u2069]/);
});

it('offers to show each only where the line does not say it all', async () => {
  const came = [joined(1, [ali, 'Ali']), joined(2, [veli, 'Veli'])];
  const toggle = async (entries: readonly unknown[]) => {
    const page = await shown(entries);
    return page.container.querySelector('[aria-expanded]') !== null;
  };
  expect(await toggle(came)).toBe(false);
  expect(await toggle([...came, joined(3, [self, 'Ece'], now + 1000)])).toBe(true);
  const many = Array.from({ length: 4 }, (_, i) => joined(i + 1, [`person${i}` as typeof ali, '']));
  expect(await toggle(many)).toBe(true);
  const place = { in: mutfak, at: now, by: ali };
  const made = [ali, self, veli].map((account, i) => {
    return { type: 'added', ...place, seq: i + 1, id: i + 1, account };
  });
  expect(await toggle(made)).toBe(false);
});
