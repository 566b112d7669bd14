/** Eight members in a process of their own who ask for 2,000 pages in one write each. Started by fork with the port. */
import { LoadClient } from './load-client.ts';

const askers = 8;
const requests = 2000;
const lines = Array.from(
  { length: requests },
  (_, i) => `{"type":"read-history","rid":${10 + i},"in":"everyone"}\n`,
).join('');

const members: LoadClient[] = [];
for (let i = 0; i < askers; i += 1) {
  members.push(await LoadClient.enter(Number(process.argv[2]), `asker-${i}`));
}
process.on('message', () => {
  for (const member of members) member.write(lines);
});
process.on('disconnect', () => process.exit(0));
// A measurement that was broken off hears nothing any more.
process.send?.('ready', undefined, undefined, () => {});
