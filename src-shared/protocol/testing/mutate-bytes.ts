import { seededRandom, type Random } from '../../outside/random.ts';

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
export function brokenInput(seeds: readonly Uint8Array[], number: number): Uint8Array {
  const random = seededRandom(number);
  let bytes = Uint8Array.from(pick(seeds, random));
  const changes = 1 + upTo(6, random);
  for (let change = 0; change < changes; change += 1) bytes = broken(bytes, seeds, random);
  return bytes;
}

function broken(
  bytes: Uint8Array,
  seeds: readonly Uint8Array[],
  random: Random,
): Uint8Array<ArrayBuffer> {
  const [at, other] = [upTo(bytes.length + 1, random), upTo(bytes.length + 1, random)];
  const [from, to] = [Math.min(at, other), Math.max(at, other)];
  const around = (middle: Uint8Array) =>
    joined([bytes.subarray(0, from), middle, bytes.subarray(to)]);
  switch (upTo(7, random)) {
    case 0: {
      const flipped = Uint8Array.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << upTo(8, random));
      return flipped;
    }
    case 1:
      return around(new Uint8Array());
    case 2:
      return joined([bytes.subarray(0, to), bytes.subarray(from)]);
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined([bytes.subarray(0, at), pick(seeds, random).subarray(from)]);
    case 5: {
      const length = 1 + upTo(40, random);
      const noise = Uint8Array.from({ length }, () => upTo(256, random));
      return joined([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    default:
      return joined([
        bytes.subarray(0, at),
        Uint8Array.from(pick(nasty, random), (letter) => letter.charCodeAt(0)),
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

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
