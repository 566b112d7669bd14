import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import {
  directConversation,
  everyone,
  groupConversation,
  topicConversation,
} from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomServer } from './room-server.ts';
import { accountOf, connect, enter } from './testing/lab.ts';
import { startTwoHosts } from './testing/two-hosts.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

type Person = { peer: WirePeer; account: AccountId; name: string };

async function comeIn(server: RoomServer, name: string): Promise<Person> {
  const peer = await enter(server, name);
  return { peer, name, account: await accountOf(peer, name) };
}

/** A claim of its own device, so that one name at two hosts is two people. */
async function claim(server: RoomServer, name: string, device: string): Promise<Frame> {
  const peer = await connect(server);
  await peer.hello();
  const proof = { device: device.padEnd(16, '-'), deviceKey: device.padEnd(43, 'k') };
  return peer.ask('sign-in', { name, ...proof });
}

/** Sends a burst and waits for all of its answers: all were taken. */
async function saySome({ peer }: Person, to: readonly ConversationId[], text: string) {
  const said = await Promise.all(to.map((id, place) => peer.say(`${text} ${place}`, { in: id })));
  return said as (Frame & { in: ConversationId; seq: number; id: number })[];
}

async function readAll({ peer }: Person, id: ConversationId): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let more = true; more;) {
    const after = entries.at(-1)?.seq ?? 0;
    const page = await peer.ask('read-history', { in: id, after, limit: 1000 });
    if (page.type === 'fail') return [];
    entries.push(...(page['entries'] as Entry[]));
    more = page['more'] === true;
  }
  return entries;
}

type Listed = { name: string; presence: string; status?: { text?: string } };

async function memberAt(peer: WirePeer, name: string): Promise<Listed | undefined> {
  const { members } = await peer.ask('list-members');
  return (members as Listed[]).find((member) => member.name === name);
}

/** What each of them is told of one member, until it is so. */
async function untilListed(
  peers: readonly WirePeer[],
  name: string,
  isSo: (member: Listed | undefined) => void,
): Promise<void> {
  for (const peer of peers) await vi.waitFor(async () => isSo(await memberAt(peer, name)), 30_000);
}

/** The same name from another computer, at another host. */
async function secondComputer({ peer, name }: Person, server: RoomServer): Promise<WirePeer> {
  const password = 'uzun bir parola';
  await peer.ask('set-password', { password, deviceKey: 'a'.repeat(43) });
  const second = await connect(server);
  await second.hello();
  const proof = { device: 'second----------', deviceKey: 's'.repeat(43) };
  expect(await second.ask('sign-in', { name, password, ...proof })).toMatchObject({ type: 'ok' });
  return second;
}

const outcomeOf = ({ type, code }: Frame): unknown => code ?? type;

const isMember = (name: string, presence: string) => (frame: Frame) =>
  frame.type === 'member' && frame['name'] === name && frame['presence'] === presence;

