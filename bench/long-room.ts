import { join } from 'node:path';
import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { writeLongHistory } from './long-history.ts';
import type { Figures, Measurement } from './measurement.ts';
import { launchBrowser, somebody } from './people.ts';
import { round, spread } from './statistics.ts';
import { measureWindow } from './window-opening.ts';

const messages = 1_000_000;
const frames = 900;
/** A quick hand on a wheel. */
const pixelsPerFrame = 60;

/** A conversation in which a million things were said. */
export const longRoom: Measurement = {
  name: 'long-room',
  needsBrowser: true,
  title: `A window with ${messages.toLocaleString('en')} messages: opening a conversation of them, and scrolling back for ${frames} frames`,
  async measure() {
    const folder = freshFolder();
    try {
      await writeLongHistory(join(folder.path, 'profile'), messages);
      return [
        { what: 'opening', figures: await measureWindow(folder.path) },
        { what: 'scrolling back', figures: await measureScrolling(folder.path) },
      ];
    } finally {
      folder.remove();
    }
  },
};

/** How long each frame took; what was asked for and not there yet is a place where it did not scroll on. */
async function measureScrolling(dataFolder: string): Promise<Figures> {
  const browser = await launchBrowser();
  try {
    const person = somebody(browser, dataFolder);
    await person.start();
    await person.conversations.openDirect('Person 3');
    await person.conversations.openEveryone();
    await person.timeline.messages.nth(20).waitFor();
    const scrolled = await person.page.evaluate(
      ({ frames: count, pixelsPerFrame: step }) =>
        new Promise<{ took: number[]; stood: number }>((resolve) => {
          const log = document.querySelector('[role="log"]');
          const seen: { took: number[]; stood: number } = { took: [], stood: 0 };
          let last = performance.now();
          const look = (): void => {
            const now = performance.now();
            seen.took.push(now - last);
            last = now;
            if (!log || seen.took.length > count)
              return resolve({ ...seen, took: seen.took.slice(1) });
            const before = log.scrollTop;
            log.scrollTop -= step;
            if (log.scrollTop === before) seen.stood += 1;
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      { frames, pixelsPerFrame },
    );
    await person.stop();
    const { took, stood } = scrolled;
    const { p50, p99 } = spread(took);
    const late = took.filter((ms) => ms > 25).length;
    return {
      frameP50Ms: p50,
      frameP99Ms: p99,
      frameMaxMs: round(Math.max(...took)),
      lateFrames: late,
      framesWithoutMore: stood,
    };
  } finally {
    await browser.close();
  }
}
