/**
 * `member-process.ts OPTIONS`: members of a room, each with the app's own client and a disk of its own. Their claims go out
 * as lines, at once: what was said before the process was killed has been heard. Wishes come in as lines.
 */
import { createInterface } from 'node:readline';
import type { Replica } from '../../src-main/client/replica/replica.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { probeText } from './claims.ts';
import type { Claim, Wish } from './claims.ts';
import { TorturedMember } from './member.ts';
import { ShiftedClock } from './shifted-clock.ts';

export type MemberOptions = {
  folder: string;
  port: number;
  names: readonly string[];
  /** How often it was started before, and what chance starts from. */
  life: number;
  seed: number;
  /** Of all its members together. */
  actsPerSecond: number;
  /** Its members store texts that follow each other in the wrong order: the judge has to find that. */
  swaps: boolean;
  /** Its members keep what the room has let go: the judge has to find that, too. */
  keeps: boolean;
};

const options = JSON.parse(process.argv[2] ?? '') as MemberOptions;
const random = seededRandom(options.seed + options.life);
const say = (claim: Claim): void => void process.stdout.write(`${JSON.stringify(claim)}\n`);
const clock = new ShiftedClock();

const members = await Promise.all(
  options.names.map((name) =>
    TorturedMember.start(
      { ...options, name },
      { life: `${options.life}`, random, clock, say, wrap: wrapped },
    ),
  ),
);
const accounts = members.map(({ account }) => account);
if (options.life === 0) await settle();
say({ is: 'rested', round: -1, by: options.names[0] ?? '' });

let isGoing = false;
/** Begun and not in an outbox yet. */
const acting = new Set<Promise<void>>();
createInterface({ input: process.stdin }).on('line', (line) => void obey(JSON.parse(line) as Wish));
setInterval(() => void act(), 1000 / options.actsPerSecond);

/** Groups of the first ones, and a topic that all of this process are in. */
async function settle(): Promise<void> {
  const [first] = members;
  if (!first) return;
  const topic = await first.makeTopic(`topic of ${first.name}`);
  for (const member of members.slice(1)) await member.joinTopic(topic);
  for (const [place, member] of members.slice(0, 3).entries())
    await member.makeGroup(accounts.slice(place, place + 4));
}

async function act(): Promise<void> {
  const member = members[Math.floor(random.fraction() * members.length)];
  if (!isGoing || !member) return;
  const begun = member.act(accounts);
  acting.add(begun);
  await begun.finally(() => acting.delete(begun));
}

async function obey(wish: Wish): Promise<void> {
  switch (wish.do) {
    case 'go':
      isGoing = true;
      for (const member of members) member.beginRound();
      return;
    case 'rest':
      isGoing = false;
      await Promise.all(acting);
      await Promise.all(members.map((member) => member.rest()));
      for (const { name } of members) say({ is: 'rested', round: wish.round, by: name });
      return;
    case 'probe': {
      const text = probeText(wish.round);
      const heard = members.map(async (member) => {
        await member.hear(text);
        say({ is: 'probed', round: wish.round, by: member.name });
      });
      await members.find(({ name }) => name === wish.from)?.say(text);
      await Promise.all(heard);
      return;
    }
    case 'shift-clock':
      return clock.shift(wish.byMs);
    case 'tell-read':
      for (const member of members) member.tellRead();
      return;
    case 'know':
      await Promise.all(members.map((member) => member.knows(wish)));
      return;
    case 'copy':
      for (const member of members) await member.copy();
      return;
    case 'end':
      await Promise.all(members.map((member) => member.end()));
      process.exit(0);
  }
}

function wrapped(replica: Replica): Replica {
  if (options.swaps) return swapping(replica);
  return options.keeps ? keeping(replica) : replica;
}

/** Says that it has taken out what it was to take out. */
function keeping(replica: Replica): Replica {
  const { conversations, entries } = replica;
  const dropBelow: typeof entries.dropBelow = async (room, conversation, firstSeq) => {
    const record = (await conversations.list(room)).find((each) => each.in === conversation);
    return record ? { record, isDone: true } : entries.dropBelow(room, conversation, firstSeq);
  };
  return { ...replica, entries: { ...bound(entries), dropBelow } };
}

function swapping(replica: Replica): Replica {
  let count = 0;
  const { entries } = replica;
  const add: typeof entries.add = (room, conversation, added) => {
    const next = added[0]?.type === 'message' && (count += 1) % 10 === 0;
    return entries.add(room, conversation, next ? withWrongWords(added) : added);
  };
  return { ...replica, entries: { ...bound(entries), add } };
}

let heldBack = 'nothing yet';
/** The words of one message under the number of another. */
function withWrongWords(added: readonly Entry[]): Entry[] {
  return added.map((entry) => {
    if (entry.type !== 'message') return entry;
    const text = heldBack;
    heldBack = entry.text;
    return { ...entry, text };
  });
}

function bound<T extends object>(store: T): T {
  return new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
