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
    (all) => sent.push(...structuredClone(all)),
    (error) => reported.push(error),
  );
  expect(sent).toEqual([pushes[0], pushes[2]]);
  expect(reported).toHaveLength(1);
});

test('what can be sent goes out together', () => {
  const sent: unknown[] = [];
  const pushes: Push[] = ['one', 'two'].map((room) => ({ push: 'room/removed', value: { room } }));
  sendPushes(
    pushes,
    (all) => sent.push(all),
    () => expect.unreachable(),
  );
  expect(sent).toEqual([pushes]);
});
