import { expect, test } from 'vitest';
import type { Push } from '../../../src-shared/bridge/push-listeners.ts';
import { sendPushes } from './send-pushes.ts';

test('what cannot be cloned costs a page only itself, and is reported', () => {
  const pushes: Push[] = [
    { push: 'room/removed', value: { room: 'one' } },
    { push: 'room/removed', value: () => 'nothing that could be sent' },
    { push: 'room/removed', value: { room: 'two' } },
  ];
  const [sent, reported]: [unknown[], unknown[]] = [[], []];
  sendPushes(
    pushes,
    // As Electron does: all of it is cloned before anything goes out.
    { send: (all) => sent.push(...structuredClone(all)), isGone: () => false },
    (error) => reported.push(error),
  );
  expect(sent).toEqual([pushes[0], pushes[2]]);
  expect(reported).toHaveLength(1);
});

test('what can be sent goes out together', () => {
  const sent: unknown[] = [];
  const pushes: Push[] = ['one', 'two'].map((room) => ({ push: 'room/removed', value: { room } }));
  sendPushes(pushes, { send: (all) => sent.push(all), isGone: () => false }, () =>
    expect.unreachable(),
  );
  expect(sent).toEqual([pushes]);
});

test.each([1, 2])(
  'a page that goes while %i are told hears nothing more, which is no defect',
  (count) => {
    const of = ['one', 'two'].slice(0, count);
    const pushes: Push[] = of.map((room) => ({ push: 'room/removed', value: { room } }));
    const [tries, reported]: [number[], unknown[]] = [[], []];
    const page = {
      isHere: true,
      isGone: () => !page.isHere,
      send(all: readonly Push[]) {
        tries.push(all.length);
        page.isHere = false;
        throw new TypeError('Object has been destroyed');
      },
    };
    sendPushes(pushes, page, (error) => reported.push(error));
    sendPushes(pushes, page, (error) => reported.push(error));
    expect(tries).toEqual([count]);
    expect(reported).toEqual([]);
  },
);
