import { createRoomStore } from './room-stores.ts';
import { newRoom, message } from './room-samples.ts';

/**
 * Run as a process of its own: `append-forever.ts FOLDER TEXT-LENGTH`. Makes a room and appends two messages
 * at a time; a line says what was acknowledged. Ends at the first refusal, with the outcomes after it.
 */
const [folder = '', textLength = '10'] = process.argv.slice(2);
const store = createRoomStore({ folder, ...newRoom, keptFreeBytes: 0 });
const text = 'x'.repeat(Number(textLength));

for (let number = 1; ; number += 2) {
  const outcomes = await store.log.append([
    message(number, { text }),
    message(number + 1, { text }),
  ]);
  process.stdout.write(`${JSON.stringify(outcomes)}\n`);
  if (outcomes.some(({ is }) => is === 'refused')) break;
}
const known = await store.log.append([message(1, { text })]);
process.stdout.write(`${JSON.stringify(known)}\n`);
