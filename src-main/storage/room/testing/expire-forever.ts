import { everyone, hostAccount } from '../../../../src-shared/protocol/ids.ts';
import { message, newRoom } from './room-samples.ts';
import { createRoomStore } from './room-stores.ts';

/**
 * Run as a process of its own: `expire-forever.ts FOLDER`. Makes a room with 5,000 messages, keeps 1,000 of them, and lets
 * the others go step by step; a line says up to which number they are gone.
 */
const [folder = ''] = process.argv.slice(2);
const { log } = createRoomStore({ folder, ...newRoom, keptFreeBytes: 0 });
const host = { in: everyone, at: 1, by: hostAccount } as const;
const said = Array.from({ length: 5000 }, (_, place) =>
  message(place + 1, { text: `marked ${place + 1}.` }),
);
await log.append(said);
await log.append([{ type: 'retention-changed', ...host, keep: { messages: 1000 } }]);
for (;;) {
  const { drafts } = await log.expiring({ now: 1, from: 0 });
  if (drafts.length === 0) break;
  await log.append(drafts.map((draft) => ({ type: 'expired', ...host, ...draft })));
  process.stdout.write(`${JSON.stringify(drafts.at(-1)?.target)}\n`);
}
setInterval(() => undefined, 1000);
