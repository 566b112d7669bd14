import fc from 'fast-check';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from '../../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { Mention } from '../../../../src-shared/protocol/mentions.ts';
import type { Cid, ConversationId, RoomId } from '../../../../src-shared/protocol/ids.ts';
import type { Replica } from '../../../client/replica/replica.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openReplica } from '../sqlite-replica.ts';
import type { ReplicaOutside } from '../sqlite-replica.ts';
import {
  ali,
  changing,
  cidOf,
  contact,
  garden,
  kitchen,
  me,
  roomRecord,
  run,
  said,
  sentFile,
  trip,
  veli,
  waiting,
  withAli,
} from '../testing/replica-samples.ts';
import type { ProjectionKind } from './projection.ts';
import { projectionKinds } from './projections.ts';

const rooms = [kitchen, garden] as const;
const conversations = [everyone, withAli, trip] as const;
const people = [me, ali, veli] as const;
/** Where a conversation begins to be held, so that there is something older. */
const middle = 500;

const room = fc.constantFrom(...rooms);
const place = { room, in: fc.constantFrom(...conversations) };
const mentions = fc.option(
  fc.constantFrom<Mention[][]>([{ account: me, name: 'b' }], [{ account: 'everyone', name: 'I' }]),
  { nil: undefined },
);
const doneTo = fc.record({
  type: fc.constantFrom('message-deleted', 'message-edited', 'reaction-added', 'reaction-removed'),
  by: fc.constantFrom(...people),
  /** So many numbers before it. */
  back: fc.integer({ min: 1, max: 9 }),
  text: fc.constantFrom('ab', 'b I', 'ß語'),
  mentions,
});
const line = fc.record({
  change: fc.option(doneTo, { nil: undefined, freq: 2 }),
  from: fc.constantFrom(...people, undefined),
  mentions,
  files: fc.option(fc.constantFrom(['b.png'], ['ı.zip', 'B.mp3']), { nil: undefined }),
  reply: fc.option(fc.integer({ min: 490, max: 520 }), { nil: undefined }),
  text: fc.string({ unit: fc.constantFrom('a', 'b', 'I', 'ı', 'ß', ' ', '語', '?'), maxLength: 6 }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 4 });
const step = fc.oneof(
  {
    arbitrary: fc.record({ do: fc.constant('newer' as const), ...place, lines, again: fc.nat(2) }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ do: fc.constant('older' as const), ...place, lines, again: fc.nat(2) }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ do: fc.constant('read' as const), ...place, seq: fc.nat(12) }),
    weight: 2,
  },
  {
    arbitrary: fc.constant({ do: 'write' as const }),
    weight: 2,
  },
  fc.record({
    do: fc.constant('block' as const),
    room,
    account: fc.constantFrom(ali, veli),
    blocked: fc.boolean(),
  }),
  fc.record({ do: fc.constant('watch' as const), keywords: fc.constantFrom('', 'a', 'b ı', 'aa') }),
  // Nothing is written there: what was sent as somebody else cannot be told from the log.
  fc.record({ do: fc.constant('be' as const), account: fc.constantFrom(me, veli) }),
  fc.record({ do: fc.constantFrom('resync' as const, 'leave' as const, 'restart' as const), room }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;

/** What one person's computer goes through. */
class Life {
  readonly folder = temporaryFolder();
  readonly #held = new Map<string, { first: number; last: number }>();
  #replica = openReplica({ folder: this.folder });
  #written = 0;
  /** Cids of what was written and has not come back. */
  #waiting: Cid[] = [];

  async begin(): Promise<void> {
    for (const each of rooms) await this.#replica.rooms.save(roomRecord({ room: each }));
  }

  async take(each: Step): Promise<void> {
    const replica = this.#replica;
    switch (each.do) {
      case 'newer':
      case 'older':
        return void (await replica.entries.add(each.room, each.in, this.#entries(each)));
      case 'read':
        return void (await replica.conversations.markRead(
          each.room,
          each.in,
          middle - 6 + each.seq,
        ));
      case 'write': {
        this.#written += 1;
        const item = waiting(this.#written, { in: withAli });
        this.#waiting.push(item.cid);
        const copies = [{ account: ali, item }];
        return void (await replica.groupMessages.add(kitchen, {
          group: 'team',
          text: 'all',
          at: 1,
          copies,
        }));
      }
      case 'block':
        return replica.contacts.save(
          each.room,
          contact({ account: each.account, blocked: each.blocked }),
        );
      case 'watch':
        return replica.profile.saveSettings({ keywords: each.keywords });
      case 'be':
        return replica.rooms.update(garden, { account: each.account });
      case 'resync':
        this.#forget(each.room);
        return replica.rooms.clearCopy(each.room);
      case 'leave':
        this.#forget(each.room);
        await replica.rooms.remove(each.room);
        return replica.rooms.save(roomRecord({ room: each.room }));
      case 'restart':
        await replica.file.close();
        this.#replica = openReplica({ folder: this.folder });
    }
  }

  async end(): Promise<void> {
    // A removed copy is swept a step per turn.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await this.#replica.file.close();
  }

  #forget(gone: (typeof rooms)[number]): void {
    for (const key of this.#held.keys()) if (key.startsWith(gone)) this.#held.delete(key);
    if (gone === kitchen) this.#waiting = [];
  }

  /** A run at one end of what is held, with `again` numbers of it once more. */
  #entries(each: Step & { do: 'newer' | 'older' }): Entry[] {
    const key = `${each.room} ${each.in}`;
    const held = this.#held.get(key);
    const count = each.lines.length;
    const again = held ? Math.min(each.again, held.last - held.first + 1) : 0;
    const isNewer = each.do === 'newer' || !held;
    const first = isNewer ? (held?.last ?? middle - 1) + 1 - again : held.first + again - count;
    const last = first + count - 1;
    this.#held.set(key, {
      first: Math.min(held?.first ?? first, first),
      last: Math.max(held?.last ?? last, last),
    });
    return each.lines.map((said1, index) => this.#entry(said1, each, first + index));
  }

  #entry(
    { from, text, mentions: meant, files, reply, change: done }: Line,
    of: { room: RoomId; in: ConversationId },
    seq: number,
  ): Entry {
    const id = seq * conversations.length + conversations.findIndex((each) => each === of.in);
    const at = { in: of.in, seq, id };
    if (done) {
      const { type, back, ...fields } = done;
      return changing(type, { ...at, ...fields, target: seq - back });
    }
    if (!from) return { type: 'joined', ...at, at: seq, account: ali, name: text };
    const isSent = of.room === kitchen && from === me;
    return said(seq, {
      ...at,
      ...(meant ? { mentions: meant } : {}),
      ...(files ? { files: files.map((name) => sentFile(name)) } : {}),
      ...(reply ? { reply } : {}),
      from,
      text,
      cid: (isSent && this.#waiting.shift()) || cidOf(1000 + id),
    });
  }
}

const compared = {
  conversations: `SELECT copy, name, first_seq, last_seq, read_seq, unread, mentions, last_message FROM conversation
    ORDER BY number`,
  // Below the read mark nothing is counted, so that nothing need be right there.
  entries: `SELECT e.place, e.folded, e.shown, e.rest, e.question, e.answers, e.files, iif(e.seq > c.read_seq, e.others, NULL) AS others
    FROM entry e JOIN conversation c ON c.number = e.conversation ORDER BY e.place`,
  blocks: 'SELECT * FROM block ORDER BY number',
  grams: 'SELECT * FROM gram ORDER BY block, gram',
  words: 'SELECT term, doc FROM temp.words ORDER BY term, doc',
  outbox: 'SELECT cid FROM outbox ORDER BY position',
  copies: 'SELECT room, cid, seq FROM group_message_copy ORDER BY room, cid',
  made: 'SELECT name, version FROM projection ORDER BY name',
};

function changed<T>(folder: string, change: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, 'replica.db'));
  try {
    return change(database);
  } finally {
    database.close();
  }
}

