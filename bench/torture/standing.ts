import type { RoomClient } from '../../src-main/client/room-client.ts';
import type { ConversationRecord } from '../../src-main/client/replica/conversations.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import { presenceOrder } from '../../src-shared/protocol/members.ts';
import type { PresenceHere } from '../../src-shared/protocol/members.ts';
import { conversationKind } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { digest, passing } from './claims.ts';
import type { ClaimOf, Known, ReadUpTo } from './claims.ts';

type StandingParts = {
  client: RoomClient;
  random: Random;
  words: (kind: string) => string;
  say: (claim: ClaimOf) => void;
};

const presences = (Object.keys(presenceOrder) as (keyof typeof presenceOrder)[]).filter(
  (each): each is PresenceHere => each !== 'offline',
);
/** Nothing is told later than this. */
const mostKnowMs = 5000;

/** How somebody stands before the others: read so far, at the keyboard, and what they say of themselves. */
export class Standing {
  readonly #parts: StandingParts;
  #presence: PresenceHere = 'online';
  #isSetting = false;
  /** How far this one has read itself, in this life. */
  readonly #read = new Map<ConversationId, number>();

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  async read(id: ConversationId, seq: number): Promise<void> {
    const { client } = this.#parts;
    await client.reading.markRead(id, seq);
    this.#read.set(id, client.copy.conversation(id).readSeq);
  }

  setPresence(): void {
    const { client, random } = this.#parts;
    this.#presence = presences[Math.floor(random.fraction() * presences.length)] ?? 'online';
    client.setPresence(this.#presence);
  }

  /** Some end by themselves, some are taken back. */
  async setStatus(): Promise<void> {
    const { client, random, words, say } = this.#parts;
    // Of two on their way nobody knows which was last.
    if (this.#isSetting) return;
    this.#isSetting = true;
    const chance = random.fraction();
    const text = chance < 0.2 ? '' : words('status');
    const ends = chance > 0.6 ? { until: Date.now() + 500 + Math.floor(chance * 3000) } : {};
    say({ is: 'status', text, ...ends });
    const answer = await client.account.setStatus({ text, ...ends });
    this.#isSetting = false;
    if (answer.ok) say({ is: 'status-answered', how: 'taken' });
    else if (!passing.has(answer.refusal.code)) say({ is: 'status-answered', how: 'refused' });
  }

  /** How far this one has read, and stands, by its own copy. */
  tell(account: AccountId): void {
    const { client, say } = this.#parts;
    const upTo = client.copy
      .conversations()
      .filter(({ in: id }) => isReadAloud(id))
      .map((record) => readUpTo(record, this.#read.get(record.in) ?? 0));
    say({ is: 'read', account, upTo, presence: this.#presence });
  }

  /** Says so when it knows all that, or what it does not know. */
  async knows({ read, statuses, presences: stand }: Known): Promise<void> {
    const { client, say } = this.#parts;
    const deadline = Date.now() + mostKnowMs;
    const until = async (isSo: () => boolean): Promise<boolean> => {
      while (!isSo() && Date.now() < deadline) await pause(20);
      return isSo();
    };
    const own = new Set(client.copy.conversations().map(({ in: id }) => id));
    for (const [account, upTo] of read) {
      if (account === client.record.account) continue;
      for (const [id, least, most] of upTo) {
        const known = (): number =>
          client.reading.receipts.readsIn(id).find((each) => each.account === account)?.seq ?? 0;
        if (!own.has(id) || (await until(() => known() >= least && known() <= most))) continue;
        const is = [...new Set([least, most])].join(' to ');
        const why = `knows that ${account} has read ${id} up to ${known()}, and it is ${is}`;
        say({ is: 'broke', why });
      }
    }
    const statusOf = (account: AccountId): string =>
      client.members.get(account)?.status?.text ?? '';
    for (const [account, possible] of statuses) {
      if (await until(() => possible.includes(statusOf(account)))) continue;
      const why = `shows of ${account} "${statusOf(account)}", and it is "${possible.join('" or "')}"`;
      say({ is: 'broke', why });
    }
    for (const [account, presence] of stand) {
      const known = (): string => client.members.get(account)?.presence ?? 'nothing';
      if (await until(() => known() === presence)) continue;
      say({ is: 'broke', why: `takes ${account} for ${known()}, which is ${presence}` });
    }
    const shown = statuses.map(([account]) => `${account} ${statusOf(account)}`).join('\n');
    say({ is: 'knew', statuses: digest(shown) });
  }
}

/** How far it was read is told to others. */
export const isReadAloud = (id: ConversationId): boolean =>
  ['direct', 'group'].includes(conversationKind(id));

/**
 * What the room let go of counts as read in one's own copy, which is told to others with the next mark or after the next
 * connecting, and not before.
 */
export function readUpTo(
  { in: id, firstSeq, readSeq }: Pick<ConversationRecord, 'in' | 'firstSeq' | 'readSeq'>,
  read: number,
): ReadUpTo {
  const isPassedOver = readSeq > 0 && (firstSeq === 0 || readSeq < firstSeq);
  return [id, isPassedOver ? Math.min(read, readSeq) : readSeq, readSeq];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
