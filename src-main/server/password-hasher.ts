import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { WorkQueue } from './work-queue.ts';

const costExponent = 15;
const blockSize = 8;
const parallelization = 3;
const saltBytes = 16;
const hashBytes = 32;
const maxAtOnce = 2;
/** One hash takes 128 · N · r bytes, 32 MiB; OpenSSL wants some room above it. */
const maxMemoryBytes = 64 * 1024 * 1024;

/** Stands where there is no password: none fits, and to find that out takes as long as with any other. */
export const nobodysHash = [
  'scrypt',
  costExponent,
  blockSize,
  parallelization,
  encode(Buffer.alloc(saltBytes)),
  'AA',
].join('$');

/**
 * Turns passwords into salted, memory-hard hashes and checks them (R3.9).
 * scrypt runs on libuv's threads, off the loop that serves sockets; at most two at once, so that a
 * flood of sign-ins leaves threads and memory to the rest.
 */
export function createPasswordHasher() {
  const queue = new WorkQueue(maxAtOnce);
  return {
    /** `scrypt$15$8$3$salt$hash`, salt and hash in base64url. Undefined if it was not wanted any more. */
    async hash(password: string, isWanted?: () => boolean): Promise<string | undefined> {
      const salt = randomBytes(saltBytes);
      const cost = { costExponent, blockSize, parallelization };
      const hash = await queue.run(() => derive(password, salt, cost), isWanted);
      if (!hash) return undefined;
      return ['scrypt', costExponent, blockSize, parallelization, encode(salt), encode(hash)].join(
        '$',
      );
    },
    /** False also for a stored hash that cannot be read; undefined if it was not wanted any more. */
    async verify(
      password: string,
      stored: string,
      isWanted?: () => boolean,
    ): Promise<boolean | undefined> {
      const [name, n, r, p, salt, expected] = stored.split('$');
      if (name !== 'scrypt' || !salt || !expected) return false;
      const cost = { costExponent: Number(n), blockSize: Number(r), parallelization: Number(p) };
      const salted = Buffer.from(salt, 'base64url');
      const hash = await queue.run(() => derive(password, salted, cost), isWanted);
      if (!hash) return undefined;
      const wanted = Buffer.from(expected, 'base64url');
      return wanted.length === hash.length && timingSafeEqual(wanted, hash);
    },
  };
}

export type PasswordHasher = ReturnType<typeof createPasswordHasher>;

type Cost = { costExponent: number; blockSize: number; parallelization: number };

/** The same characters typed on another keyboard are the same password: NFKC first. */
function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const options = {
    N: 2 ** cost.costExponent,
    r: cost.blockSize,
    p: cost.parallelization,
    maxmem: maxMemoryBytes,
  };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64url');
}
