import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright/test';
import { AppProcess } from '../e2e/harness/app-process.ts';
import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { writeLongHistory } from './long-history.ts';
import type { Figures, Measurement } from './measurement.ts';
import { launchBrowser } from './people.ts';
import { percentile, round } from './statistics.ts';

const messages = 1_000_000;
const starts = 7;

/** Time from starting the program to a window that can be used, and the memory it then takes. */
export const start: Measurement = {
  name: 'start',
  needsBrowser: true,
  title: `Starting the program to a window that can be used, middle of ${starts} starts; Chromium runs already`,
  async measure() {
    const empty = freshFolder();
    const long = freshFolder();
    const browser = await launchBrowser();
    try {
      await writeLongHistory(join(long.path, 'profile'), messages);
      return [
        { what: 'new, to the welcome', figures: await measureStarts(browser, empty.path, 'form') },
        {
          what: `${messages.toLocaleString('en')} messages, to the timeline`,
          figures: await measureStarts(browser, long.path, '[role="log"] [role="listitem"]'),
        },
      ];
    } finally {
      await browser.close();
      empty.remove();
      long.remove();
    }
  },
};

async function measureStarts(browser: Browser, folder: string, usable: string): Promise<Figures> {
  const usableMs: number[] = [];
  const serverMb: number[] = [];
  const pageMb: number[] = [];
  for (let i = 0; i < starts; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const startedAt = performance.now();
    const { process: app, event } = await AppProcess.start('browser', [
      '--no-open',
      '--data',
      folder,
    ]);
    await page.goto(String(event['url']));
    await page.locator(usable).first().waitFor();
    usableMs.push(performance.now() - startedAt);
    serverMb.push(residentMb(app.pid));
    pageMb.push(await heapMb(page));
    await context.close();
    await app.stop();
  }
  return {
    usableMs: round(percentile(usableMs, 0.5)),
    appResidentMb: round(percentile(serverMb, 0.5)),
    pageHeapMb: round(percentile(pageMb, 0.5)),
  };
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

async function heapMb(page: Awaited<ReturnType<Browser['newPage']>>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
