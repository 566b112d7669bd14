import type { Page } from 'playwright/test';
import { wordsOf } from '../e2e/harness/words.ts';
import type { Figures } from './measurement.ts';
import { launchBrowser, somebody } from './people.ts';
import { spread } from './statistics.ts';

const openings = 15;
const rowsShown = 50;

/** From the click on the conversation to the frame in which its newest messages stand; another one is open before. */
export async function measureWindow(dataFolder: string): Promise<Figures> {
  const browser = await launchBrowser();
  try {
    const person = somebody(browser, dataFolder);
    await person.start();
    const samples: number[] = [];
    for (let i = 0; i < openings; i += 1) {
      await person.conversations.openDirect('Person 3');
      await person.timeline.messages.nth(rowsShown).waitFor();
      samples.push(await openEveryone(person.page));
    }
    await person.stop();
    const { p50, p99 } = spread(samples);
    return { windowP50Ms: p50, windowP99Ms: p99 };
  } finally {
    await browser.close();
  }
}

function openEveryone(page: Page): Promise<number> {
  const { conversations, timeline } = wordsOf('en');
  const names = { item: conversations.everyone, log: timeline.logEveryone, rows: rowsShown };
  return page.evaluate(
    ({ item, log, rows }) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        const look = (): void => {
          const shown = document.querySelector(`[role="log"][aria-label="${log}"]`);
          if ((shown?.querySelectorAll('[role="list"] time').length ?? 0) < rows) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const painted = new MessageChannel();
            painted.port1.addEventListener('message', () => {
              painted.port1.close();
              resolve(performance.now() - startedAt);
            });
            painted.port1.start();
            painted.port2.postMessage(undefined);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true });
        const buttons = [...document.querySelectorAll<HTMLElement>('nav button')];
        buttons.find(({ textContent }) => textContent.startsWith(item))?.click();
      }),
    names,
  );
}
