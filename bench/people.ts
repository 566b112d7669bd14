import { chromium } from 'playwright/test';
import type { Browser } from 'playwright/test';
import { BrowserDesktop } from '../e2e/harness/browser-desktop.ts';
import { Person } from '../e2e/pages/person.ts';

/** The Chromium that windows are measured in; run.ts has seen to it that there is one. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['ODA_CHROMIUM'] ?? '';
  return chromium.launch({ executablePath });
}

/** Somebody with an app of their own, built and run as a person runs it. */
export function somebody(browser: Browser, dataFolder: string): Person {
  const desktop = new BrowserDesktop(browser, {
    dataFolder,
    language: 'en',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    onProblem: (problem) => console.error(problem),
  });
  return new Person(desktop, 'en');
}
