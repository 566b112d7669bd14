import { describe, expect, it } from 'vitest';
import { serverNameOf } from './irc-output.ts';
import { ircLabs } from './testing/irc-lab.ts';
import { toldTo } from './testing/told-to.ts';

const startLab = ircLabs();

/** A room whose guests use topics, as people in other IRC servers use channels. */
const openLab = () => startLab({ roomLimits: { messageBurst: 1000 }, forbidden: [] });

const verbs = (lines: readonly string[]) => lines.map((line) => line.replace(/^:\S+ /, ''));

describe('nicks', () => {
  it('a guest writes the own nick in other letters, and is the same guest', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    for (const peer of [ali, veli]) await peer.ask('JOIN #homework');
    await veli.ask('MONITOR + ali');
    expect(await toldTo(veli, ali, 'NICK Ali')).toEqual([
      expect.stringMatching(/^:ali!\S+ NICK Ali$/),
    ]);
    expect(ali.lines.filter((line) => line.endsWith(' NICK Ali'))).toHaveLength(1);
    expect(await toldTo(veli, ali, 'NICK Ali')).toEqual([]);
    expect(await toldTo(veli, ali, 'PRIVMSG #homework :hi')).toEqual([
      expect.stringMatching(/^:Ali!\S+ PRIVMSG #homework :hi$/),
    ]);
    expect(await toldTo(veli, ali, 'NICK can')).toContain(':room.oda 731 veli :Ali');
  });

  it('a guest who is back in other letters is called by these', async () => {
    const { enter } = await openLab();
    const ali = await enter('ali');
    ali.send('QUIT');
    await ali.closed;
    const again = await enter('ALI');
    expect((await again.ask('VERSION'))[0]).toContain(' 351 ALI ');
  });
});

describe('coming and going', () => {
  it('the owner is seen leaving before another one has the channel', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    for (const peer of [ali, veli]) await peer.ask('JOIN #homework');
    expect(verbs(await toldTo(veli, ali, 'PART #homework :bye'))).toEqual([
      'PART #homework :bye',
      'MODE #homework +o veli',
    ]);
    await ali.ask('JOIN #homework');
    const before = veli.lines.length;
    veli.send('QUIT');
    await ali.until(' MODE #homework +o ali');
    const gone = verbs(ali.lines).filter((line) => /^(?:QUIT|MODE)/.test(line));
    expect(gone).toEqual(['QUIT :Left the room', 'MODE #homework +o ali']);
    expect(veli.lines.length).toBeGreaterThanOrEqual(before);
  });

  it('whoever says QUIT is seen gone at once, however slow the disk is that keeps it, and once', async () => {
    const { enter, store } = await openLab();
    const [ali, veli, can] = [await enter('ali'), await enter('veli'), await enter('can')];
    for (const peer of [ali, veli, can]) await peer.ask('JOIN #oda');
    const before = ali.lines.length;
    const { log } = store;
    const append = log.append.bind(log);
    const slow = Promise.withResolvers<void>();
    log.append = async (drafts, settle) => {
      await slow.promise;
      return append(drafts, settle);
    };
    veli.send('QUIT :veli out');
    can.send('QUIT');
    await veli.closed;
    await can.closed;
    const gone = async (): Promise<string[]> => {
      await ali.ask();
      return verbs(ali.lines.slice(before)).filter((line) => line.startsWith('QUIT'));
    };
    await ali.until(/^:can!\S+ QUIT/);
    const once = ['QUIT :Left the room', 'QUIT :Quit: veli out'];
    expect((await gone()).toSorted()).toEqual(once);
    slow.resolve();
    expect(await ali.ask('JOIN #homework', 'PRIVMSG #homework :on')).not.toEqual([]);
    expect((await gone()).toSorted()).toEqual(once);
  });

  it('a KICK without a reason has the nick of who did it in its place', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    for (const peer of [ali, veli]) await peer.ask('JOIN #homework');
    expect(verbs(await toldTo(veli, ali, 'KICK #homework veli'))).toEqual([
      'KICK #homework veli :ali',
    ]);
  });

  it('of several channels of a KICK each has the nick in its place', async () => {
    const { enter } = await openLab();
    const [ali, veli] = [await enter('ali'), await enter('veli')];
    for (const peer of [ali, veli]) await peer.ask('JOIN #one,#two');
    expect(verbs(await toldTo(veli, ali, 'KICK #one,#two veli,veli :out'))).toEqual([
      'KICK #one veli :out',
      'KICK #two veli :out',
    ]);
  });
});

it('a line is answered as a whole: PONG brings back what a PING of full length holds', async () => {
  const { enter } = await openLab();
  const ali = await enter('ali');
  const token = 'x'.repeat(480);
  ali.send(`PING ${token}`);
  expect(await ali.until(token.slice(0, 450))).toContain('PONG room.oda :xxx');
});

it('an empty real name is refused, one that is left out by hand is not', async () => {
  const { connect } = await openLab();
  const [ali, veli] = [await connect(), await connect()];
  ali.send('NICK ali', 'USER ali 0 * :');
  await ali.until(' 461 ali USER ');
  ali.send('USER ali');
  await ali.until(' 376 ');
  veli.send('NICK veli', 'USER veli');
  await veli.until(' 376 ');
});

it('a channel may have a name as long as is said, and no longer one', async () => {
  const { enter } = await openLab();
  const ali = await enter('ali');
  const most = Number(/ CHANNELLEN=(\d+) /.exec(ali.lines.join('\n'))?.[1]);
  expect((await ali.ask(`JOIN #${'a'.repeat(most - 1)}`))[0]).toContain(' JOIN #aaa');
  expect((await ali.ask(`JOIN #${'b'.repeat(most)}`))[0]).toContain(' 403 ali #bbb');
});

it('a room that is called like a server is called so in lines, any other one room.oda', () => {
  expect(serverNameOf('chat.example')).toBe('chat.example');
  for (const name of ['Mutfak', 'room', 'a b.c', '.a', 'a..b', 'ş.oda', `${'a'.repeat(62)}.b`])
    expect(serverNameOf(name)).toBe('room.oda');
});
