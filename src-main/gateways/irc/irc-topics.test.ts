import { describe, expect, it } from 'vitest';
import { topicConversation } from '../../../src-shared/protocol/ids.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { Forbiddable } from '../../../src-shared/protocol/room-settings.ts';
import { ircLabs } from './testing/irc-lab.ts';

const startLab = ircLabs();
const homework = topicConversation('homework00000000');

/** A room whose guests may use topics, and where nobody waits for a rate. */
const openLab = (forbidden: Forbiddable[] = []) =>
  startLab({ roomLimits: { messageBurst: 1000 }, forbidden });

const numericsOf = (lines: readonly string[]) =>
  lines.flatMap((line) => /^(?:@\S+ )?:\S+ (\d{3}) /.exec(line)?.[1] ?? []);

describe('JOIN', () => {
  it('makes a topic that is not there, whose maker is its operator, and joins one that is', async () => {
    const { enter, enterByOda } = await openLab();
    const oda = await enterByOda('ayse');
    const ali = await enter('ali');
    const made = await ali.ask('JOIN #homework');
    expect(made).toEqual([
      expect.stringMatching(/^:ali!\S+ JOIN #homework$/),
      expect.stringMatching(/ 353 ali = #homework :@ali$/),
      expect.stringMatching(/ 366 ali #homework /),
    ]);
    const veli = await enter('veli');
    const joined = await veli.ask('JOIN #HomeWork');
    expect(joined[0]).toMatch(/^:veli!\S+ JOIN #homework$/);
    expect(joined[1]).toMatch(/ 353 veli = #homework :/);
    expect(joined[1]?.split(':').at(-1)?.split(' ').toSorted()).toEqual(['@ali', 'veli']);
    expect(await ali.until(/^:veli!\S+ JOIN #homework$/)).toBeDefined();
    expect(await oda.ask('list-topics', {})).toMatchObject({
      topics: [{ name: 'homework', people: 2 }],
    });
  });

  it('of one that is joined already, or again, answers nothing or the same once', async () => {
    const { enter } = await openLab();
    const ali = await enter('ali');
    await ali.ask('JOIN #homework');
    expect(await ali.ask('JOIN #homework')).toEqual([]);
    expect(numericsOf(await ali.ask('JOIN'))).toEqual(['461']);
    expect(numericsOf(await ali.ask('JOIN homework', 'JOIN #a:b'))).toEqual(['403', '403']);
    const several = await ali.ask('JOIN #one,#two');
    expect(several.filter((line) => line.includes(' JOIN ')).length).toBe(2);
  });

  it('of a topic that two make at the same time lets both come in', async () => {
    const { enter } = await openLab();
    const peers = [await enter('ali'), await enter('veli'), await enter('can')];
    for (const peer of peers) peer.send('JOIN #homework');
    for (const peer of peers) await peer.until(/ 366 \S+ #homework /);
    const names = (await peers[0]?.ask('NAMES #homework'))?.[0]?.split(' :')[1] ?? '';
    expect(names.replace('@', '').split(' ').toSorted()).toEqual(['ali', 'can', 'veli']);
  });

  it('is refused where the room’s guests make and join none', async () => {
    const { enter, signIn } = await openLab(usualRoomSettings.forbidden);
    const ali = await signIn('ali');
    const guest = await enter('deniz');
    expect(numericsOf(await ali.ask('JOIN #homework'))).toEqual(['353', '366']);
    expect(numericsOf(await guest.ask('JOIN #homework', 'JOIN #other'))).toEqual(['403', '403']);
    expect(await guest.ask('LIST')).not.toContainEqual(expect.stringContaining('#homework'));
    expect(numericsOf(await guest.ask('TOPIC #homework', 'PART #homework'))).toEqual([
      '403',
      '403',
    ]);
  });
});

describe('PART and QUIT', () => {
  it('leaves the topic, says why to those in it, and what is said then is not heard', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework');
    await veli.ask('JOIN #homework');
    const gone = await veli.ask('PART #homework :bye all');
    expect(gone).toEqual([expect.stringMatching(/^:veli!\S+ PART #homework :bye all$/)]);
    await ali.until(/^:veli!\S+ PART #homework :bye all$/);
    await ali.ask('PRIVMSG #homework :alone');
    expect(numericsOf(await veli.ask('PART #homework'))).toEqual(['442']);
    expect(numericsOf(await veli.ask('PART #nowhere', 'PART'))).toEqual(['403', '461']);
    expect(numericsOf(await veli.ask('PRIVMSG #homework :hm'))).toEqual(['403']);
    expect(veli.lines.filter((line) => line.includes('alone'))).toEqual([]);
    await veli.ask('JOIN #homework');
    await ali.ask('PRIVMSG #homework :together');
    await veli.until(/^:ali!\S+ PRIVMSG #homework :together$/);
  });

  it('a guest who quits has left: one QUIT, no PART, and nobody is in it under that name tomorrow', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework');
    await veli.ask('JOIN #homework');
    veli.send('QUIT :enough');
    await ali.until(/^:veli!\S+ QUIT :Quit: enough$/);
    expect(ali.lines.filter((line) => / PART #/.test(line))).toEqual([]);
    expect((await ali.ask('NAMES #homework'))[0]).toMatch(/ :@ali$/);
    const again = await enter('veli');
    expect(numericsOf(await again.ask('PRIVMSG #homework :hm'))).toEqual(['403']);
  });

  it('a guest of another NICK stays in its topics', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework');
    await veli.ask('JOIN #homework');
    await veli.ask('NICK can');
    await ali.until(/^:veli!\S+ NICK can$/);
    await veli.ask('PRIVMSG #homework :still here');
    await ali.until(/^:can!\S+ PRIVMSG #homework :still here$/);
    expect((await ali.ask('NAMES #homework'))[0]?.split(':').at(-1)?.split(' ').toSorted()).toEqual(
      ['@ali', 'can'],
    );
    const moves = / (?:JOIN|PART) #homework/;
    expect(ali.lines.filter((line) => line.startsWith(':can') && moves.test(line))).toEqual([]);
    expect(veli.lines.filter((line) => line.startsWith(':can') && moves.test(line))).toEqual([]);
  });
});

describe('TOPIC', () => {
  it('is set by operators, heard by all, and told with who set it and when', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework');
    await veli.ask('JOIN #homework');
    expect(numericsOf(await ali.ask('TOPIC #homework'))).toEqual(['331']);
    expect(await ali.ask('TOPIC #homework :Sheet 4: until Friday')).toEqual([
      expect.stringMatching(/^:ali!\S+ TOPIC #homework :Sheet 4: until Friday$/),
    ]);
    await veli.until(/^:ali!\S+ TOPIC #homework :Sheet 4: until Friday$/);
    expect(await veli.ask('TOPIC #homework')).toEqual([
      expect.stringMatching(/ 332 veli #homework :Sheet 4: until Friday$/),
      expect.stringMatching(/ 333 veli #homework ali!\S+ \d+$/),
    ]);
    expect(numericsOf(await veli.ask('TOPIC #homework :mine'))).toEqual(['482']);
    const can = await enter('can');
    expect(numericsOf(await can.ask('JOIN #homework'))).toEqual(['332', '333', '353', '366']);
    await ali.ask('TOPIC #homework :');
    expect(numericsOf(await can.ask('TOPIC #homework'))).toEqual(['331']);
  });

  it('of a channel that one is not in can be read and not be set', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework', 'TOPIC #homework :Sheet 4');
    expect(numericsOf(await veli.ask('TOPIC #homework'))).toEqual(['332', '333']);
    expect(numericsOf(await veli.ask('TOPIC #homework :x'))).toEqual(['442']);
    expect(numericsOf(await veli.ask('TOPIC #nowhere', 'TOPIC #nowhere :x'))).toEqual([
      '403',
      '403',
    ]);
    expect(numericsOf(await veli.ask('TOPIC'))).toEqual(['461']);
  });
});

describe('LIST and NAMES', () => {
  it('tell of all topics, how many are there and what they are about', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework', 'TOPIC #homework :Sheet 4', 'JOIN #exam');
    await veli.ask('JOIN #exam');
    const listed = await veli.ask('LIST');
    expect(numericsOf(listed)).toEqual(['321', '322', '322', '322', '323']);
    expect(listed).toContainEqual(expect.stringMatching(/ 322 veli #homework 1 :Sheet 4$/));
    expect(listed).toContainEqual(expect.stringMatching(/ 322 veli #exam 2 :$/));
    expect(numericsOf(await veli.ask('LIST #homework'))).toEqual(['321', '322', '323']);
    expect(numericsOf(await veli.ask('LIST #nowhere'))).toEqual(['321', '323']);
    expect(numericsOf(await veli.ask('LIST >0'))).toEqual(['321', '322', '322', '322', '323']);
    expect(await veli.ask('NAMES #homework')).toEqual([
      expect.stringMatching(/ 353 veli = #homework :@ali$/),
      expect.stringMatching(/ 366 veli #homework /),
    ]);
    expect(numericsOf(await veli.ask('NAMES #nowhere'))).toEqual(['366']);
    expect(numericsOf(await veli.ask('WHO #exam'))).toEqual(['352', '352', '315']);
    expect(numericsOf(await veli.ask('MODE #exam', 'MODE #exam b'))).toEqual(['324', '329', '368']);
  });
});

describe('KICK and INVITE', () => {
  it('operators take people out with the reason, others do not', async () => {
    const { enter } = await openLab();
    const [ali, veli, can] = [await enter('ali'), await enter('veli'), await enter('can')];
    await ali.ask('JOIN #homework');
    await veli.ask('JOIN #homework');
    expect(numericsOf(await veli.ask('KICK #homework ali'))).toEqual(['482']);
    expect(numericsOf(await can.ask('KICK #homework ali'))).toEqual(['442']);
    expect(numericsOf(await ali.ask('KICK #nowhere veli', 'KICK #homework'))).toEqual([
      '403',
      '461',
    ]);
    expect(numericsOf(await ali.ask('KICK #homework nobody', 'KICK #homework can'))).toEqual([
      '401',
      '441',
    ]);
    await ali.ask('KICK #homework veli :too loud');
    await veli.until(/^:ali!\S+ KICK #homework veli :too loud$/);
    expect(numericsOf(await veli.ask('PART #homework'))).toEqual(['442']);
    expect(numericsOf(await veli.ask('JOIN #homework'))).toEqual(['353', '366']);
  });

  it('who is invited is told, and comes in by JOIN', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    await ali.ask('JOIN #homework');
    expect(numericsOf(await ali.ask('INVITE veli #homework'))).toEqual(['341']);
    await veli.until(/^:ali!\S+ INVITE veli #homework$/);
    expect(numericsOf(await veli.ask('INVITE ali #homework'))).toEqual(['442']);
    await veli.ask('JOIN #homework');
    expect(numericsOf(await ali.ask('INVITE veli #homework'))).toEqual(['443']);
    expect(numericsOf(await ali.ask('INVITE nobody #homework', 'INVITE veli #nowhere'))).toEqual([
      '401',
      '403',
    ]);
  });
});

it('what windows do with a topic is seen in its channel', async () => {
  const { signIn, enterByOda } = await openLab();
  const oda = await enterByOda('ayse');
  await oda.ask('make-topic', { in: homework, name: 'homework', about: 'Sheet 4' });
  const ali = await signIn('ali');
  expect(numericsOf(await ali.ask('JOIN #homework'))).toEqual(['332', '353', '366']);
  await oda.say('hello', { in: homework });
  await ali.until(/^:ayse!\S+ PRIVMSG #homework :hello$/);
  await oda.ask('rename-group', { in: homework, name: 'exam' });
  await ali.until(/ JOIN #exam$/);
  await oda.ask('archive-topic', { in: homework, archived: true });
  await ali.until(/ NOTICE #exam :.*archived/);
  expect(numericsOf(await ali.ask('PRIVMSG #exam :late'))).toEqual(['404']);
  expect((await ali.ask('MODE #exam'))[0]).toMatch(/ 324 ali #exam \+mnt/);
  // A topic is left for good: it is gone from the list of what one is in.
  await ali.ask('PART #exam');
  expect(await oda.ask('list-topic-members', { in: homework })).toMatchObject({
    members: [expect.any(String)],
  });
});
