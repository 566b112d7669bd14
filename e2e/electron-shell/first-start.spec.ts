import { pressInHeader } from '../pages/columns.ts';
import { expect, test } from './electron-test.ts';

test('a window is shown, a room is hosted, somebody joins, and they chat', async ({ sitDown }) => {
  const { person: ayse, desk } = await sitDown();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const { person: bora } = await sitDown();
  await bora.welcome.join({ name: 'Bora', port });
  await ayse.composer.send('merhaba');
  await ayse.timeline.showsSent('merhaba');
  await bora.timeline.shows('merhaba', 'Ayşe');
  await bora.composer.send('selam');
  await ayse.timeline.shows('selam', 'Bora');
  expect(desk.did('shown')).toEqual([1]);
  expect(desk.did('web-preferences')).toEqual([
    expect.objectContaining({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
    }),
  ]);
});

test('a conversation opens in a window of its own, once, and what is said there arrives', async ({
  sitDown,
}) => {
  const { person: ayse, desk } = await sitDown();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const { person: bora } = await sitDown();
  await bora.welcome.join({ name: 'Bora', port });
  await ayse.conversations.openDirect('Bora');
  const { openWindow } = ayse.words.timeline;
  await pressInHeader(ayse, openWindow, openWindow);
  await expect.poll(() => desk.pages.length).toBe(2);
  await pressInHeader(ayse, openWindow, openWindow);
  await expect.poll(() => desk.did('front')).toEqual([2]);
  expect(desk.pages).toHaveLength(2);
  const [, small] = desk.pages;
  await bora.conversations.openDirect('Ayşe');
  const saying = async (text: string) => {
    await small?.getByRole('textbox').fill(text);
    await small?.getByRole('textbox').press('Enter');
    await bora.timeline.shows(text, 'Ayşe');
  };
  await saying('from the small one');
  // The app lives as long as one of its windows does.
  await desk.call({ is: 'close', window: 1 });
  await expect.poll(() => desk.did('closed')).toEqual([1]);
  await saying('and still here');
  await desk.call({ is: 'close', window: 2 });
  expect(await desk.exited()).toBe(0);
});

test('what was said and what was being written when the app quits is there at its next start', async ({
  sitDown,
}) => {
  const { person: ayse, desk, dataFolder } = await sitDown();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const texts = Array.from({ length: 8 }, (_, index) => `line ${index}`);
  for (const text of texts) await ayse.composer.send(text);
  await ayse.composer.field.pressSequentially('half a thou');
  // At once: no moment has passed in which a draft is saved by itself.
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  await desk.close();
  const { person: again } = await sitDown({ dataFolder });
  for (const text of texts) await again.timeline.showsSent(text);
  await expect(again.composer.field).toHaveValue('half a thou');
});

test('what a member wrote while the host was away waits on disk when its app quits', async ({
  sitDown,
}) => {
  const { person: ayse, desk: host, dataFolder: hosted } = await sitDown();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const { person: bora, desk, dataFolder } = await sitDown();
  await bora.welcome.join({ name: 'Bora', port });
  await host.call({ is: 'quit' });
  expect(await host.exited()).toBe(0);
  await expect(bora.room.railRoom('Mutfak')).not.toHaveAccessibleName(
    new RegExp(bora.words.rooms.state_live),
  );
  await bora.composer.send('written meanwhile');
  await bora.composer.field.pressSequentially('and half');
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  const { person: hostAgain } = await sitDown({ dataFolder: hosted });
  const { person: again } = await sitDown({ dataFolder });
  await again.timeline.showsSent('written meanwhile');
  await expect(again.composer.field).toHaveValue('and half');
  await hostAgain.timeline.shows('written meanwhile', 'Bora');
});

test('a second start brings the window of the first to the front, and ends', async ({
  sitDown,
  newDesk,
}) => {
  const { desk, dataFolder } = await sitDown();
  const { desk: second } = newDesk({ dataFolder });
  await second.launch();
  expect(await second.exited()).toBe(0);
  await expect.poll(() => desk.did('front')).toEqual([1]);
  expect(desk.pages).toHaveLength(1);
});

test('data that another shell has open is said in a box, with the code of a refusal', async ({
  sitDown,
  newDesk,
}) => {
  const { dataFolder } = await sitDown();
  // Another profile of Chromium's, the same data: as the browser shell would have it open.
  const { desk: second } = newDesk({ dataFolder, env: { STUB_ALONE: '1' } });
  await second.launch();
  expect(await second.exited()).toBe(3);
  // Before it opens anything: what Electron's session has begun to fetch by itself is broken off.
  expect(second.did('spell-checker-languages')).toEqual([[]]);
  expect(second.did('error-box')).toEqual([
    { title: 'Oda could not start', content: expect.stringContaining('Another Oda is using') },
  ]);
});
