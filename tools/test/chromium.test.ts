import { expect, test } from 'vitest';
import { findChromium } from './chromium.mjs';

const find = (env: NodeJS.ProcessEnv, there: string[], own?: string) =>
  findChromium({
    env,
    exists: (path) => there.includes(path),
    playwrights: () => Promise.resolve(own),
  });

test('the one that ODA_CHROMIUM names, and no other', async () => {
  const env = { ODA_CHROMIUM: '/opt/chromium', PATH: '/usr/bin' };
  expect(await find(env, ['/opt/chromium', '/usr/bin/chromium'])).toBe('/opt/chromium');
  expect(await find(env, ['/usr/bin/chromium'])).toBeUndefined();
});

test('else one of the system, by any of its names', async () => {
  expect(await find({}, ['/usr/bin/chromium'])).toBe('/usr/bin/chromium');
  const both = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];
  expect(await find({}, both)).toBe('/usr/bin/chromium-headless-shell');
  const env = { PATH: '/snap/bin:/opt/bin' };
  expect(await find(env, ['/opt/bin/google-chrome'])).toBe('/opt/bin/google-chrome');
});

test("else Playwright's own, where it is there", async () => {
  expect(await find({}, ['/cache/chrome'], '/cache/chrome')).toBe('/cache/chrome');
  expect(await find({}, [], '/cache/chrome')).toBeUndefined();
});
