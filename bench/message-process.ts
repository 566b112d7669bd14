import { LoadClient } from './load-client.ts';
import { serveParent } from './in-process.ts';
import { percentile, round } from './statistics.ts';

/** `message-process.ts PORT [EVERY-MS] [CHARACTERS]` */
const [asked, every = '10', long = '0'] = process.argv.slice(2);
const port = Number(asked);
const messageEveryMs = Number(every);
const characters = Number(long);

const writer = await LoadClient.enter(port, 'writer');
const reader = await LoadClient.enter(port, 'reader');
const sentAt = new Map<string, number>();
const took: number[] = [];
let isWriting = false;
let count = 0;
/** Too many before it were not on disk yet. */
let refused = 0;
reader.onLine = (line) => {
  // Several that came together are one line.
  for (const [, text = ''] of line.matchAll(/"text":"(m-[^"]+)"/g)) {
    const at = sentAt.get(text);
    if (at !== undefined) took.push(performance.now() - at);
  }
};
writer.onLine = (line) => {
  if (line.startsWith('{"type":"fail"')) refused += 1;
};
setInterval(() => {
  if (isWriting) write();
}, messageEveryMs);
setInterval(() => {
  for (const each of [writer, reader]) each.send('ping', {});
}, 5000);

function write(): void {
  const cid = `m-${count}`.padEnd(16, '_');
  const text = `m-${count}`.padEnd(characters, '.');
  count += 1;
  sentAt.set(text, performance.now());
  writer.send('send-message', { in: 'everyone', cid, text });
}

/** How long messages take from one to another member, at an even pace. */
const functions = {
  begin: async () => {
    took.length = 0;
    refused = 0;
    isWriting = true;
  },
  end: async () => {
    isWriting = false;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return {
      messages: took.length,
      refused,
      deliveredP50Ms: round(percentile(took, 0.5)),
      deliveredP99Ms: round(percentile(took, 0.99)),
    };
  },
};
export type MessageProcess = typeof functions;
serveParent(functions);
