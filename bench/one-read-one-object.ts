import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Measurement } from './measurement.ts';
import { PlainLoadClient } from './plain-load-client.ts';
import { startRoom } from './room-under-load.ts';

const readers = 20;
const texts = 500;
const perSecond = 5;
const script = join(import.meta.dirname, '../e2e/plain/one-read-one-object.py');

const line = z.union([
  z.object({ ready: z.string() }),
  z.object({
    name: z.string(),
    heard: z.number(),
    whole: z.boolean(),
    problem: z.string().nullable(),
  }),
]);

/** R0.12, in full: programs of bare JSON that take what one read gives them for one object. Needs python3. */
export const oneReadOneObject: Measurement = {
  name: 'one-read',
  title: `${readers} programs that take each read for one object hear ${texts} messages, beside a busy loop`,
  async measure() {
    const room = await startRoom('memory');
    const busy = spawn('python3', ['-c', 'while True: pass']);
    const names = Array.from({ length: readers }, (_, at) => `reader ${at}`);
    const python = spawn('python3', [script, String(room.port), String(texts), ...names], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const speaker = await PlainLoadClient.enter(room.port, 'speaker', 'lines');
      return [{ what: 'in at the end', figures: await talk(python, speaker) }];
    } finally {
      busy.kill();
      python.kill();
      await room.stop();
    }
  },
};

async function talk(python: ChildProcess, speaker: PlainLoadClient) {
  let inRoom = 0;
  let wholeReaders = 0;
  let textsHeard = 0;
  for await (const printed of createInterface({ input: python.stdout ?? process.stdin })) {
    const said = line.parse(JSON.parse(printed));
    if ('ready' in said) {
      inRoom += 1;
      if (inRoom === readers) void speak(speaker);
      continue;
    }
    textsHeard += said.heard;
    if (said.whole) wholeReaders += 1;
    else console.error(said);
  }
  speaker.destroy();
  return { readers, wholeReaders, textsHeard, textsSaid: readers * texts };
}

async function speak(speaker: PlainLoadClient): Promise<void> {
  for (let at = 0; at < texts; at += 1) {
    speaker.write(`${at}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  }
}
