import { afterEach, describe, expect, it } from 'vitest';
import { answerAboutPeople, contactGroup, family } from './testing/sample-people.ts';
import { ali, roomId, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click } from '../ui/testing/render.tsx';
import { ContactGroupEntries } from './contact-group-entries.tsx';

afterEach(() => {
  window.location.hash = '';
});

const format = 'application/x-oda-person';

async function shown(filter = '') {
  const groups = [
    contactGroup({ members: [veli] }),
    contactGroup({ group: 'work000000000000', name: 'İş', members: [] }),
  ];
  const rendered = await renderInRoom(<ContactGroupEntries filter={filter} shown={family} />, {
    contactGroups: groups,
  });
  answerAboutPeople(rendered.sample, groups);
  const entries = () => [...rendered.container.querySelectorAll<HTMLElement>('[data-entry]')];
  const texts = () => entries().map((entry) => entry.textContent);
  /** What a browser tells of something that is dragged over an entry, or dropped on it. */
  const drag = async (kind: 'dragover' | 'drop', data: Record<string, string>) => {
    const event = new Event(kind, { bubbles: true, cancelable: true });
    const dataTransfer = {
      types: Object.keys(data),
      getData: (wanted: string) => data[wanted] ?? '',
    };
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    await rendered.happen(() => entries()[0]?.dispatchEvent(event));
    return event;
  };
  return { ...rendered, entries, texts, drag };
}

describe('contact group entries', () => {
  it('R0.8 lists the groups by name with how many are in each, and marks the shown one', async () => {
    const { entries, texts } = await shown();
    expect(texts()).toEqual(['Aile1 person', 'İş0 people']);
    expect(entries()[0]?.getAttribute('aria-current')).toBe('page');
    await click(entries()[1]);
    expect(window.location.hash).toBe(`#/contact-group/${roomId}/work000000000000`);
  });

  it('finds a group by a part of its name', async () => {
    const { texts } = await shown('IS');
    expect(texts()).toEqual(['İş0 people']);
  });

  it('R0.8 a person who is dropped on a group is in it, and that is told', async () => {
    const { drag, frame, sample, texts } = await shown();
    expect((await drag('dragover', { [format]: '' })).defaultPrevented).toBe(true);
    await drag('drop', { [format]: `${roomId} ${ali}` });
    expect(sample.bridge.asked('contact-group/save')[0]?.members).toEqual([veli, ali]);
    expect(texts()[0]).toBe('Aile2 people');
    expect(frame.getState().notices).toMatchObject([{ params: { text: 'Ali is in Aile now.' } }]);
  });

  it.each([
    ['text', { 'text/plain': `${roomId} ${ali}` }],
    ['a person of another room', { [format]: `another-room-000 ${ali}` }],
    ['what another program made up', { [format]: `${roomId} <img src=x>` }],
    ['who is in already', { [format]: `${roomId} ${veli}` }],
  ])('dropping %s changes nothing', async (_, data) => {
    const { drag, sample } = await shown();
    await drag('drop', data);
    expect(sample.bridge.asked('contact-group/save')).toEqual([]);
  });

  it('only people can be dropped', async () => {
    const { drag } = await shown();
    expect((await drag('dragover', { Files: '' })).defaultPrevented).toBe(false);
  });
});
