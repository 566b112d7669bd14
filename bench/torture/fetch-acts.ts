import type { RoomClient } from '../../src-main/client/room-client.ts';
import type { FileFolder } from '../../src-main/files/file-folder.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { fileBytes, passing } from './claims.ts';
import type { ClaimOf } from './claims.ts';

type FetchActsParts = {
  client: RoomClient;
  files: FileFolder;
  random: Random;
  say: (claim: ClaimOf) => void;
};

/** So many of those who see a file want it. */
const share = 0.08;

/** Files of others that one member fetches, whole, whatever happens meanwhile. */
export class FetchActs {
  readonly #parts: FetchActsParts;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: FetchActsParts) {
    this.#parts = parts;
  }

  saw(entry: Entry): void {
    if (entry.type !== 'message' || entry.from === this.#parts.client.record.account) return;
    for (const file of entry.files ?? []) {
      if (this.#parts.random.fraction() > share) continue;
      const running = this.#fetch(entry, file).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  /** None is under way any more. */
  async rest(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #fetch({ in: conversation, seq }: Entry, { hash, size, name }: SentFile): Promise<void> {
    const { client, files, say } = this.#parts;
    const place = { in: conversation, seq };
    const fetch = () => client.transfers.fetch({ hash, size }, place);
    let refusal = await fetch();
    while (refusal && passing.has(refusal.code)) {
      await pause(200);
      refusal = await fetch();
    }
    if (refusal) return say({ is: 'not-fetched', ...place, code: refusal.code });
    // Let go since, with its message.
    const held = await files.readAll(hash).catch(() => undefined);
    if (held === undefined) return;
    // What it is to hold its name says.
    const isWhole = held.equals(fileBytes({ seed: Number.parseInt(name, 10), size }));
    say({ is: 'fetched', ...place, isWhole });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
