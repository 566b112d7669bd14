import { seededRandom, type Random } from '../../src-shared/outside/random.ts';

const nasty = [
  '\n',
  '\r\n',
  '\0',
  '\u00ff\u00fd',
  '{',
  '}',
  '['.repeat(200),
  '"',
  '\\',
  '\\ud83d',
  '\u202e',
  '1e999',
  '-1',
  '9007199254740993',
  '"__proto__":{},',
  ' '.repeat(5000),
  '\u001b[2J',
  '../../../',
];

/** One of endlessly many broken forms of the seeds: the same one for the same number, so that what was found once stays found. */
export function brokenInput(seeds: readonly Buffer[], number: number): Buffer {
  const random = seededRandom(number);
  let bytes: Buffer = Buffer.from(pick(seeds, random));
  const changes = 1 + upTo(6, random);
  for (let change = 0; change < changes; change += 1) bytes = broken(bytes, seeds, random);
  return bytes;
}

function broken(bytes: Buffer, seeds: readonly Buffer[], random: Random): Buffer {
  const [at, other] = [upTo(bytes.length + 1, random), upTo(bytes.length + 1, random)];
  const [from, to] = [Math.min(at, other), Math.max(at, other)];
  const around = (middle: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);
  switch (upTo(7, random)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << upTo(8, random));
      return flipped;
    }
    case 1:
      return around(Buffer.alloc(0));
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    case 3:
      return bytes.subarray(0, at);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), pick(seeds, random).subarray(from)]);
    case 5: {
      const noise = Buffer.from(
        Array.from({ length: 1 + upTo(40, random) }, () => upTo(256, random)),
      );
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    default:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(pick(nasty, random), 'latin1'),
        bytes.subarray(at),
      ]);
  }
}

function pick<T>(list: readonly T[], random: Random): T {
  const found = list[upTo(list.length, random)];
  if (found === undefined) throw new Error('Nothing to choose from');
  return found;
}

function upTo(count: number, random: Random): number {
  return Math.floor(random.fraction() * count);
}
