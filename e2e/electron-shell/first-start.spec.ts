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
  expect(desk.did('spell-checker')).toEqual([process.platform === 'darwin']);
  expect(desk.did('web-preferences')).toEqual([
    expect.objectContaining({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      spellcheck: process.platform === 'darwin',
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
  const open = ayse.page
    .getByRole('main')
    .getByRole('button', { name: ayse.words.timeline.openWindow });
  await open.click();
  await expect.poll(() => desk.pages.length).toBe(2);
  await open.click();
  await expect.poll(() => desk.did('front')).toEqual([2]);
  expect(desk.pages).toHaveLength(2);
  const [, second] = desk.pages;
  await second?.getByRole('textbox').fill('from the small one');
  await second?.getByRole('textbox').press('Enter');
  await bora.timeline.shows('from the small one', 'Ayşe');
  // The app lives as long as one of its windows does.
  await desk.call({ is: 'close', window: 1 });
  await second?.getByRole('textbox').fill('and still here');
  await second?.getByRole('textbox').press('Enter');
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('and still here', 'Ayşe');
  await desk.call({ is: 'close', window: 2 });
  expect(await desk.exited()).toBe(0);
});

test('what was written when the app quits is there at its next start', async ({ sitDown }) => {
  const { person: ayse, desk, dataFolder } = await sitDown();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const texts = Array.from({ length: 8 }, (_, index) => `line ${index}`);
  for (const text of texts) await ayse.composer.send(text);
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  await desk.close();
  const { person: again } = await sitDown({ dataFolder });
  for (const text of texts) await again.timeline.showsSent(text);
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
  expect(second.did('error-box')).toEqual([
    { title: 'Oda could not start', content: expect.stringContaining('Another Oda is using') },
  ]);
});
