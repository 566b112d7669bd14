import { expect, test } from 'vitest';
import { findBrowser, hasDisplay, type Computer } from './find-browser.ts';

function computer(platform: NodeJS.Platform, files: string[], env: Computer['env'] = {}): Computer {
  return {
    platform,
    env,
    homeFolder: '/people/ali',
    exists: (path) => files.includes(path.replaceAll('\\', '/')),
  };
}

test('on Linux the path of programs is searched, Chromium first', () => {
  const env = { PATH: '/usr/local/bin:/usr/bin:relative' };
  const files = ['/usr/bin/google-chrome', '/usr/bin/chromium', 'relative/chromium'];
  expect(findBrowser(computer('linux', files, env))).toEqual({ path: '/usr/bin/chromium' });
  expect(findBrowser(computer('linux', ['/usr/local/bin/microsoft-edge'], env))?.path).toBe(
    '/usr/local/bin/microsoft-edge',
  );
  expect(findBrowser(computer('linux', ['/usr/bin/firefox'], env))).toBeUndefined();
});

test('a browser that the person names goes first, if it is there', () => {
  const env = { PATH: '/usr/bin', ODA_CHROMIUM: '/opt/chromium' };
  const files = ['/opt/chromium', '/usr/bin/chromium'];
  expect(findBrowser(computer('linux', files, env))?.path).toBe('/opt/chromium');
  expect(findBrowser(computer('linux', ['/usr/bin/chromium'], env))?.path).toBe(
    '/usr/bin/chromium',
  );
});

test('the profile of the Chromium from Snap lives where Snap lets it write', () => {
  const profileFolder = '/people/ali/snap/chromium/common/oda';
  const env = { PATH: '/usr/bin:/snap/bin' };
  const snap = computer('linux', ['/snap/bin/chromium'], env);
  expect(findBrowser(snap)).toEqual({ path: '/snap/bin/chromium', profileFolder });
  const script = computer('linux', ['/usr/bin/chromium-browser', '/snap/bin/chromium'], {
    PATH: '/usr/bin',
  });
  expect(findBrowser(script)).toEqual({ path: '/usr/bin/chromium-browser', profileFolder });
});

test('a chromium-browser that is no script of Snap’s has its profile with the app’s data', () => {
  const env = { PATH: '/usr/bin' };
  const path = '/usr/bin/chromium-browser';
  expect(findBrowser(computer('linux', [path], env))).toEqual({ path });
});

test('on macOS and Windows the usual folders are searched', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findBrowser(computer('darwin', [chrome]))?.path).toBe(chrome);
  const edge = '/x86/Microsoft/Edge/Application/msedge.exe';
  const env = { ProgramFiles: '/programs', 'ProgramFiles(x86)': '/x86' };
  expect(findBrowser(computer('win32', [edge], env))).toBeDefined();
  expect(findBrowser(computer('win32', [edge], {}))).toBeUndefined();
});

test('a window needs a display', () => {
  expect(hasDisplay({ platform: 'linux', env: {} })).toBe(false);
  expect(hasDisplay({ platform: 'linux', env: { DISPLAY: '' } })).toBe(false);
  expect(hasDisplay({ platform: 'linux', env: { DISPLAY: ':0' } })).toBe(true);
  expect(hasDisplay({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  expect(hasDisplay({ platform: 'win32', env: {} })).toBe(true);
  expect(hasDisplay({ platform: 'darwin', env: {} })).toBe(true);
});
