import { randomBytes } from 'node:crypto';
import type { Random } from '../../src-shared/outside/random.ts';

export const systemRandom: Random = {
  text: (length) =>
    randomBytes(Math.ceil((length * 3) / 4))
      .toString('base64url')
      .slice(0, length),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