describe('two hosts of one room', () => {
  it('W5 tell everybody the same in one order, and lose nothing', async () => {
    const [a, b] = await startTwoHosts();
    const names = Array.from({ length: 10 }, (_, place) => place);
    const [atA, atB] = await Promise.all([
      Promise.all(names.map((place) => comeIn(a.server, `ali ${place}`))),
      Promise.all(names.map((place) => comeIn(b.server, `veli ${place}`))),
    ]);
    const people = [...atA, ...atB];
    const of = (place: number): Person => people[place % people.length] as Person;

    // Groups of both sides, made at either; everybody of them hears of it before anything is said in it.
    const groups = [0, 3, 12, 17].map((owner, place) => {
      const members = [owner + 1, owner + 5, owner + 10, owner + 14].map((each) => of(each));
      return { id: groupConversation(`trip-${place}`.padEnd(16, '0')), owner: of(owner), members };
    });
    for (const { id, owner, members } of groups) {
      const accounts = members.map(({ account }) => account);
      const made = await owner.peer.ask('make-group', { in: id, name: 'x', members: accounts });
      expect(made).toMatchObject({ type: 'ok' });
      const heard = members.map(({ peer }) =>
        peer.first((frame) => frame.type === 'group' && frame['in'] === id),
      );
      await Promise.all(heard);
    }

    const talk = people.map(async (person, place) => {
      const partner = of(place + 10);
      const direct = directConversation(person.account, partner.account);
      const own = groups.filter(({ owner, members }) => [owner, ...members].includes(person));
      const places = [everyone, direct, everyone, own[0]?.id ?? everyone, everyone];
      const acknowledged: { in: ConversationId; seq: number; id: number }[] = [];
      for (let turn = 0; turn < 10; turn += 1)
        acknowledged.push(...(await saySome(person, [...places, ...places], `${place} ${turn}`)));
      return acknowledged;
    });
    const changes = groups.map(async ({ id, owner, members }, place) => {
      const other = of(place + 7);
      for (let turn = 0; turn < 5; turn += 1)
        await owner.peer.ask('rename-group', { in: id, name: `name ${turn}` });
      if (!members.includes(other) && other !== owner) {
        const change = { in: id, account: other.account };
        expect(await owner.peer.ask('add-to-group', change)).toMatchObject({ type: 'ok' });
        expect(await owner.peer.ask('remove-from-group', change)).toMatchObject({ type: 'ok' });
      }
    });
    await Promise.all(changes);
    const acknowledged = (await Promise.all(talk)).flat();
    expect(acknowledged).toHaveLength(2000);
    expect(acknowledged.filter(({ seq }) => typeof seq !== 'number')).toEqual([]);

    // Whatever anybody may read is the same for all, dense, and holds whatever was acknowledged.
    const ids = new Map<string, number>();
    const conversations = new Set([everyone, ...acknowledged.map((each) => each.in)]);
    for (const id of conversations) {
      for (const person of people) {
        const entries = await readAll(person, id);
        for (const [place, entry] of entries.entries()) {
          const key = `${id} ${entry.seq}`;
          expect(entry.seq).toBe((entries[0]?.seq ?? 1) + place);
          expect(ids.get(key) ?? entry.id).toBe(entry.id);
          ids.set(key, entry.id);
        }
      }
    }
    for (const { in: id, seq, id: entry } of acknowledged)
      expect(ids.get(`${id} ${seq}`)).toBe(entry);

    // And it came to everybody as it happened, at whatever host, without a gap.
    const last = Math.max(...acknowledged.filter((each) => each.in === everyone).map((e) => e.seq));
    for (const { peer } of people) {
      await peer.first((frame) => frame['in'] === everyone && frame['seq'] === last);
      const live = peer.frames.filter(
        (each) => each['in'] === everyone && 'id' in each && each.type !== 'ok',
      );
      const seqs = live.map((frame) => Number(frame['seq']));
      expect(seqs).toEqual(seqs.map((_, place) => (seqs[0] ?? 0) + place));
      expect(live.map((frame) => frame['id'])).toEqual(
        seqs.map((seq) => ids.get(`${everyone} ${seq}`)),
      );
    }
  });

  it('R1.3 a name and a group that are claimed at both at once are one’s', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    const veli = await comeIn(b.server, 'veli');
    for (let round = 0; round < 8; round += 1) {
      const claims = await Promise.all([
        claim(a.server, `zeki ${round}`, `a-${round}`),
        claim(b.server, `ZEKİ ${round}`, `b-${round}`),
      ]);
      expect(new Set(claims.map(outcomeOf))).toEqual(new Set(['name-taken', 'ok']));
      const id = groupConversation(`same-${round}`.padEnd(16, '0'));
      const made = await Promise.all(
        [ali, veli].map(({ peer }) => peer.ask('make-group', { in: id, name: 'x', members: [] })),
      );
      expect(new Set(made.map(outcomeOf))).toEqual(new Set(['group-exists', 'ok']));
      const [winner, loser] = made[0]?.type === 'ok' ? [ali, veli] : [veli, ali];
      const groupsOf = async ({ peer }: Person) =>
        ((await peer.ask('list-groups'))['groups'] as { in: string; owner: string }[])
          .filter((group) => group.in === id)
          .map(({ owner }) => owner);
      expect(await groupsOf(winner)).toEqual([winner.account]);
      expect(await groupsOf(loser)).toEqual([]);
      expect(await loser.peer.say('x', { in: id })).toMatchObject({ code: 'no-such-conversation' });
    }
  });

  it('a topic of one name that is made at both at once is one’s, and is joined from both', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    const veli = await comeIn(b.server, 'veli');
    for (let round = 0; round < 8; round += 1) {
      const idOf = (name: string) => topicConversation(`${name}-${round}`.padEnd(16, '0'));
      const asked = [
        { person: ali, in: idOf('ali'), name: `odev-${round}` },
        { person: veli, in: idOf('veli'), name: `ÖDEV ${round}` },
      ] as const;
      const made = await Promise.all(
        asked.map(({ person, in: id, name }) => person.peer.ask('make-topic', { in: id, name })),
      );
      expect(new Set(made.map(outcomeOf))).toEqual(new Set(['topic-exists', 'ok']));
      const [winner, loser] = made[0]?.type === 'ok' ? asked : [asked[1], asked[0]];
      const { in: id } = winner;
      // Who makes it and who joins it are at different hosts; both end with one owner and two people.
      // The other host hears of it a moment later.
      await expect
        .poll(async () => outcomeOf(await loser.person.peer.ask('join-topic', { in: id })))
        .toBe('ok');
      for (const { person } of asked) {
        const listed = await person.peer.ask('list-topics');
        const topics = listed['topics'] as { in: string; owner: string; people: number }[];
        expect(topics.filter((topic) => topic.in === id)).toMatchObject([
          { owner: winner.person.account },
        ]);
      }
      // At one host it is archived while at the other something is said: one order for both.
      const [archived, said] = await Promise.all([
        winner.person.peer.ask('archive-topic', { in: id, archived: true }),
        loser.person.peer.say('late', { in: id }),
      ]);
      expect(archived).toMatchObject({ type: 'ok' });
      const late = said as Frame & { seq: number };
      const isRefused = said.type === 'fail';
      const entries = await readAll(winner.person, id);
      expect(await readAll(loser.person, id)).toEqual(entries);
      const place = entries.findIndex(({ type }) => type === 'archived') + 1;
      if (isRefused) expect(said).toMatchObject({ code: 'topic-archived' });
      else expect(late.seq).toBeLessThan(place);
    }
  });

  it('R3.12 a password that is changed at one is asked for at the other, and ends the sessions there', async () => {
    const [a, b] = await startTwoHosts();
    const password = 'uzun bir parola';
    const ali = await connect(a.server);
    await ali.enter('ali', password);
    const elsewhere = await connect(b.server);
    await elsewhere.hello();
    const proof = { device: 'elsewhere-------', deviceKey: 'e'.repeat(43) };
    const entered = await elsewhere.ask('sign-in', { name: 'ali', password, ...proof });
    expect(entered).toMatchObject({ type: 'ok' });
    const change = {
      current: password,
      password: 'bambaşka bir parola',
      deviceKey: 'a'.repeat(43),
    };
    expect(await ali.ask('set-password', change)).toMatchObject({ type: 'ok' });
    await elsewhere.closed;
    expect(elsewhere.frames.at(-1)).toMatchObject({ type: 'closed', code: 'password-changed' });
  });

  it('what is switched at one holds at both', async () => {
    const [a, b] = await startTwoHosts();
    const veli = await comeIn(b.server, 'veli');
    await a.server.changeOptions({ logTexts: true });
    await veli.peer.first((frame) => frame.type === 'room' && frame['logsTexts'] === true);
    await b.server.changeOptions({ plain: true });
    expect(a.server.status().options).toEqual({
      plain: true,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
  });
});

