import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { pattern } from '../e2e/harness/words.ts';
import type { Person } from '../e2e/pages/person.ts';
import type { Measurement, Row } from './measurement.ts';
import { launchBrowser, somebody } from './people.ts';
import { round } from './statistics.ts';

const messages = 100_000;
const people = 20;
/** Nothing takes so long but what hangs. */
const mostWaitMs = 600_000;
const firstAt = Date.UTC(2020, 0, 1);
const text = (n: number) => `${n} Merhaba, yarınki toplantı saat kaçta başlıyor, bakabilir misin?`;

/** As somebody does it: in the host's panel of a real window, from the file to the last message. */
export const importing: Measurement = {
  name: 'import',
  needsBrowser: true,
  title: `${messages.toLocaleString('en')} messages of ${people} people are brought into a room`,
  async measure() {
    const folder = freshFolder();
    const browser = await launchBrowser();
    try {
      const host = somebody(browser, join(folder.path, 'app'));
      await host.start();
      await host.welcome.host({ name: 'Ali', roomName: 'Bench' });
      const chat = join(folder.path, 'WhatsApp Chat with Trip.txt');
      const channel = join(folder.path, 'channel.json');
      await write(chat, chatOfWhatsApp());
      await write(channel, channelOfDiscord());
      const rows = [
        await bring(host, { what: 'WhatsApp', path: chat }),
        await bring(host, { what: 'Discord, each fifth an answer', path: channel }),
      ];
      await host.stop();
      return rows;
    } finally {
      await browser.close();
      folder.remove();
    }
  },
};

async function bring(
  { page, words: { hostPanel, importing: words, ui } }: Person,
  { what, path }: { what: string; path: string },
): Promise<Row> {
  await page.getByRole('tab', { name: hostPanel.options, exact: true }).click();
  await page.getByRole('button', { name: words.open, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: words.title, exact: true });
  const asked = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: words.choose }).click();
  const chosen = await asked;
  const start = dialog.getByRole('button', { name: words.start, exact: true });
  const seconds = async (act: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await act();
    return round((performance.now() - begun) / 1000);
  };
  const lookSeconds = await seconds(async () => {
    await chosen.setFiles(path);
    await start.waitFor({ timeout: mostWaitMs });
  });
  const bringSeconds = await seconds(async () => {
    await start.click();
    const brought = pattern(words.done, { brought: messages.toLocaleString('en') });
    await dialog.getByText(brought).waitFor({ timeout: mostWaitMs });
  });
  await dialog.getByRole('button', { name: ui.close, exact: true }).last().click();
  return { what, figures: { lookSeconds, bringSeconds } };
}

async function write(path: string, parts: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(parts), createWriteStream(path));
}

function* chatOfWhatsApp(): Generator<string> {
  for (let n = 0; n < messages; n += 1) {
    const [day, time] = timeOf(n).slice(0, 16).split('T');
    const [year, month, date] = (day ?? '').split('-');
    yield `${date}.${month}.${year}, ${time} - Person ${n % people}: ${text(n)}\n`;
  }
}

function* channelOfDiscord(): Generator<string> {
  yield '{"guild":{"name":"Bench"},"channel":{"type":"GuildTextChat","name":"general"},"messages":[';
  for (let n = 0; n < messages; n += 1) {
    const own = { id: `${n}`, timestamp: `${timeOf(n)}+00:00`, content: text(n) };
    const author = { name: `person-${n % people}`, nickname: null };
    const isAnswer = n > 0 && n % 5 === 0;
    const reference = isAnswer ? { messageId: `${n - 1}` } : null;
    const type = isAnswer ? 'Reply' : 'Default';
    yield `${n === 0 ? '' : ','}${JSON.stringify({ ...own, type, author, reference })}\n`;
  }
  yield ']}';
}

const timeOf = (n: number): string => new Date(firstAt + n * 60_000).toISOString().slice(0, 19);
