import { afterEach, expect, it } from 'vitest';
import type { NearbyView } from '../../src-shared/bridge/nearby.ts';
import type { NearbyRoom } from '../../src-shared/host/nearby.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { click } from '../ui/testing/render.tsx';
import { kitchen, renderInApp, type SampleApp } from '../window/testing/sample-app.tsx';
import { Welcome } from './welcome.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const class5: NearbyRoom = {
  room: kitchen,
  name: 'Class 5',
  pin: 'p'.repeat(43) as Pin,
  address: '192.168.1.5:12345',
  people: 12,
  isInvited: true,
  state: 'there',
};
const look = { words: [0, 1, 2, 3], cells: [], hue: 0 };

async function showNearby(view: Partial<NearbyView>) {
  const value = { rooms: [], hidden: 0, isOff: false, ...view };
  page = await renderInApp(<Welcome />, {
    handlers: {
      'nearby/look': () => ({ ok: true, value }),
      'room/join': () => ({
        ok: false,
        refusal: { code: 'key-unknown', subject: 'Class 5', pins: { shown: class5.pin } },
      }),
      'room/look-of-key': () => ({ ok: true, value: look }),
    },
  });
  return page.container;
}

function pickOf(container: ParentNode): Element {
  const pick = container.querySelector('button[data-state]');
  if (!pick) throw new Error('No room nearby is shown');
  return pick;
}

it('a room nearby is shown with its people and its lock, and a click joins after comparing', async () => {
  const container = await showNearby({ rooms: [class5] });
  const pick = pickOf(container);
  expect(pick.textContent).toContain('12 people · 192.168.1.5:12345');
  expect(pick.querySelector('[role="img"][aria-label="New people need an invite"]')).not.toBeNull();
  await click(pick);
  expect(page.bridge.asked('room/join')).toMatchObject([{ address: '192.168.1.5:12345' }]);
  expect(document.body.textContent).toContain('Is this “Class 5”?');
});

it('a room that does not answer is shown as one, and looked for again', async () => {
  const container = await showNearby({ rooms: [{ ...class5, state: 'gone' }] });
  expect(pickOf(container).textContent).toContain('Does not answer');
  page.bridge.answer({
    'nearby/look': () => ({ ok: true, value: { rooms: [class5], hidden: 0, isOff: false } }),
  });
  page.clock.advance(1000);
  await page.update(<Welcome />);
  expect(pickOf(container).textContent).toContain('12 people');
});

it('rooms whose names look alike are told apart by address and words of their keys', async () => {
  const container = await showNearby({ rooms: [{ ...class5, alike: look }] });
  expect(pickOf(container).textContent).toContain(
    'Another room has a name like this. The key of this one: ',
  );
});

it('says how many more there are, why none can be seen, and nothing if it is switched off', async () => {
  const container = await showNearby({ rooms: [class5], hidden: 450 });
  expect(container.textContent).toContain('450 more are hidden');
  await page.unmount();
  expect((await showNearby({ problem: 'port-taken' })).textContent).toContain('UDP port 5353');
  await page.unmount();
  expect((await showNearby({ isOff: true })).textContent).not.toContain('Nearby');
});
