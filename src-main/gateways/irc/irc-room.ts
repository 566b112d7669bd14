import { createHash } from 'node:crypto';
import type { AccountId, Cid, ConversationId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import type { SeldomSet } from '../../../src-shared/seldom.ts';
import type { RoomDirectory } from '../../server/session-port.ts';
import { NickBook } from './nicks.ts';
import { SaidMemory } from '../common/said-memory.ts';
import { SharedTranslations } from '../common/shared-translations.ts';

/** IRC programs of one account at once; one more takes the place of the one that came first. */
export const maxProgramsOfAccount = 8;
const deviceCharacters = 16;
/** For so many people it is remembered what they called themselves by USER; guests of long ago are forgotten first. */
const maxPersonas = 5000;
/** For so many messages, the newest, it is remembered that they were sent by NOTICE. */
const maxNotices = 2000;

/** What somebody's IRC program said of them. The room itself does not know it. */
export type Persona = {
  user: string | undefined;
  realName: string | undefined;
  /** What QUIT said, until they are back; empty if it was a QUIT alone. */
  lastWords?: string | undefined;
  /** As whom they were here before, the last time first. */
  readonly earlier: readonly Pick<Persona, 'user' | 'realName'>[];
};
/** So many times before the last WHOWAS knows of somebody. */
const maxEarlier = 4;

/** Somebody who is taken out of a group. */
type TakenOut = { in: ConversationId; account: AccountId };

/** By whom a topic got its words, and when (epoch milliseconds). */
type TopicSet = { by: AccountId; at: number };

/** What the room must know of each IRC program in it. */
export type IrcProgram = {
  /** The conversations whose channels it has left by PART. */
  readonly parted: SeldomSet<ConversationId>;
  /** What AWAY said last, and when (monotonic); undefined if it is not away. */
  readonly away: { at: number; text: string } | undefined;
};

/** What the IRC connections of one room have in common; in memory, for as long as the room runs. */
export class IrcRoom<Client extends IrcProgram> {
  readonly nicks = new NickBook();
  readonly translations = new SharedTranslations();
  readonly said = new SaidMemory();
  readonly #clientsByAccount = new Map<AccountId, Set<Client>>();
  readonly #personas = new Map<AccountId, Persona>();
  readonly #notices = new Set<Cid>();
  #mostHere = 0;
  /** Who has left a channel with PART. */
  readonly #outside = new Set<Client>();
  readonly #whyByTaken = new Map<string, string>();
  /** Who said what a topic is about, as far as that was seen; no more of them than topics. */
  readonly #topicsSet = new Map<ConversationId, TopicSet>();
  /** By the key of a name: which place each program has that signs in, or is signed in, under it. */
  readonly #places = new Map<string, Map<number, Client>>();

  *clients(): Generator<Client> {
    for (const clients of this.#clientsByAccount.values()) yield* clients;
  }

  /** The account's clients that were welcomed. */
  clientsOf(account: AccountId): Iterable<Client> {
    return this.#clientsByAccount.get(account) ?? [];
  }

  enter(client: Client, account: AccountId, persona: Omit<Persona, 'earlier'>): void {
    const clients = this.#clientsByAccount.get(account) ?? new Set();
    const earlier = this.#timesBefore(account, { isBack: clients.size === 0 });
    this.#clientsByAccount.set(account, clients.add(client));
    // Set anew, the newest are last.
    this.#personas.delete(account);
    this.#personas.set(account, { ...persona, earlier });
    if (this.#personas.size <= maxPersonas) return;
    const [oldest] = this.#personas.keys();
    if (oldest !== undefined) this.#personas.delete(oldest);
  }

  #timesBefore(account: AccountId, { isBack }: { isBack: boolean }): Persona['earlier'] {
    const last = this.#personas.get(account);
    if (!last) return [];
    const { user, realName, earlier } = last;
    return isBack ? [{ user, realName }, ...earlier].slice(0, maxEarlier) : earlier;
  }

  leave(client: Client, account: AccountId, { isStillHere }: { isStillHere: boolean }): void {
    const clients = this.#clientsByAccount.get(account);
    clients?.delete(client);
    this.#outside.delete(client);
    if (clients?.size === 0) this.#clientsByAccount.delete(account);
    // Nobody left, so there is no goodbye.
    if (isStillHere) this.sayGoodbye(account, undefined);
  }

  /** SETNAME. */
  rename(account: AccountId, realName: string): void {
    const persona = this.#personas.get(account);
    if (persona) persona.realName = realName;
  }

  /** The most people that were ever here at once, as far as that was seen. */
  mostHere(here: number): number {
    this.#mostHere = Math.max(this.#mostHere, here);
    return this.#mostHere;
  }

  /** What the others read when the account has left. */
  sayGoodbye(account: AccountId, words: string | undefined): void {
    const persona = this.#personas.get(account);
    if (persona) persona.lastWords = words;
  }

  /** A guest goes on under another name. */
  moved(client: Client, { from, to }: { from: AccountId; to: AccountId }): void {
    const persona = this.#personas.get(from);
    this.leave(client, from, { isStillHere: false });
    this.enter(client, to, persona ?? { user: undefined, realName: undefined });
    if (client.parted.size > 0) this.#outside.add(client);
  }

  personaOf(account: AccountId): Persona | undefined {
    return this.#personas.get(account);
  }

  /** One of the programs that are in has left a channel with PART. */
  get hasAnyParted(): boolean {
    return this.#outside.size > 0;
  }

  parted(client: Client, conversation: ConversationId): void {
    client.parted.add(conversation);
    this.#outside.add(client);
  }

  joined(client: Client, conversation: ConversationId): void {
    client.parted.delete(conversation);
    if (client.parted.size === 0) this.#outside.delete(client);
  }

  /**
   * Whether nobody sees the account in a conversation: it is in by IRC programs only, all of which have left its channel
   * with PART. Then the others in IRC do not see that person in the channel.
   */
  hasParted(account: AccountId, conversation: ConversationId, room: RoomDirectory): boolean {
    // Asked of everybody who comes, by everybody who is told; hardly anybody parts.
    if (!this.hasAnyParted) return false;
    const clients = this.#clientsByAccount.get(account);
    if (!clients) return false;
    for (const { parted } of clients) if (!parted.has(conversation)) return false;
    return clients.size >= room.sessionsOf(account);
  }

  /** What AWAY said, by the program that said something last. */
  awayTextOf(account: AccountId): string | undefined {
    const texts = [...this.clientsOf(account)].flatMap(({ away }) => away ?? []);
    return texts.toSorted((one, other) => other.at - one.at)[0]?.text;
  }

  rememberNotice(cid: Cid): void {
    this.#notices.add(cid);
    if (this.#notices.size <= maxNotices) return;
    const [oldest] = this.#notices;
    if (oldest !== undefined) this.#notices.delete(oldest);
  }

  /** Why KICK says that somebody is taken out of a group, until it is done; the room does not keep it. */
  rememberWhy(taken: TakenOut, words: string): void {
    this.#whyByTaken.set(keyOf(taken), words);
  }

  forgetWhy(taken: TakenOut): void {
    this.#whyByTaken.delete(keyOf(taken));
  }

  whyOf(taken: TakenOut): string | undefined {
    return this.#whyByTaken.get(keyOf(taken));
  }

  topicWasSet(conversation: ConversationId, set: TopicSet): void {
    this.#topicsSet.set(conversation, set);
  }

  topicSetBy(conversation: ConversationId): TopicSet | undefined {
    return this.#topicsSet.get(conversation);
  }

  isNotice(cid: Cid): boolean {
    return this.#notices.has(cid);
  }

  /**
   * A device for a program that signs in under this name. Each program of an account has one of its own, and
   * all together there are few of them, used again and again.
   */
  takeDevice(client: Client, nameKey: string): DeviceId {
    this.freeDevice(client);
    const places = this.#places.get(nameKey) ?? new Map<number, Client>();
    this.#places.set(nameKey, places);
    let place = 0;
    while (places.has(place)) place += 1;
    // Who came first stands first.
    if (place >= maxProgramsOfAccount) place = [...places.keys()][0] ?? 0;
    places.delete(place);
    places.set(place, client);
    return deviceOf(nameKey, place);
  }

  freeDevice(client: Client): void {
    for (const [nameKey, places] of this.#places) {
      for (const [place, holder] of places) if (holder === client) places.delete(place);
      if (places.size === 0) this.#places.delete(nameKey);
    }
  }
}

function keyOf({ in: conversation, account }: TakenOut): string {
  return `${conversation} ${account}`;
}

function deviceOf(nameKey: string, place: number): DeviceId {
  const digest = createHash('sha256').update(`irc:${nameKey}:${place}`).digest('base64url');
  return digest.slice(0, deviceCharacters) as DeviceId;
}