function stored(folder: string): Record<string, unknown[]> {
  return changed(folder, (database) => {
    database.exec(`CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, entry_text, instance)`);
    return Object.fromEntries(
      Object.entries(compared).map(([name, sql]) => [name, database.prepare(sql).all()]),
    );
  });
}

/** What each projection derived, spoilt. */
const spoilt: Record<string, string> = {
  changes: `UPDATE entry SET shown = '{"text":"spoilt"}' WHERE shown IS NOT NULL`,
  pins: `UPDATE entry SET pinned = CASE WHEN pinned IS NULL AND kind = 1 THEN 1 END`,
  questions: `UPDATE entry SET question = 1 - coalesce(question, 0), answers = 7 WHERE kind = 1`,
  'file-marks': `UPDATE entry SET files = 1 - coalesce(files, 0) WHERE kind = 1`,
  'folded-text': `UPDATE entry SET folded = 'spoilt' WHERE folded IS NOT NULL`,
  'text-index': `INSERT INTO entry_text (entry_text) VALUES ('delete-all')`,
  'block-index': `DELETE FROM gram; UPDATE block SET oldest_at = 0, grams = 0`,
  'last-message': `UPDATE conversation SET last_message = NULL`,
  unread: `UPDATE conversation SET unread = 77, mentions = 7; UPDATE entry SET others = 2 - others`,
  'sent-messages': `UPDATE group_message_copy SET seq = 9999 WHERE seq IS NOT NULL`,
};

