import fc from 'fast-check';
import { brokenRequest } from '../../src-shared/bridge/testing/broken-requests.ts';
import { expect, test } from './electron-test.ts';

const ownPage = 'oda-app://oda/index.html';

test('only the main frame of an own page may ask', async ({ sitDown }) => {
  const { desk } = await sitDown();
  const ask = (frame: { url: string; isMainFrame: boolean } | null) =>
    desk.call({
      is: 'invoke',
      window: 1,
      frame,
      channel: 'oda:request',
      args: [{ name: 'link/take', params: {} }],
    });
  const refused = { ok: false, refusal: { code: 'bad-request' } };
  expect(await ask({ url: ownPage, isMainFrame: true })).toEqual({ ok: true, value: [] });
  expect(await ask({ url: ownPage, isMainFrame: false })).toEqual(refused);
  expect(await ask({ url: 'https://example.com/', isMainFrame: true })).toEqual(refused);
  expect(await ask(null)).toEqual(refused);
});

test('500 broken requests of a page harm nobody', async ({ sitDown }) => {
  const { desk } = await sitDown();
  const ask = (message: unknown) =>
    desk.call({
      is: 'invoke',
      window: 1,
      frame: { url: ownPage, isMainFrame: true },
      channel: 'oda:request',
      args: [message],
    });
  const known = { name: ['Ayşe'], roomName: ['Lab'], port: [0], address: ['127.0.0.1:1'] };
  const messages = fc.sample(brokenRequest(known), { numRuns: 500, seed: 4 });
  for (const message of messages) {
    const answer = await ask(message);
    expect(answer).toHaveProperty('ok');
    expect(answer).not.toHaveProperty('refusal.code', 'defect');
  }
  expect(await ask({ name: 'app/start', params: {} })).toHaveProperty('ok', true);
});

test('nothing else may raise a window', async ({ sitDown }) => {
  const { desk } = await sitDown();
  const raise = (frame: { url: string; isMainFrame: boolean } | null) =>
    desk.call({ is: 'send', window: 1, frame, channel: 'oda:raise', args: [] });
  await raise(null);
  await raise({ url: ownPage, isMainFrame: false });
  await raise({ url: 'https://example.com/', isMainFrame: true });
  expect(desk.did('front')).toEqual([]);
  await raise({ url: ownPage, isMainFrame: true });
  expect(desk.did('front')).toEqual([1]);
});

test('a page goes nowhere else, holds no webview and saves no file', async ({ sitDown }) => {
  const { desk } = await sitDown();
  const isPrevented = (event: string, url: string) =>
    desk.call({ is: 'page-event', window: 1, event, details: { url } });
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    expect(await isPrevented(event, 'https://example.com/'), event).toBe(true);
    expect(await isPrevented(event, 'file:///etc/passwd'), event).toBe(true);
    expect(await isPrevented(event, ownPage), event).toBe(false);
  }
  expect(await isPrevented('will-attach-webview', ownPage)).toBe(true);
  expect(await desk.call({ is: 'download' })).toBe(true);
});

test('a page opens own windows and, outside, the web; Electron itself opens none', async ({
  sitDown,
}) => {
  const { desk } = await sitDown();
  const open = (url: string) => desk.call({ is: 'window-open', window: 1, url });
  for (const url of ['https://example.com/', 'file:///etc/passwd', `${ownPage}#/window/x/everyone`])
    expect(await open(url), url).toBe('deny');
  await expect.poll(() => desk.did('opened-outside')).toEqual(['https://example.com/']);
  await expect.poll(() => desk.pages.length).toBe(2);
});

test('a page may copy, notify and listen to the microphone, and nothing else; no other page may even that', async ({
  sitDown,
}) => {
  const { desk } = await sitDown();
  const may = (permission: string, url = ownPage) =>
    desk.call({ is: 'permission', permission, url });
  expect(await may('notifications')).toEqual([true, true]);
  expect(await may('clipboard-sanitized-write')).toEqual([true, true]);
  for (const permission of ['media', 'geolocation', 'clipboard-read', 'hid', 'openExternal'])
    expect(await may(permission), permission).toEqual([false, false]);
  expect(await may('notifications', 'https://example.com/')).toEqual([false, false]);
  const mayMedia = (media: ('audio' | 'video')[], url = ownPage) =>
    desk.call({ is: 'permission', permission: 'media', url, media });
  expect(await mayMedia(['audio'])).toEqual([true, true]);
  expect(await mayMedia(['video'])).toEqual([false, false]);
  expect(await mayMedia(['video', 'audio'])).toEqual([false, false]);
  expect(await mayMedia(['audio'], 'https://example.com/')).toEqual([false, false]);
  expect(await desk.call({ is: 'device', device: 'usb', url: ownPage })).toBe(false);
});

test('only the files of the app are under its scheme', async ({ sitDown }) => {
  const { desk } = await sitDown();
  // With an origin of its own, as secure as one, from which sound and film play; and no more than that.
  expect(desk.did('scheme')).toEqual([
    {
      scheme: 'oda-app',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        codeCache: true,
        stream: true,
      },
    },
  ]);
  const fetched = async (url: string, method = 'GET') => {
    const { status } = (await desk.call({ is: 'fetch', url, method })) as { status: number };
    return status;
  };
  expect(await fetched(ownPage)).toBe(200);
  const page = (await desk.call({ is: 'fetch', url: ownPage, method: 'GET' })) as {
    headers: Record<string, string>;
  };
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(await fetched('oda-app://oda/')).toBe(200);
  for (const path of ['../main/electron.js', '%2e%2e/main/electron.js', '..%2fmain%2felectron.js'])
    expect(await fetched(`oda-app://oda/${path}`), path).toBe(404);
  expect(await fetched('oda-app://other/index.html')).toBe(404);
  expect(await fetched(ownPage, 'POST')).toBe(404);
});
