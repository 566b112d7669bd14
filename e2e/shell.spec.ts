import type { WebSocketRoute } from 'playwright/test';
import { AppProcess } from './harness/app-process.ts';
import { freshFolder } from './harness/fresh-folder.ts';
import { expect, test } from './test.ts';
import { pressInHeader } from './pages/columns.ts';

test('a second app on the same data says so, ends, and leaves the first alone', async ({
  openPerson,
}) => {
  const folder = freshFolder();
  const ayse = await openPerson({ dataFolder: folder.path });
  await ayse.welcome.host({ name: 'Ayşe' });
  const args = ['--no-open', '--data', folder.path];
  const second = await AppProcess.start('browser', args);
  expect(second.event).toEqual({ event: 'refused', code: 'data-in-use' });
  expect(await second.process.exited()).toBe(1);
  await ayse.composer.send('still here');
  await ayse.timeline.showsSent('still here');
  await ayse.stop();
  folder.remove();
});

test('a conversation lives on in a window of its own', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.conversations.openDirect('Bora');
  const opened = ayse.page.context().waitForEvent('page');
  const { openWindow } = ayse.words.timeline;
  await pressInHeader(ayse, openWindow, openWindow);
  const own = await opened;
  await expect(own.getByRole('navigation')).toHaveCount(0);
  await bora.conversations.openDirect('Ayşe');
  await bora.composer.send('to both of your windows');
  await expect(own.getByRole('log').getByText('to both of your windows')).toBeVisible();
  await ayse.timeline.shows('to both of your windows', 'Bora');
  await own.getByRole('textbox').fill('from the small one');
  await own.getByRole('textbox').press('Enter');
  await bora.timeline.shows('from the small one', 'Ayşe');
});

test('a page that is loaded again shows the same room', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.composer.send('before');
  await ayse.timeline.showsSent('before');
  await ayse.page.reload();
  await ayse.room.isShown('Mutfak');
  await ayse.timeline.shows('before', 'Ayşe');
});

test('a page whose connection to the app breaks for a moment comes back with everything', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const bridges: WebSocketRoute[] = [];
  await bora.page.routeWebSocket('**/bridge', (page) => {
    const server = page.connectToServer();
    page.onMessage((message) => server.send(message));
    server.onMessage((message) => page.send(message));
    bridges.push(page);
  });
  await bora.page.reload();
  await bora.room.isShown('Mutfak');
  const loaded = bora.page.waitForEvent('load');
  await bridges[0]?.close({ code: 1011 });
  await ayse.composer.send('said while you were away');
  await loaded;
  await bora.timeline.shows('said while you were away', 'Ayşe');
  await bora.composer.send('back again');
  await ayse.timeline.shows('back again', 'Bora');
});

test('what others write is text, and their links open outside', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send(
    '<img src=x onerror=alert(1)> javascript:alert(2) https://example.com/a',
  );
  const message = bora.timeline.messages.last();
  await expect(message).toContainText('<img src=x onerror=alert(1)> javascript:alert(2)');
  const links = message.getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.com/a');
  await expect(links).toHaveAttribute('rel', /noopener/);
});

test('language and appearance change at once and stay', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.settings.open();
  await ayse.settings.chooseLanguage('Türkçe');
  ayse.language = 'tr';
  await expect(ayse.settings.dialog).toBeVisible();
  await ayse.restart();
  await ayse.room.isShown('Mutfak');
});

test('a used address opens nothing in another window, and says so', async ({ openPerson }) => {
  const folder = freshFolder();
  const app = await AppProcess.start('browser', ['--no-open', '--data', folder.path]);
  const address = String(app.event['url']);
  const ayse = await openPerson();
  const context = ayse.page.context();
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('main')).toBeVisible();
  // Neither the address bar nor a cookie holds anything that opens the app.
  expect(page.url()).not.toContain('token');
  expect(await context.cookies()).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button').first()).toBeVisible();
  const other = await context.newPage();
  await other.goto(address);
  await expect(
    other.getByRole('heading', { name: 'This address has been used already' }),
  ).toBeVisible();
  await other.goto(new URL('/', address).href);
  await expect(other).toHaveURL(/\/used$/);
  await page.close();
  await other.close();
  expect(await app.process.stop()).toBe(0);
  folder.remove();
});

test('a dropped file leaves the app where it is', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const isLeftToBrowser = await ayse.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['words'], 'words.html', { type: 'text/html' }));
    return ['dragover', 'drop'].map((name) => {
      const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer });
      return document.querySelector('main')?.dispatchEvent(event);
    });
  });
  expect(isLeftToBrowser).toEqual([false, false]);
  await ayse.room.isShown('Mutfak');
});
