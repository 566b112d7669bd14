import { defineConfig } from 'playwright/test';
import { missingPlainPrograms } from './tools/test/plain-programs.mjs';

/** What no shell is driven for, or only one. */
const apart = [
  'e2e/wire/**',
  'e2e/plain/**',
  'e2e/capture/**',
  'e2e/pictures/**',
  'e2e/electron-shell/**',
  'e2e/network/**',
];

/** Left out where there is no Electron to drive; `npm test` says so. */
const electronProject = { name: 'electron', testIgnore: apart };

/** A window and other people's programs; left out where they are not installed, and `npm test` says so. */
const plainProject = { name: 'plain', testMatch: 'e2e/plain/**/*.spec.ts' };

/** Listens to the network interface, which only root may. */
const captureProject = { name: 'capture', testMatch: 'e2e/capture/**/*.spec.ts' };

/** Lays a cable between two computers, which only root may. */
const networkProject = { name: 'network', testMatch: 'e2e/network/**/*.spec.ts' };
const mayLayCables = process.platform === 'linux' && process.getuid?.() === 0;

const executablePath = process.env['ODA_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  // Two cores wait often enough for a third.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    // A wait is for a condition: how long it may take is for the slowest machine.
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    // It takes a quarter of the time; to look into a failure, run the test with `--trace=on`.
    trace: 'off',
    // A microphone that hears a tone, and nobody to ask for leave: none of the computer's is listened to.
    launchOptions: {
      executablePath,
      // Without a locale Chromium takes no folder whose name has a letter beyond ASCII.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    },
  },
  projects: [
    { name: 'wire', testMatch: 'e2e/wire/**/*.spec.ts' },
    { name: 'browser', testIgnore: apart },
    // The built Electron shell over a stand-in for Electron's own module.
    // Each test starts up to four apps, one packs: nothing here is about how long that takes on a busy machine.
    { name: 'electron-stub', testMatch: 'e2e/electron-shell/**/*.spec.ts', timeout: 300_000 },
    ...(missingPlainPrograms().length === 0 ? [plainProject] : []),
    ...(missingPlainPrograms().length === 0 && process.getuid?.() === 0 ? [captureProject] : []),
    ...(mayLayCables ? [networkProject] : []),
    ...(process.env['ODA_ELECTRON'] ? [electronProject] : []),
    // `node tools/pictures.mjs` asks for it by name.
    ...(process.env['ODA_PICTURES']
      ? [{ name: 'pictures', testMatch: 'e2e/pictures/**/*.spec.ts' }]
      : []),
  ],
});
