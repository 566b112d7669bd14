import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import type { Secret } from '../../../../src-shared/protocol/ids.ts';
import { checkName } from '../../../../src-shared/text/names.ts';
import { listOffered, parseRequested } from '../capabilities.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import type { Reply } from '../reply.ts';
import { welcome } from '../welcome.ts';
import { changeNick, refuseNick } from './change-nick.ts';
import type { IrcCommands } from './irc-command.ts';
import { command } from './irc-command.ts';

/** What a mask means something by, and what cannot be seen. */
const unfitInUser = /[^\x21-\x7e]|[!@*?:,~]/g;
const maxUserCharacters = 18;
export const maxRealNameBytes = 150;
const deviceKeyCharacters = 43;

/** What a client says before it is in, and to negotiate afterwards. */
export const registrationCommands: IrcCommands = {
  CAP: command('anybody', 1, (client, [word = '', asked = ''], reply) => {
    const { registration, out } = client;
    const sub = word.toUpperCase();
    const say = (answer: string, text: string): void => {
      reply.line({ source: reply.server, verb: 'CAP', params: [client.nick, answer], text });
    };
    if (sub === 'LS' || sub === 'REQ') registration.isNegotiating = !registration.isDone;
    switch (sub) {
      case 'LS': {
        const version = Number.parseInt(asked, 10) || 0;
        if (version >= 302) out.want('cap-notify', true);
        return say('LS', listOffered(version));
      }
      case 'LIST':
        return say('LIST', out.capabilities.join(' '));
      case 'REQ': {
        const wishes = parseRequested(asked);
        if (!wishes) return say('NAK', asked);
        for (const { name, isWanted } of wishes) out.want(name, isWanted);
        return say('ACK', asked);
      }
      case 'END':
        registration.isNegotiating = false;
        return proceed(client, reply);
      default:
        return reply.numeric(numerics.badCapCommand, [cutToBytes(sub, 32)], 'No such CAP command');
    }
  }),
  AUTHENTICATE: command('anybody', 1, async (client, [word = ''], reply) => {
    const self = client.port.self();
    if (self?.guest) {
      const sentence = 'You are in as a guest: connect again to sign in';
      return reply.numeric(numerics.saslFailed, [], sentence);
    }
    if (self) return reply.numeric(numerics.saslAlready, [], 'You are signed in already');
    const step = client.registration.sasl.step(word);
    switch (step.is) {
      case 'wait':
        return;
      case 'go-on':
        return reply.line({ verb: 'AUTHENTICATE', params: ['+'] });
      case 'refused':
        return refuseExchange(reply, step.why);
      case 'claim':
        return finishExchange(client, step, reply);
    }
  }),
  PASS: command('new', 1, (client, [password], reply) => {
    client.registration.password = password;
    return proceed(client, reply);
  }),
  NICK: command('anybody', 0, (client, [nick = ''], reply) => {
    const { registration } = client;
    if (nick === '') return reply.numeric(numerics.noNickGiven, [], 'No nick was given');
    if (registration.isDone) {
      if (nick === client.nick) return;
      const self = client.port.self();
      if (self?.guest) return changeNick(client, { self, nick }, reply);
      const sentence = 'Your name in this room is that of your account. Sign in under another one.';
      return reply.numeric(numerics.noNickChange, [], sentence);
    }
    if (refuseNick(nick, reply)) return;
    registration.nick = nick;
    return proceed(client, reply);
  }),
  USER: command('new', 1, (client, [user = '', , , realName], reply) => {
    const { registration } = client;
    // Left out by hand it is no matter; programs are told that there is nothing in it.
    if (realName === '')
      return reply.numeric(numerics.needMoreParams, ['USER'], 'The real name is empty');
    registration.hasUser = true;
    registration.user = user.replaceAll(unfitInUser, '').slice(0, maxUserCharacters) || undefined;
    registration.realName = readIrcWords(realName ?? '', maxRealNameBytes) || undefined;
    return proceed(client, reply);
  }),
};

