import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const costExponent = 15;
const blockSize = 8;
const parallelization = 3;
const saltBytes = 16;
const hashBytes = 32;
const maxAtOnce = 2;
/** One hash takes 128 · N · r bytes, 32 MiB; OpenSSL wants some room above it. */
const maxMemoryBytes = 64 * 1024 * 1024;

/** Turns passwords into salted, memory-hard hashes and checks them (R3.9). */
export interface PasswordHasher {
  /** `scrypt$15$8$3$salt$hash`, salt and hash in base64url. */
  hash(password: string): Promise<string>;
  /** False also for a stored hash that cannot be read. */
  verify(password: string, stored: string): Promise<boolean>;
}

/**
 * scrypt runs on libuv's threads, off the loop that serves sockets; at most two at once, so that a
 * flood of sign-ins leaves threads and memory to the rest.
 */
export function createPasswordHasher(): PasswordHasher {
  const limited = limitConcurrency(maxAtOnce);
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const cost = { costExponent, blockSize, parallelization };
      const hash = await limited(() => derive(password, salt, cost));
      return ['scrypt', costExponent, blockSize, parallelization, encode(salt), encode(hash)].join(
        '$',
      );
    },
    async verify(password, stored) {
      const [name, n, r, p, salt, expected] = stored.split('$');
      if (name !== 'scrypt' || !salt || !expected) return false;
      const cost = { costExponent: Number(n), blockSize: Number(r), parallelization: Number(p) };
      const hash = await limited(() => derive(password, Buffer.from(salt, 'base64url'), cost));
      const wanted = Buffer.from(expected, 'base64url');
      return wanted.length === hash.length && timingSafeEqual(wanted, hash);
    },
  };
}

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

function limitConcurrency(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    while (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