describe('what hosts tell each other beside the log', () => {
  it('R0.10 who is in at either is shown at both, and leaves with the last session anywhere', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    const veli = await comeIn(b.server, 'veli');
    await ali.peer.first(isMember('veli', 'online'));
    const { members } = await veli.peer.ask('list-members');
    expect(members).toMatchObject([
      { name: 'ali', presence: 'online' },
      { name: 'veli', presence: 'online' },
    ]);
    // A second session of ali, at the other host: nobody hears that ali has come, or gone.
    const second = await secondComputer(ali, b.server);
    ali.peer.close();
    await ali.peer.closed;
    await second.ask('set-presence', { presence: 'away' });
    await veli.peer.first(isMember('ali', 'away'));
    second.close();
    await veli.peer.first(isMember('ali', 'offline'));
    await veli.peer.first(({ type }) => type === 'left');
    const kinds = (await readAll(veli, everyone)).map(({ type }) => type);
    expect(kinds).toEqual(['joined', 'joined', 'left']);
  });

  it('of several sessions at several hosts the strongest presence counts, at both', async () => {
    const [a, b] = await startTwoHosts();
    const veli = await comeIn(b.server, 'veli');
    const ali = await comeIn(a.server, 'ali');
    const isSeen = (presence: string, ...who: WirePeer[]) =>
      untilListed(who, 'ali', (member) => expect(member?.presence).toBe(presence));
    await ali.peer.ask('set-presence', { presence: 'away' });
    await isSeen('away', veli.peer, ali.peer);
    const second = await secondComputer(ali, b.server);
    await isSeen('online', veli.peer, ali.peer);
    await ali.peer.ask('set-presence', { presence: 'do-not-disturb' });
    await isSeen('do-not-disturb', veli.peer, second);
    await ali.peer.ask('set-presence', { presence: 'away' });
    await second.ask('set-presence', { presence: 'away' });
    await isSeen('away', veli.peer, second);
    second.close();
    await ali.peer.ask('set-presence', { presence: 'online' });
    await isSeen('online', veli.peer);
    ali.peer.close();
    await isSeen('offline', veli.peer);
  });

  it('a status that is set at one is shown at both, ends at both, and the last one in the log holds', async () => {
    const [a, b] = await startTwoHosts();
    const [ali, veli] = [await comeIn(a.server, 'ali'), await comeIn(b.server, 'veli')];
    const status = { emoji: '📚', text: 'derste', until: a.clock.wallMs() + 10_000 };
    const saysOf = (wanted: object | undefined) => (frame: Frame) =>
      isMember('ali', 'online')(frame) &&
      JSON.stringify(frame['status']) === JSON.stringify(wanted);
    expect(await ali.peer.ask('set-status', status)).toMatchObject({ type: 'ok' });
    await veli.peer.first(saysOf(status));
    expect(await veli.peer.ask('list-members')).toMatchObject({
      members: [{ name: 'ali', status }, { name: 'veli' }],
    });
    // At both at once, by two computers of one name.
    const second = await secondComputer(ali, b.server);
    const { until } = status;
    await Promise.all([
      ali.peer.ask('set-status', { text: 'here', until }),
      second.ask('set-status', { text: 'there', until }),
    ]);
    const [one, other] = await Promise.all([ali.peer, second].map((peer) => memberAt(peer, 'ali')));
    expect(one?.status).toEqual(other?.status);
    expect(['here', 'there']).toContain(one?.status?.text);
    for (const { clock } of [a, b]) clock.advance(10_000);
    await untilListed([veli.peer, second, ali.peer], 'ali', (member) =>
      expect(member?.status).toBeUndefined(),
    );
  });

  it('W11 what has reached a disk is told to the other side, wherever it is', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    const veli = await comeIn(b.server, 'veli');
    const direct = directConversation(ali.account, veli.account);
    const { seq } = await ali.peer.say('selam', { in: direct });
    await veli.peer.first(({ text }) => text === 'selam');
    expect(await veli.peer.ask('mark-delivered', { in: direct, seq })).toMatchObject({
      type: 'ok',
    });
    const receipt = await ali.peer.first(({ type }) => type === 'receipt');
    expect(receipt).toMatchObject({ in: direct, account: veli.account, delivered: seq });
  });

  it('W8 a device that comes in at one is replaced at the other', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    await enter(b.server, 'ali');
    await ali.peer.closed;
    expect(ali.peer.frames.at(-1)).toMatchObject({ type: 'closed', code: 'replaced' });
  });

  it('R3.8 a host that falls silent is forgotten with its people, and known again by its next sign of life', async () => {
    const [a, b] = await startTwoHosts();
    const veli = await comeIn(b.server, 'veli');
    await comeIn(a.server, 'ali');
    await veli.peer.first(isMember('ali', 'online'));
    for (let waited = 0; waited <= limits.silenceMs; waited += 1000) {
      await veli.peer.ask('ping');
      b.clock.advance(1000);
    }
    const gone = await veli.peer.first(isMember('ali', 'offline'));
    a.clock.advance(limits.heartbeatMs);
    await veli.peer.first(
      (frame) =>
        isMember('ali', 'online')(frame) &&
        veli.peer.frames.indexOf(frame) > veli.peer.frames.indexOf(gone),
    );
    expect(veli.peer.frames.filter(({ type }) => type === 'left')).toEqual([]);
  });

  it('a host that ends takes its people offline at once, and one that begins hears of the others', async () => {
    const [a, b] = await startTwoHosts();
    const ali = await comeIn(a.server, 'ali');
    const veli = await comeIn(b.server, 'veli');
    await ali.peer.first(isMember('veli', 'online'));
    await b.server.stop();
    await ali.peer.first(isMember('veli', 'offline'));
    expect(veli.peer.frames.at(-1)).toMatchObject({ code: 'room-closed' });
  });
});
