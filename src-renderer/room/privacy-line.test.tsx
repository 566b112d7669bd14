import { expect, it } from 'vitest';
import { ali, member, roomView, self } from '../bridge/testing/sample-room.ts';
import { PrivacyLine } from './privacy-line.tsx';
import { renderInRoom } from './testing/render-in-room.tsx';

it('is one line that opens, and changes with what the host switches and with who is in', async () => {
  const members = [member(self, 'Ece'), { ...member(ali, 'Ali'), guest: true as const }];
  const room = roomView({ access: 'invited' });
  const shown = await renderInRoom(<PrivacyLine kind="everyone" />, { room, members });
  const { container, happen, sample } = shown;
  const summary = () => container.querySelector('summary')?.textContent;
  expect(summary()).toContain('only who is invited can join');
  expect(container.querySelector('details')?.open).toBe(false);
  const text = () => container.querySelector('ul')?.textContent;
  expect(text()).toContain('Guests without an account are in');
  expect(text()).toContain('log takes in no texts now');
  expect(text()).not.toContain('not connected');
  expect(text()).toContain('it is encrypted.');
  const changed = roomView({ access: 'open', logsTexts: true, plain: true });
  await happen(() => sample.bridge.push('room/changed', changed));
  expect(summary()).toContain('whoever knows the address can join');
  expect(text()).toContain('log holds the texts too');
  expect(text()).toContain('can be read on the way');
  // What the host has switched since then nobody has told.
  const lost = roomView({ ...changed, connection: { is: 'closed' } });
  await happen(() => sample.bridge.push('room/changed', lost));
  expect(text()).toContain('You are not connected');
});

it('says of a private chat whether it was compared, in Turkish too', async () => {
  const before = await renderInRoom(<PrivacyLine kind="private" />, { language: 'tr' });
  expect(before.container.textContent).toContain('Daha karşılaştırılmadı');
  const after = await renderInRoom(<PrivacyLine kind="private" isCompared />, { language: 'tr' });
  expect(after.container.textContent).toContain('yalnız ikiniz okuyabilirsiniz');
});
