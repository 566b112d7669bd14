import { expect, test } from 'vitest';
import { judgeOpening, mayHavePermission, mayNavigate } from './navigation-policy.ts';

test('a page navigates only to the app itself', () => {
  expect(mayNavigate('oda-app://oda/index.html')).toBe(true);
  expect(mayNavigate('oda-app://oda/index.html#/window/x')).toBe(true);
  for (const url of [
    'https://example.com/',
    'file:///etc/passwd',
    'oda-app://other/index.html',
    'oda-app://oda.example/',
    'oda-app://oda@evil/',
    'oda-app://evil@oda/',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:oda-app://oda/1',
    'about:blank',
    '',
  ])
    expect(mayNavigate(url), url).toBe(false);
});

test('conversations and private chats open in windows of their own', () => {
  for (const hash of ['#/window/room/everyone', '#/private/room/private']) {
    const url = `oda-app://oda/index.html${hash}`;
    expect(judgeOpening(url)).toEqual({ open: 'own-window', url });
  }
});

test('web and mail addresses open outside the app', () => {
  for (const url of ['http://example.com/', 'https://example.com/a?b#c', 'mailto:ali@example.com'])
    expect(judgeOpening(url)).toEqual({ open: 'outside', url });
});

test('no other address is opened', () => {
  for (const url of [
    'file:///etc/passwd',
    'smb://server/share',
    'javascript:alert(1)',
    'data:text/html,x',
    'oda-app://oda/index.html',
    'oda-app://other/index.html#/window/x',
    'oda://room',
    'ms-settings:privacy',
    'about:blank',
    'no address',
    '',
  ])
    expect(judgeOpening(url), url).toBeUndefined();
});

test('only copying, notifications and the microphone are permitted, and only to the app itself', () => {
  const own = 'oda-app://oda/index.html';
  expect(mayHavePermission('clipboard-sanitized-write', own)).toBe(true);
  expect(mayHavePermission('notifications', own)).toBe(true);
  expect(mayHavePermission('notifications', 'https://example.com/')).toBe(false);
  expect(mayHavePermission('media', own, ['audio'])).toBe(true);
  expect(mayHavePermission('media', 'https://example.com/', ['audio'])).toBe(false);
  for (const media of [[], ['video'], ['audio', 'video'], ['unknown'], [undefined]])
    expect(mayHavePermission('media', own, media)).toBe(false);
  for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'hid', 'usb'])
    expect(mayHavePermission(permission, own), permission).toBe(false);
});
