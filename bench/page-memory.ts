import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright/test';
import { besideWriters } from './beside-writers.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import { round } from './statistics.ts';

const perSecond = 20;
const rows = 12;

/** Whether a page that stays open all day in a busy room grows. */
export const pageMemory: Measurement = {
  name: 'page-memory',
  needsBrowser: true,
  title: `A page that stays open while ${perSecond} messages a second come; --minutes says how long`,
  measure: ({ minutes }) =>
    besideWriters(async ({ person, kinds }) => {
      const session = await person.page.context().newCDPSession(person.page);
      const stop = kinds.atRate(perSecond);
      const startedAt = performance.now();
      const measured: Row[] = [];
      for (let row = 0; row <= rows; row += 1) {
        // The first one after a minute or so: an empty room says nothing of a full one.
        const due =
          startedAt + 60_000 * (row === 0 ? Math.min(1, minutes / rows) : (minutes * row) / rows);
        await wait(Math.max(0, due - performance.now()));
        const minute = round((performance.now() - startedAt) / 60_000);
        const figures = await look(session, kinds.written);
        measured.push({ what: `after ${minute} minutes`, figures });
        // An hour is long for somebody who waits.
        console.log(`  ${minute} min ${JSON.stringify(figures)}`);
      }
      await stop();
      return measured;
    }),
};

async function look(session: CDPSession, messages: number): Promise<Figures> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { messages, heapMb: round(usedSize / 2 ** 20), nodes, jsEventListeners };
}
