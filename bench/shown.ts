import type { JSHandle, Page } from 'playwright/test';
import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { setTimeout as wait } from 'node:timers/promises';
import type { Measurement } from './measurement.ts';
import { launchBrowser, somebody } from './people.ts';
import { spread } from './statistics.ts';

const messages = 100;
const pauseMs = 550;

/** From Enter in one window to the pixels of another: two apps, two windows, a real disk in between. */
export const shown: Measurement = {
  name: 'shown',
  needsBrowser: true,
  title: `Enter in the host's window to the message in the other one, ${messages} messages`,
  async measure() {
    const folders = [freshFolder(), freshFolder()];
    const browser = await launchBrowser();
    try {
      const [host, guest] = folders.map(({ path }) => somebody(browser, path));
      if (!host || !guest) throw new Error('Two people are needed');
      await Promise.all([host.start(), guest.start()]);
      const port = await host.welcome.host({ name: 'Ali' });
      await guest.welcome.join({ name: 'Veli', port });
      const there: number[] = [];
      const painted: number[] = [];
      for (let i = 0; i < messages; i += 1) {
        const text = `Message number ${i} of this measurement`;
        await host.composer.field.fill(text);
        const seen = await watchFor(guest.page, text);
        const sentAt = await pressEnter(host.page);
        const times = await seen.evaluate(({ time }) => time);
        there.push(times.there - sentAt);
        painted.push(times.painted - sentAt);
        // Slower than the room's limit for one member.
        await wait(pauseMs);
      }
      await guest.stop();
      await host.stop();
      const [drawn, shownAt] = [spread(there), spread(painted)];
      const figures = {
        shownP50Ms: shownAt.p50,
        shownP99Ms: shownAt.p99,
        // Without the wait for the next frame.
        inPageP50Ms: drawn.p50,
        inPageP99Ms: drawn.p99,
      };
      return [{ what: 'send to shown', figures }];
    } finally {
      await browser.close();
      for (const folder of folders) folder.remove();
    }
  },
};

type Seen = { there: number; painted: number };
type Noted<T> = JSHandle<{ time: Promise<T> }>;

/** Epoch milliseconds, in fractions, at which the text was in the page, and at which its frame was about to be painted. */
function watchFor(page: Page, text: string): Promise<Noted<Seen>> {
  return page.evaluateHandle((wanted) => {
    const now = (): number => performance.timeOrigin + performance.now();
    const time = new Promise<Seen>((resolve) => {
      const look = (): void => {
        if (!document.querySelector('[role="log"]')?.textContent.includes(wanted)) return;
        observer.disconnect();
        const there = now();
        requestAnimationFrame(() => resolve({ there, painted: now() }));
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      look();
    });
    return { time };
  }, text);
}

/** Presses Enter in the field that has the focus; the time at which the page heard it. */
async function pressEnter(page: Page): Promise<number> {
  // Listening has to have begun before the key is pressed: the two go to the page by different ways.
  const heard = await page.evaluateHandle(() => {
    const time = new Promise<number>((resolve) => {
      const note = (event: KeyboardEvent): void =>
        resolve(performance.timeOrigin + event.timeStamp);
      window.addEventListener('keydown', note, { capture: true, once: true });
    });
    return { time };
  });
  await page.keyboard.press('Enter');
  return heard.evaluate(({ time }) => time);
}
