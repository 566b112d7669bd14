import { expect, it } from 'vitest';
import { createPasswordHasher, nobodysHash } from './password-hasher.ts';

it('R3.9 a password is kept as a salted scrypt hash and known again by it', async () => {
  const hasher = createPasswordHasher();
  const hash = async (password: string) => (await hasher.hash(password)) ?? '';
  const [one, other] = await Promise.all([hash('bir parola'), hash('bir parola')]);
  expect(one).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(await hasher.verify('bir parola', one)).toBe(true);
  expect(await hasher.verify('baska parola', one)).toBe(false);
});

it('takes the same characters typed in another Unicode form for the same password', async () => {
  const hasher = createPasswordHasher();
  const stored = (await hasher.hash('şifre şifre'.normalize('NFC'))) ?? '';
  expect(await hasher.verify('şifre şifre'.normalize('NFD'), stored)).toBe(true);
});

it('answers no, and does not throw, for a stored hash that cannot be read', async () => {
  const hasher = createPasswordHasher();
  for (const stored of ['', 'scrypt', 'bcrypt$1$2$3$a$b', 'scrypt$15$8$3$AAAA$']) {
    expect(await hasher.verify('bir parola', stored)).toBe(false);
  }
});

it('leaves out what nobody waits for any more', async () => {
  const hasher = createPasswordHasher();
  const stored = (await hasher.hash('bir parola')) ?? '';
  const isWanted = () => false;
  expect(await hasher.verify('bir parola', stored, isWanted)).toBeUndefined();
  expect(await hasher.hash('bir parola', isWanted)).toBeUndefined();
});

it('takes the same work for a name that nobody has, whom no password fits', async () => {
  const hasher = createPasswordHasher();
  expect(await hasher.verify('bir parola', nobodysHash)).toBe(false);
  // What cannot be read is answered before the work, and would be false here.
  expect(await hasher.verify('bir parola', nobodysHash, () => false)).toBeUndefined();
});
