import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomClient } from '../../src-main/client/room-client.ts';
import type { PrivateRecord } from '../../src-main/client/private-chat.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { AccountId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { privateMark } from './claims.ts';
import type { ClaimOf } from './claims.ts';

type PrivateActsParts = {
  client: RoomClient;
  random: Random;
  words: (kind: string) => string;
  say: (claim: ClaimOf) => void;
};

/** What one member says in private chats, and looks at in them: what the partner said there to it, in its order, once. */
export class PrivateActs {
  readonly #parts: PrivateActsParts;
  readonly #answered = new Set<PrivateId>();
  /** The last number that the partner has said. */
  readonly #heard = new Map<PrivateId, number>();
  #number = 0;

  constructor(parts: PrivateActsParts) {
    this.#parts = parts;
    parts.client.privates.setLimit(limits.privatesPerMember);
  }

  async act(partner: AccountId): Promise<void> {
    const { client, random, words } = this.#parts;
    const open = client.privates.list().filter(({ state }) => state.is === 'open');
    const chat = open[Math.floor(random.fraction() * open.length)];
    if (chat && random.fraction() < 0.1) return void client.privates.close(chat.private);
    if (chat) {
      this.#number += 1;
      const from = client.record.account;
      const text = `${words(privateMark)} from ${from} to ${chat.partner} number ${this.#number}`;
      client.privates.send(chat.private, text);
      return;
    }
    await client.privates.ask(partner);
  }

  changed({ private: id, state, partner, messages }: PrivateRecord): void {
    const { client, say } = this.#parts;
    if (state.is === 'asked' && !this.#answered.has(id)) {
      this.#answered.add(id);
      void client.privates.answer(id, true);
    }
    for (const { from, text } of messages) {
      if (from !== partner) continue;
      const number = Number(/ number (\d+)$/.exec(text)?.[1]);
      const last = this.#heard.get(id) ?? 0;
      const isTheirs = text.includes(` from ${partner} to ${client.record.account} `);
      if (!isTheirs) say({ is: 'broke', why: `was shown in a private chat: ${text}` });
      if (number > last) {
        this.#heard.set(id, number);
        say({ is: 'private' });
      }
    }
    const numbers = messages
      .filter(({ from }) => from === partner)
      .map(({ text }) => Number(/ number (\d+)$/.exec(text)?.[1]));
    const wrong = numbers.find((number, place) => number <= (numbers[place - 1] ?? 0));
    if (wrong !== undefined)
      say({ is: 'broke', why: `private message ${wrong}: again, or out of order` });
    if (state.is === 'ended') setImmediate(() => client.privates.close(id));
  }
}

/** The first file below this folder in which something stands that was said in a private chat; not among sent files. */
export function findPrivate(folder: string, isSent: (name: string) => boolean): string | undefined {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || isSent(path)) continue;
    if (readFileSync(path).includes(privateMark)) return path;
  }
  return undefined;
}
