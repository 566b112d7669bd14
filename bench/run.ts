import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { obtainChromium } from '../tools/test/chromium.mjs';
import { backup } from './backup.ts';
import { changed } from './changed.ts';
import { delivery } from './delivery.ts';
import { dialects } from './dialects.ts';
import { formatting } from './formatting.ts';
import { fileCuts } from './file-cuts.ts';
import { files, fileToMany } from './files.ts';
import { fanOut, topicFanOut } from './fan-out.ts';
import { importing } from './importing.ts';
import { level } from './level.ts';
import { longRoom } from './long-room.ts';
import { oneReadOneObject } from './one-read-one-object.ts';
import { pageMemory } from './page-memory.ts';
import { pages } from './pages.ts';
import { peers } from './peers.ts';
import { search } from './search.ts';
import { secure } from './secure.ts';
import { shown } from './shown.ts';
import { start } from './start.ts';
import { stopReading } from './stop-reading.ts';
import { typing } from './typing.ts';
import type { Measurement, Row } from './measurement.ts';

const measurements: readonly Measurement[] = [
  shown,
  typing,
  delivery,
  fanOut,
  topicFanOut,
  level,
  secure,
  files,
  fileToMany,
  fileCuts,
  stopReading,
  pages,
  dialects,
  oneReadOneObject,
  search,
  changed,
  longRoom,
  backup,
  importing,
  start,
  formatting,
  pageMemory,
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    minutes: { type: 'string', default: '5' },
    /** Beside other chat servers, which it installs: never without being asked. */
    peers: { type: 'boolean', default: false },
    /** Of these only some: `--peers --server ngircd --server Oda --phase idle`. */
    server: { type: 'string', multiple: true },
    phase: { type: 'string', multiple: true },
  },
});
const chosen = values.peers
  ? [peers]
  : values.only
    ? measurements.filter(({ name }) => values.only?.includes(name))
    : measurements;
if (chosen.length === 0) {
  console.error(`There is: ${measurements.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

if (chosen.some(({ needsBrowser }) => needsBrowser)) {
  const found = await obtainChromium(join(import.meta.dirname, '..'), 'Measuring windows needs');
  if ('advice' in found) {
    console.error(found.advice);
    process.exit(1);
  }
  process.env['ODA_CHROMIUM'] = found.chromium;
}

const machine = describeMachine();
console.log(`Machine: ${machine}`);
for (const measurement of chosen) {
  const { name, title } = measurement;
  console.log(`\n${name}: ${title}`);
  const { server: servers, phase: phases } = values;
  const rows = await measurement.measure({ minutes: Number(values.minutes), servers, phases });
  console.log((measurement.table ?? table)(rows));
  for (const { what, figures } of rows) {
    console.log(JSON.stringify({ measurement: name, what, ...figures, machine }));
  }
}

function describeMachine(): string {
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const model = cpu?.model.trim() || 'unnamed processor';
  return `${cpus().length} × ${model}, ${memoryGiB} GiB, ${type()} ${release()}, Node ${process.version}`;
}

function table(rows: readonly Row[]): string {
  return rows
    .map(({ what, figures }) => {
      const cells = Object.entries(figures).map(
        ([figure, value]) => `    ${figure.padEnd(36)} ${value.toLocaleString('en')}`,
      );
      return [`  ${what}`, ...cells].join('\n');
    })
    .join('\n');
}