test('whatever a projection was told in life, it derives the same from the log alone', async () => {
  const kinds = projectionKinds.map(({ name }) => name);
  expect(Object.keys(spoilt)).toEqual(kinds);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 40 }),
      fc.subarray(kinds, { minLength: 1 }),
      async (steps, anew) => {
        const life = new Life();
        await life.begin();
        for (const each of steps) await life.take(each);
        await life.end();
        const lived = stored(life.folder);
        changed(life.folder, (database) => {
          for (const name of anew)
            database.exec(`${spoilt[name]}; DELETE FROM projection WHERE name = '${name}'`);
        });
        await openReplica({ folder: life.folder }).file.close();
        expect(stored(life.folder)).toEqual(lived);
      },
    ),
    { seed: 11, numRuns: 40 },
  );
});

function open(folder: string, outside?: ReplicaOutside): Replica {
  const replica = openReplica({ folder }, outside);
  onTestFinished(() => replica.file.close());
  return replica;
}

/** A kind that counts how often each letter was said. */
function letters(version: number): ProjectionKind {
  return {
    name: 'letters',
    version,
    tables: ['letter'],
    schema: `CREATE TABLE letter (letter TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT`,
    open(database) {
      const add = database.prepare(`
        INSERT INTO letter VALUES (?, 1) ON CONFLICT (letter) DO UPDATE SET count = count + 1`);
      return {
        tell({ entry }) {
          if (entry.type === 'message') for (const letter of entry.text) add.run(letter);
        },
      };
    },
  };
}

test('a projection that is new, or another than before, is told everything once', async () => {
  const folder = temporaryFolder();
  const counted = () =>
    changed(
      folder,
      (database) =>
        database.prepare(`SELECT count FROM letter WHERE letter = 'm'`).get()?.['count'],
    );
  const first = open(folder);
  await first.rooms.save(roomRecord());
  // More than is told in one go.
  await first.entries.add(kitchen, everyone, run(1, 1100));
  await first.file.close();
  const second = open(folder, { projections: [...projectionKinds, letters(1)] });
  await second.entries.add(kitchen, everyone, run(1101, 1102));
  await second.file.close();
  expect(counted()).toBe(1102);
  await open(folder, { projections: [...projectionKinds, letters(1)] }).file.close();
  expect(counted()).toBe(1102);
  await open(folder, { projections: [...projectionKinds, letters(2)] }).file.close();
  expect(counted()).toBe(1102);
  const unheard = open(folder);
  await unheard.entries.add(kitchen, everyone, run(1103, 1103));
  await unheard.file.close();
  await open(folder, { projections: [...projectionKinds, letters(2)] }).file.close();
  expect(counted()).toBe(1103);
});
