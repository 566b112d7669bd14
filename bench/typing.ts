import type { Page } from 'playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { besideWriters } from './beside-writers.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import { round, spread } from './statistics.ts';

const messages = 2000;
const keys = 400;
/** Between two keys; unequal, since equal ones can fall into step with the frames and then measure one phase of them only. */
const [shortestPauseMs, longestPauseMs] = [40, 80];
const settleMs = 1000;
const rates = [20, 200];

/** What a person feels who writes in a room in which much was said. */
export const typing: Measurement = {
  name: 'typing',
  needsBrowser: true,
  title: `A key in the composer to the frame that shows it, after ${messages.toLocaleString('en')} answers, mentions, edits, reactions and formatted messages; ${keys} keys`,
  measure: () =>
    besideWriters(async ({ person, kinds }) => {
      for (let i = 0; i < messages; i += 1) await kinds.write();
      await person.timeline.log
        .getByText(`Changed: number ${messages - 3}`)
        .waitFor({ timeout: 120_000 });
      await person.composer.field.focus();
      await listenToKeys(person.page);
      const rows: Row[] = [
        { what: 'nobody else writes', figures: keysOf(await typeKeys(person.page)) },
      ];
      for (const rate of rates) {
        const [before, startedAt] = [kinds.written, performance.now()];
        const stop = kinds.atRate(rate);
        const noted = await typeKeys(person.page);
        await stop();
        const written = kinds.written - before;
        const figures = {
          perSecond: round((written * 1000) / (performance.now() - startedAt)),
          ...keysOf(noted),
          behindP50Ms: spread(noted.behind).p50,
          behindP99Ms: spread(noted.behind).p99,
          behindMaxMs: round(Math.max(...noted.behind)),
        };
        rows.push({ what: `while ${rate} messages a second come`, figures });
      }
      return rows;
    }),
};

/** In milliseconds. */
type Noted = { keys: number[]; behind: number[] };

/**
 * Of each key, from the moment at which the page was given it until the frame with the letter is handed to the
 * screen; of each frame, how old the newest message in it is.
 */
async function listenToKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: { keys: number[]; behind: number[] } = { keys: [], behind: [] };
    Object.assign(window, { noted });
    window.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const painted = new MessageChannel();
          painted.port1.addEventListener('message', () => {
            noted.keys.push(performance.now() - timeStamp);
          });
          painted.port1.start();
          painted.port2.postMessage(undefined);
        }),
      { capture: true },
    );
    const list = document.querySelector('[role="log"] [role="list"]');
    const look = (): void => {
      const rows = list?.lastElementChild?.querySelectorAll('time');
      const shown = rows?.[rows.length - 1]?.dateTime;
      if (shown !== undefined) noted.behind.push(Date.now() - Date.parse(shown));
      requestAnimationFrame(look);
    };
    look();
  });
}

async function typeKeys(page: Page): Promise<Noted> {
  const letters = 'a sentence as somebody writes it ';
  // The newest message may be old by then.
  await wait(settleMs);
  await takeNoted(page);
  for (let i = 0; i < keys; i += 1) {
    await page.keyboard.press(
      letters[i % letters.length] === ' ' ? 'Space' : (letters[i % letters.length] ?? 'a'),
    );
    await wait(shortestPauseMs + Math.random() * (longestPauseMs - shortestPauseMs));
  }
  return takeNoted(page);
}

function takeNoted(page: Page): Promise<Noted> {
  return page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted };
    return { keys: noted.keys.splice(0), behind: noted.behind.splice(0) };
  });
}

function keysOf(noted: Noted): Figures {
  const { p50, p99 } = spread(noted.keys);
  return { keyToFrameP50Ms: p50, keyToFrameP99Ms: p99 };
}
