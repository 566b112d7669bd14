import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Secret } from '../../../src-shared/protocol/ids.ts';
import { checkName } from '../../../src-shared/text/names.ts';
import type { IrcClient } from './irc-client.ts';

const deviceKeyCharacters = 43;

/** In as an account: an unknown name is signed up (R3.1). Undefined if it went well. */
export async function signIn(
  client: IrcClient,
  claim: { name: string; password: string },
): Promise<Refusal | undefined> {
  const checked = checkName(claim.name);
  if (!checked.ok) return { code: checked.code, subject: checked.subject };
  const greeted = await greet(client);
  if (greeted) return greeted;
  const outcome = await client.requests.ask({
    type: 'sign-in',
    ...claim,
    device: client.shared.takeDevice(client, checked.nameKey),
    deviceKey: client.random.text(deviceKeyCharacters) as Secret,
  });
  if (outcome.ok) return undefined;
  client.shared.freeDevice(client);
  return outcome.refusal;
}

/** In as a guest, or as the account of this nick if a password was given by PASS. */
export async function enter(client: IrcClient, nick: string): Promise<Refusal | undefined> {
  const { port, registration } = client;
  const { nicks } = client.shared;
  nicks.meetAll(port.room);
  const owner = nicks.find(nick, port.room);
  if (registration.password !== undefined) {
    return signIn(client, { name: owner?.name ?? nick, password: registration.password });
  }
  // The room would not know that `Ayşe_Kaya` is what Ayşe Kaya is called here.
  if (owner && !(owner.guest && owner.presence === 'offline')) return { code: 'name-taken' };
  // A guest need not greet, but hears so what goes into the host's log.
  const greeted = await greet(client);
  if (greeted) return greeted;
  const outcome = await client.requests.enterAsGuest(nick);
  return outcome.ok ? undefined : outcome.refusal;
}

async function greet(client: IrcClient): Promise<Refusal | undefined> {
  if (client.registration.hasGreeted) return undefined;
  const outcome = await client.requests.ask({ type: 'hello', protocol: 1, program: 'IRC' });
  if (!outcome.ok) return outcome.refusal;
  client.registration.hasGreeted = true;
  client.logsTexts = outcome.value.room.logsTexts;
  return undefined;
}
