import { describe, expect, it } from 'vitest';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { createGateways } from '../create-gateways.ts';
import { ircLabs } from './testing/irc-lab.ts';
import { IrcPeer } from './testing/irc-peer.ts';

const startLab = ircLabs();

const numbers = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1]);

describe('two programs of one account', () => {
  it('W8 both stay, both see everything, and what one says the other sees', async () => {
    const { signIn, enter } = await startLab();
    const one = await signIn('Selin');
    const other = await signIn('Selin');
    const ali = await enter('ali');
    for (const peer of [one, other, ali]) await peer.ask('JOIN #oda');
    ali.send('PRIVMSG #oda :herkese', 'PRIVMSG Selin :yalnız sana');
    for (const peer of [one, other]) {
      await peer.until(/^:ali!\S+ PRIVMSG #oda :herkese$/);
      await peer.until(/^:ali!\S+ PRIVMSG Selin :yalnız sana$/);
    }
    one.send('PRIVMSG #oda :birinden', 'PRIVMSG ali :sana da');
    await other.until(/^:Selin!\S+ PRIVMSG #oda :birinden$/);
    await other.until(/^:Selin!\S+ PRIVMSG ali :sana da$/);
    await ali.until(/PRIVMSG ali :sana da$/);
    expect(ali.lines.filter((line) => line.includes('birinden'))).toHaveLength(1);
    expect((await one.ask('VERSION')).join('\n')).not.toContain('ERROR');
    expect(one.lines.join('\n')).not.toContain(':birinden');
  });

  it('R1.5 only with the last one the account leaves, and nobody hears of the first', async () => {
    const { signIn, enter } = await startLab();
    const one = await signIn('Selin');
    const other = await signIn('Selin');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    one.send('QUIT :birinci');
    await one.closed;
    await other.ask('JOIN #oda');
    other.send('PRIVMSG #oda :hâlâ buradayım');
    await ali.until('hâlâ buradayım');
    expect(ali.lines.join('\n')).not.toContain(' QUIT ');
    other.send('QUIT');
    await ali.until(/^:Selin!\S+ QUIT :Left the room$/);
  });

  it('R1.5 what one of them said on its way out is no goodbye of the account', async () => {
    const { signIn, enter, dialOda } = await startLab();
    const one = await signIn('Selin');
    const elsewhere = await dialOda();
    await elsewhere.enter('Selin', 'correct horse');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    one.send('QUIT :yalnız bu program');
    await one.closed;
    await elsewhere.ask('sign-out');
    await ali.until(/^:Selin!\S+ QUIT :Left the room$/);
  });

  it('W8 a ninth takes the place of the first', async () => {
    const { signIn } = await startLab();
    const first = await signIn('Selin');
    for (let count = 2; count <= 8; count += 1) await signIn('Selin');
    expect(await first.ask('VERSION')).toHaveLength(1);
    await signIn('Selin');
    await first.closed;
    expect(first.lines.at(-1)).toMatch(/^ERROR :Closing link: /);
  });
});

describe('NOTICE', () => {
  it('stays one between IRC programs, live and in history, and is a message elsewhere', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const veli = await enter('veli', 'batch');
    const ayse = await enterByOda('Ayşe');
    await ali.ask('JOIN #oda');
    await veli.ask('JOIN #oda');
    ali.send('NOTICE #oda,veli :saat on', 'PRIVMSG #oda :bu değil');
    await veli.until(/^:ali!\S+ NOTICE #oda :saat on$/);
    await veli.until(/^:ali!\S+ NOTICE veli :saat on$/);
    await veli.until(/^:ali!\S+ PRIVMSG #oda :bu değil$/);
    await ayse.first((frame) => frame['text'] === 'saat on');
    const history = await veli.ask('CHATHISTORY LATEST #oda * 5');
    expect(history.slice(1, -1).map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'NOTICE #oda',
      'PRIVMSG #oda',
    ]);
  });

  it('is never answered by itself, whatever is wrong with it', async () => {
    const { enter, signIn } = await startLab();
    const ali = await enter('ali');
    const selin = await signIn('Selin');
    await selin.ask('AWAY :çay');
    const many = Array.from({ length: 11 }, (_, place) => `a${place}`).join(',');
    expect(
      await ali.ask(
        'NOTICE',
        'NOTICE ali',
        'NOTICE nobody :hi',
        'NOTICE #oda :not joined',
        'NOTICE #nowhere :hi',
        'NOTICE Selin :away',
        `NOTICE ${many} :hi`,
        'NOTICE NickServ :hi',
        'NOTICE Selin :  ',
      ),
    ).toEqual([]);
  });
});

describe('what somebody says of themselves', () => {
  it('user and real name stand in masks, WHOIS, WHO and, after they left, WHOWAS', async () => {
    const { connect, enter } = await startLab();
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    const bora = await connect();
    bora.send('NICK bora', 'USER bo*!r@:a 0 * :Bora \u0002Bey\u0002 \u0003', 'JOIN #oda');
    await ali.until(/^:bora!~bora@oda JOIN #oda$/);
    expect((await ali.ask('WHOIS bora'))[0]).toBe(':room.oda 311 ali bora ~bora oda * :Bora Bey');
    expect((await ali.ask('WHO bora'))[0]).toBe(
      ':room.oda 352 ali * ~bora oda room.oda bora H :0 Bora Bey',
    );
    bora.send('QUIT');
    await ali.until(/^:bora!~bora@oda QUIT /);
    const was = await ali.ask('WHOWAS bora');
    expect(was[0]).toBe(':room.oda 314 ali bora ~bora oda * :Bora Bey');
    expect(numbers(was)).toEqual(['314', '312', '369']);
  });

  it('who gave neither is called by the account', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    await enterByOda('Ayşe Kaya');
    expect((await ali.ask('WHOIS Ayşe_Kaya'))[0]).toMatch(
      / 311 ali Ayşe_Kaya [A-Za-z0-9_-]{10} oda \* :Ayşe Kaya$/,
    );
  });

  it('the text of AWAY is kept while away, shown, and forgotten on coming back', async () => {
    const { enter, signIn } = await startLab();
    const ali = await enter('ali');
    const selin = await signIn('Selin');
    expect((await selin.ask('AWAY :çay \u0002molası'))[0]).toContain(' 306 ');
    expect((await ali.ask('PRIVMSG Selin :orada mısın'))[0]).toBe(
      ':room.oda 301 ali Selin :çay molası',
    );
    expect((await ali.ask('WHOIS Selin')).join('\n')).toContain(' 301 ali Selin :çay molası');
    expect((await selin.ask('AWAY'))[0]).toContain(' 305 ');
    expect(await ali.ask('PRIVMSG Selin :ya şimdi')).toEqual([]);
    await selin.ask(`AWAY :${'x'.repeat(400)}`);
    expect((await ali.ask('PRIVMSG Selin :ve şimdi'))[0]).toBe(
      `:room.oda 301 ali Selin :${'x'.repeat(300)}`,
    );
  });

  it('AWAY is read as the status by others, and a status by IRC; one set elsewhere stays', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const veli = await enterByOda('veli');
    await ali.ask('AWAY :çay molası');
    const aliIs = (status: object | undefined) => (frame: { [key: string]: unknown }) =>
      frame['type'] === 'member' &&
      frame['name'] === 'ali' &&
      JSON.stringify(frame['status']) === JSON.stringify(status);
    await veli.first(aliIs({ text: 'çay molası' }));
    await ali.ask('AWAY');
    await veli.first(aliIs(undefined));
    await veli.ask('set-status', { emoji: '📚', text: 'in class' });
    expect((await ali.ask('WHOIS veli')).join('\n')).toContain(' 320 ali veli :says: 📚 in class');
    await veli.ask('set-presence', { presence: 'do-not-disturb' });
    expect((await ali.ask('PRIVMSG veli :orada mısın'))[0]).toBe(
      ':room.oda 301 ali veli :📚 in class',
    );
  });

  it('R1.5 QUIT and PART are shown with their texts, and only their own', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    const veli = await enter('veli');
    await veli.ask('JOIN #oda');
    expect(await veli.ask('PART #oda :biraz dinleneyim')).toEqual([
      ':veli!~veli@oda PART #oda :biraz dinleneyim',
    ]);
    await ali.until(/^:veli!~veli@oda PART #oda :biraz dinleneyim$/);
    const names = async () => {
      const list = (await ali.ask('NAMES #oda')).find((line) => line.includes(' 353 '));
      return new Set(list?.split(' :')[1]?.split(' '));
    };
    expect(await names()).toEqual(new Set(['ali']));
    expect((await ali.ask('WHOIS veli')).join('\n')).not.toContain(' 319 ');
    await veli.ask('JOIN #oda');
    expect(await names()).toEqual(new Set(['ali', 'veli']));
    const joins = ali.lines.filter((line) => line === ':veli!~veli@oda JOIN #oda');
    expect(joins).toHaveLength(2);
    veli.send('QUIT :\u0002hoşça kal\u0002');
    await ali.until(/^:veli!~veli@oda QUIT :Quit: hoşça kal$/);
    const again = await enter('veli');
    again.destroy();
    await ali.until(/^:veli!~veli@oda QUIT :Connection lost$/);
    const third = await enter('veli');
    third.send('QUIT');
    await ali.until(/^:veli!~veli@oda QUIT :Left the room$/);
  });

  it('PART by one of an account’s programs is told to nobody while another one, or a window, is in', async () => {
    const { enter, signIn, dialOda } = await startLab();
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    const one = await signIn('Selin');
    const other = await signIn('Selin');
    await one.ask('JOIN #oda', 'PART #oda :bir');
    const elsewhere = await dialOda();
    await elsewhere.enter('Selin', 'correct horse');
    await other.ask('JOIN #oda', 'PART #oda :iki');
    expect((await ali.ask('NAMES #oda'))[0]).toContain('Selin');
    expect(ali.lines.join('\n')).not.toContain(' PART ');
    await elsewhere.ask('sign-out');
    await other.ask('JOIN #oda', 'PART #oda :üç');
    await ali.until(/^:Selin!\S+ PART #oda :üç$/);
  });

  it('a text to oneself comes back to all programs of the account, and is no error', async () => {
    const { signIn, enter } = await startLab();
    const one = await signIn('Selin');
    const other = await signIn('Selin');
    expect(await one.ask('PRIVMSG selin :unutma')).toEqual([':Selin!~x@oda PRIVMSG Selin :unutma']);
    await other.until(':Selin!~x@oda PRIVMSG Selin :unutma');
    const ali = await enter('ali', 'echo-message');
    // Once as an echo, once as what ali hears.
    const line = ':ali!~ali@oda PRIVMSG ali :kendime';
    expect(await ali.ask('PRIVMSG ali :kendime')).toEqual([line, line]);
    const veli = await enter('veli', 'echo-message', 'labeled-response', 'batch');
    const twice = await veli.ask('@label=one NOTICE veli :kendime');
    expect(twice).toHaveLength(2);
    expect(twice.filter((each) => each.startsWith('@label=one '))).toHaveLength(1);
  });
});

describe('a guest’s NICK', () => {
  it('is another name on the same connection, and a NICK to the others', async () => {
    const { enter, enterByOda } = await startLab();
    const ayse = await enterByOda('Ayşe');
    const veli = await enter('veli');
    await veli.ask('JOIN #oda');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    expect(await ali.ask('NICK deniz')).toEqual([':ali!~ali@oda NICK deniz']);
    await veli.until(':ali!~ali@oda NICK deniz');
    ali.send('PRIVMSG #oda :ben yine benim');
    await veli.until(':deniz!~ali@oda PRIVMSG #oda :ben yine benim');
    await ayse.first((frame) => frame.type === 'left');
    await ayse.first((frame) => frame.type === 'joined' && frame['name'] === 'deniz');
    await ayse.first((frame) => frame['text'] === 'ben yine benim');
    veli.send('PRIVMSG deniz :merhaba');
    await ali.until(':veli!~veli@oda PRIVMSG deniz :merhaba');
    expect((await veli.ask('NAMES #oda'))[0]?.split(' :')[1]?.split(' ').sort()).toEqual(
      ['Ayşe', 'deniz', 'veli'].sort(),
    );
    expect(
      veli.lines.filter((line) => / (QUIT|JOIN) /.test(line) && /ali|deniz/.test(line)),
    ).toEqual([expect.stringMatching(/^:ali!~ali@oda JOIN #oda$/)]);
    expect(await veli.ask('PRIVMSG ali :hâlâ mı')).toEqual([]);
  });

  it('R0.2 is refused where it is taken, an account’s, or no nick, and the name before stays', async () => {
    const { enter, enterByOda } = await startLab();
    await enterByOda('Ayşe');
    await enter('veli');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    expect((await ali.ask('NICK VELI'))[0]).toContain(' 433 ali VELI ');
    expect((await ali.ask('NICK Ayşe'))[0]).toContain(' 433 ali Ayşe ');
    expect((await ali.ask('NICK a!b'))[0]).toContain(' 432 ali a!b ');
    expect((await ali.ask('NICK server'))[0]).toContain(' 432 ali server ');
    expect(await ali.ask('NICK ali')).toEqual([]);
    expect((await ali.ask('WHOIS ali'))[0]).toContain(' 311 ali ali ');
    // Back and forth between names that are known already.
    expect(await ali.ask('NICK bora', 'NICK ali')).toEqual([
      ':ali!~ali@oda NICK bora',
      ':bora!~ali@oda NICK ali',
    ]);
  });

  it('R3.1 a member’s is that of the account', async () => {
    const { signIn } = await startLab();
    const selin = await signIn('Selin');
    expect((await selin.ask('NICK other'))[0]).toContain(' 447 Selin :');
  });

  it('goes after what was said before it', async () => {
    const { enter, enterByOda, clock } = await startLab({
      roomLimits: { messageBurst: 1, messagesPerSecond: 1 },
    });
    const ayse = await enterByOda('Ayşe');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    ali.send('PRIVMSG #oda :bir', 'PRIVMSG #oda :iki', 'NICK deniz', 'PRIVMSG #oda :üç');
    const senders: unknown[] = [];
    for (const text of ['bir', 'iki', 'üç']) {
      const frame = await ayse.first((one) => one['text'] === text);
      senders.push(frame['from']);
      clock.advance(1000);
    }
    expect(senders[0]).toBe(senders[1]);
    expect(senders[2]).not.toBe(senders[1]);
  });
});

describe('what is asked for and is not there', () => {
  it('WHOWAS of nobody is 406; of channels that are not, NAMES and LIST are empty lists', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    expect(numbers(await ali.ask('WHOWAS nobody'))).toEqual(['406', '369']);
    expect(await ali.ask('NAMES #nowhere')).toEqual([':room.oda 366 ali #nowhere :End of names']);
    expect(numbers(await ali.ask('LIST #nowhere'))).toEqual(['321', '323']);
  });

  it('WHO takes masks, and lists no operators', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    await enter('veli');
    await enterByOda('Ayşe');
    const found = async (mask: string) =>
      new Set((await ali.ask(`WHO ${mask}`)).slice(0, -1).map((line) => line.split(' ')[7]));
    expect(await found('*')).toEqual(new Set(['Ayşe', 'ali', 'veli']));
    expect(await found('*el*')).toEqual(new Set(['veli']));
    expect(await found('?li')).toEqual(new Set(['ali']));
    expect(await found('~v*')).toEqual(new Set(['veli']));
    expect(await found('AYŞE')).toEqual(new Set(['Ayşe']));
    expect(await found('x*')).toEqual(new Set([]));
    expect(await found('* o')).toEqual(new Set([]));
    expect((await ali.ask('WHO v*')).at(-1)).toBe(':room.oda 315 ali v* :End of WHO');
  });

  it('MODE lists are asked for by their letter; to set anything is refused to a guest', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    for (const modes of ['b', '+b']) {
      expect((await ali.ask(`MODE #oda ${modes}`))[0]).toContain(' 368 ali #oda ');
    }
    expect((await ali.ask('MODE #oda +b *!*@*'))[0]).toContain(' 482 ali #oda ');
    expect((await ali.ask('MODE #oda -b *!*@*'))[0]).toContain(' 482 ali #oda ');
    expect((await ali.ask('MODE #oda +m'))[0]).toContain(' 482 ali #oda ');
    expect((await ali.ask('MODE #oda +x'))[0]).toContain(' 472 ali x ');
  });

  it('a guest who asks to sign in is told to connect again, a member that it is done', async () => {
    const { enter, signIn } = await startLab();
    const ali = await enter('ali');
    expect((await ali.ask('AUTHENTICATE PLAIN'))[0]).toContain(' 904 ali :You are in as a guest');
    const selin = await signIn('Selin');
    expect((await selin.ask('AUTHENTICATE PLAIN'))[0]).toContain(' 907 Selin :');
  });

  it('more than 4,094 bytes of tags are 417', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    expect((await ali.ask(`@+x=${'y'.repeat(4091)} VERSION`))[0]).toContain(' 351 ');
    expect((await ali.ask(`@+x=${'y'.repeat(4092)} VERSION`))[0]).toContain(' 417 ');
  });
});

describe('what is secret', () => {
  const commands = (word: string) => [
    `pass ${word}`,
    `Pass :${word}`,
    `oper root ${word}`,
    `AUTHENTICATE ${word}`,
    `privmsg NickServ :identify ${word}`,
    `notice nickserv :identify ${word}`,
    `NickServ identify ${word}`,
  ];

  it('W15 is never said, logged or given back, in whatever case a program or a hand writes it', async () => {
    const { server, dial, enterByOda } = await startLab({ gateways: createGateways() });
    const ayse = await enterByOda('Ayşe');
    const hand = new IrcPeer(await dial());
    // In one write, and with an account's name that cannot be had by this.
    hand.write(
      [...commands('sırsırsır'), 'nick burak', 'user b 0 * :b', ...commands('sırsırsır'), ''].join(
        '\n',
      ),
    );
    await hand.until(/ 464 | 001 /);
    await hand.ask(...commands('sırsırsır'));
    hand.close();
    const guest = new IrcPeer(await dial());
    guest.write(`user b 0 * :b\nnick nickserv\n`);
    await guest.until(' 376 nickserv ');
    const ali = new IrcPeer(await dial());
    ali.write('nick ali\nuser a\n');
    await ali.until(' 376 ali ');
    expect((await ali.ask('privmsg NickServ :identify sırsırsır'))[0]).toContain(' 401 ');
    await ayse.ask('ping');
    const heard = [...ayse.frames, ...server.readLog()];
    expect(JSON.stringify(heard)).not.toContain('sırsırsır');
    for (const peer of [hand, guest, ali]) {
      expect(peer.received.toString('utf8')).not.toContain('sırsırsır');
    }
  });

  it('W15 what a person types by hand, one line at a time, is IRC from the first line on', async () => {
    const { server, clock, dial, dialOda, enterByOda } = await startLab({
      gateways: createGateways(),
    });
    const ayse = await enterByOda('Ayşe');
    const hand = new IrcPeer(await dial());
    hand.write('pass sırsırsır\n');
    hand.write('nick burak\n');
    hand.write('user b 0 * :b\n');
    await hand.until(' 001 burak ');
    clock.advance(limits.dialectSilenceMs);
    const account = await ayse.first((frame) => frame['name'] === 'burak');
    expect(account['guest']).toBeUndefined();
    expect(JSON.stringify([...ayse.frames, ...server.readLog()])).not.toContain('sırsırsır');
    const again = await dialOda();
    expect(await again.enter('burak', 'sırsırsır')).toMatchObject({ type: 'ok' });
  });
});