/** Lets the client in if everything is there that IRC wants to know. */
async function proceed(client: IrcClient, reply: Reply): Promise<void> {
  const { registration } = client;
  const { nick } = registration;
  if (!registration.isReady || nick === undefined) return;
  if (!client.port.self()) {
    const refusal = await enter(client, nick);
    if (refusal) return refuseEntrance(client, reply, { nick, refusal });
  }
  welcome(client, reply);
}

function refuseEntrance(
  client: IrcClient,
  reply: Reply,
  { nick, refusal }: { nick: string; refusal: Refusal },
): void {
  const { registration } = client;
  const sentence = sentenceOf(refusal);
  switch (refusal.code) {
    case 'name-taken': {
      registration.nick = undefined;
      const owner = client.people.find(nick);
      const hint = owner && !owner.guest ? accountHint : 'Somebody is here under it.';
      return reply.numeric(numerics.nickInUse, [nick], `${sentence} ${hint}`);
    }
    case 'name-empty':
    case 'name-too-long':
    case 'name-not-allowed':
      registration.nick = undefined;
      return reply.numeric(numerics.badNick, [nick], sentence);
    case 'wrong-password':
    case 'password-too-short':
    case 'password-too-long':
    case 'room-password-needed':
    case 'wrong-room-password':
      // Another try is free (R3.1): PASS again.
      registration.password = undefined;
      return reply.numeric(numerics.wrongPassword, [], sentence);
    default:
      return client.end(refusal);
  }
}

const accountHint =
  'It belongs to an account: sign in with its password, by SASL or as the server password.';

async function finishExchange(
  client: IrcClient,
  { name, password }: { name: string; password: string },
  reply: Reply,
): Promise<void> {
  const refusal = await signIn(client, { name, password });
  const self = client.port.self();
  if (refusal || !self) {
    const sentence = sentenceOf(refusal ?? { code: 'store-failed' });
    return reply.numeric(numerics.saslFailed, [], sentence);
  }
  const nick = client.people.nickOf(self);
  const mask = client.people.maskOf(self.account);
  reply.numeric(numerics.loggedIn, [mask, nick], `You are now signed in as ${self.name}`);
  reply.numeric(numerics.saslDone, [], 'Signed in');
}

function refuseExchange(
  reply: Reply,
  why: 'mechanism' | 'too-long' | 'aborted' | 'unreadable',
): void {
  switch (why) {
    case 'aborted':
      return reply.numeric(numerics.saslAborted, [], 'Signing in was stopped');
    case 'too-long':
      return reply.numeric(numerics.saslTooLong, [], 'That is too long');
    case 'mechanism':
      reply.numeric(numerics.saslMechanisms, ['PLAIN'], 'are the ways to sign in');
      return reply.numeric(numerics.saslFailed, [], 'That way of signing in is not known here');
    case 'unreadable':
      return reply.numeric(numerics.saslFailed, [], 'A name and a password are needed');
  }
}

/** In as an account: an unknown name is signed up (R3.1). Undefined if it went well. */
async function signIn(
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
async function enter(client: IrcClient, nick: string): Promise<Refusal | undefined> {
  const { port, registration } = client;
  const owner = client.shared.nicks.find(nick, port.room);
  // A guest need not greet, but hears so what goes into the host's log, and that the room has a password.
  const greeted = await greet(client);
  if (greeted) return greeted;
  const isAccount = owner && !owner.guest;
  const isForRoom = client.settings.hasPassword && !isAccount;
  if (registration.password !== undefined && !isForRoom) {
    return signIn(client, { name: owner?.name ?? nick, password: registration.password });
  }
  // The room would not know that `Ayşe_Kaya` is what Ayşe Kaya is called here.
  if (owner && !(owner.guest && owner.presence === 'offline')) return { code: 'name-taken' };
  const outcome = await client.requests.enterAsGuest(nick, registration.password);
  return outcome.ok ? undefined : outcome.refusal;
}

async function greet(client: IrcClient): Promise<Refusal | undefined> {
  if (client.registration.hasGreeted) return undefined;
  const outcome = await client.requests.ask({ type: 'hello', protocol: 1, program: 'IRC' });
  if (!outcome.ok) return outcome.refusal;
  client.registration.hasGreeted = true;
  client.logsTexts = outcome.value.room.logsTexts;
  client.settings = outcome.value.room.settings;
  return undefined;
}
