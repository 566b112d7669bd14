import { expect, it } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { AccountId, DeviceId, Secret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Claim, SessionId, SignInOutcome } from '../room/effects.ts';
import type { AuthenticatorParts } from './authenticator.ts';
import { Authenticator } from './authenticator.ts';
import { labPasswords, newLabStore } from './testing/lab.ts';

const reply = { session: 1 as SessionId, rid: 1 };
const password = 'uzun bir parola';

function openAuthenticator(parts: Partial<AuthenticatorParts> = {}) {
  const { log, accounts, invites } = newLabStore();
  const time = { wallMs: 1000 };
  const authenticator = new Authenticator({
    log,
    accounts,
    invites,
    passwords: labPasswords,
    random: seededRandom(3),
    wallMs: () => time.wallMs,
    newcomersSince: () => 'all',
    isThere: () => true,
    guesses: { begin: () => 0, end: () => 0 },
    ...parts,
  });
  const create = (claim: Claim) =>
    authenticator.createAccount({
      do: 'create-account',
      isOwner: false,
      addressKey: '10.0.0.7',
      reply,
      name: 'Ali',
      nameKey: 'ali',
      claim,
    });
  const check = (account: AccountId, claim: Claim, addressWaitMs = 0) =>
    authenticator.checkClaim({
      do: 'check-claim',
      reply,
      account,
      isSecret: false,
      hasPassword: claim.password !== undefined,
      claim,
      addressKey: '10.0.0.7',
      addressWaitMs,
    });
  return { log, time, authenticator, create, check };
}

function claimFrom(letter: string, given?: string): Claim {
  const device = letter.repeat(16) as DeviceId;
  return { device, deviceKey: letter.repeat(43) as Secret, password: given };
}

function right(outcome: SignInOutcome): Extract<SignInOutcome, { is: 'right' }> {
  if (outcome.is !== 'right') throw new Error('not let in');
  return outcome;
}

const tryLater = { is: 'refused', refusal: { code: 'try-later', retryAfterMs: 5000 } };

it('who is known by device does not wait for what others at the address tried', async () => {
  const { create, check } = openAuthenticator();
  const { account } = right(await create(claimFrom('a')));
  expect(await check(account, claimFrom('a'), 5000)).toMatchObject({ is: 'right' });
  expect(await check(account, claimFrom('b'), 5000)).toMatchObject(tryLater);
});

it('a device that came in with the password is known from then on', async () => {
  const { create, check } = openAuthenticator();
  const { account } = right(await create(claimFrom('a', password)));
  const other = claimFrom('b', password);
  expect(await check(account, other, 5000)).toMatchObject(tryLater);
  expect(await check(account, other)).toMatchObject({ is: 'right' });
  expect(await check(account, other, 5000)).toMatchObject({ is: 'right' });
});

it('W8 a token is good for seven days, and for one use', async () => {
  const { time, authenticator, create } = openAuthenticator();
  const { token, device } = right(await create(claimFrom('a')));
  const use = (used: Secret) =>
    authenticator.checkToken({ do: 'check-token', reply, device, token: used });
  time.wallMs += limits.tokenLifetimeMs - 1;
  const next = right(await use(token)).token;
  time.wallMs += limits.tokenLifetimeMs + 1;
  const refused = { is: 'refused', refusal: { code: 'token-invalid' } };
  expect(await use(next)).toMatchObject(refused);
});

it('W8 every character of a token is of chance', async () => {
  const { create, check } = openAuthenticator();
  const one = right(await create(claimFrom('a')));
  const tokens = [one, right(await check(one.account, claimFrom('a')))].map(({ token }) => token);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const parts = tokens.flatMap((token) =>
    [0, 1, 2, 3].map((part) => token.slice(part * 10, part * 10 + 10)),
  );
  expect(new Set(parts).size).toBe(8);
});

it('who has gone while the password was hashed has made no account', async () => {
  const passwords = { ...labPasswords, hash: async () => undefined as never };
  const { log, create } = openAuthenticator({ passwords });
  expect(await create(claimFrom('a', password))).toMatchObject({ is: 'refused' });
  expect((await log.snapshot()).accounts).toEqual([]);
});

it('a guess is given back where the password was not looked at, and waits are asked by who guesses', async () => {
  const asked: unknown[] = [];
  const guesses = {
    begin: (guess: object) => {
      asked.push(guess);
      return 0;
    },
    end: (_guess: object, how: string) => {
      asked.push(how);
      return 700;
    },
  };
  const verdict: { isRight?: boolean } = {};
  const passwords = { ...labPasswords, verify: async () => verdict.isRight as never };
  const { create, check } = openAuthenticator({ guesses, passwords });
  const { account } = right(await create(claimFrom('a', password)));
  expect(await check(account, claimFrom('b', 'x'))).toMatchObject({ is: 'refused' });
  verdict.isRight = false;
  expect(await check(account, claimFrom('a', 'x'))).toMatchObject({
    refusal: { code: 'wrong-password', retryAfterMs: 700 },
  });
  expect(asked).toEqual([
    { account, addressKey: '10.0.0.7', device: undefined },
    'untried',
    { account, addressKey: '10.0.0.7', device: 'a'.repeat(16) },
    'wrong',
  ]);
});
