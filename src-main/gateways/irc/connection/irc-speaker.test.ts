import { describe, expect, it } from 'vitest';
import type { IrcPeer } from '../testing/irc-peer.ts';
import { goodPassword, plain, ircLabs } from '../testing/irc-lab.ts';

const startLab = ircLabs();

async function join(peer: IrcPeer, channel = '#oda'): Promise<string[]> {
  return peer.ask(`JOIN ${channel}`);
}

describe('coming in', () => {
  it('R0.2 a guest gives NICK and USER and is welcomed', async () => {
    const { connect } = await startLab();
    const ali = await connect();
    ali.send('NICK ali', 'USER ali 0 * :Ali');
    await ali.until(' 376 ');
    const numbers = ali.lines.map((line) => line.split(' ')[1]);
    expect(numbers.slice(0, 4)).toEqual(['001', '002', '003', '004']);
    expect(numbers).toContain('005');
    expect(ali.lines[0]).toContain('001 ali :Merhaba! Welcome to Mutfak, ali!~ali@oda');
  });

  it('says nothing but what was asked before CAP END', async () => {
    const { connect } = await startLab();
    const ali = await connect();
    const early = await ali.ask('CAP LS 302', 'NICK ali', 'USER ali 0 * :Ali');
    expect(early).toHaveLength(1);
    expect(early[0]).toMatch(/^:room\.oda CAP \* LS :.*sasl=PLAIN.*server-time/);
    expect(await ali.ask('CAP REQ :server-time nonsense')).toEqual([
      ':room.oda CAP ali NAK :server-time nonsense',
    ]);
    expect(await ali.ask('CAP REQ :server-time batch')).toEqual([
      ':room.oda CAP ali ACK :server-time batch',
    ]);
    expect((await ali.ask('CAP LIST')).join()).toMatch(/:(?=.*server-time)(?=.*batch)/);
    ali.send('CAP END');
    await ali.until(' 001 ');
  });

  it('R3.1 SASL signs an unknown name up, and the next time the password is needed', async () => {
    const { connect, signIn } = await startLab();
    const first = await signIn('Ayşe');
    expect(first.lines.join('\n')).toMatch(
      / 900 \* Ayşe!\S+@oda Ayşe :You are now signed in as Ayşe/,
    );
    expect(first.lines.join('\n')).toContain(' 903 ');
    expect(await first.until(' 001 ')).toContain(' 001 Ayşe :');
    first.send('QUIT');
    await first.closed;

    const again = await connect();
    const tried = await again.ask(
      'AUTHENTICATE PLAIN',
      `AUTHENTICATE ${plain('Ayşe', 'wrong horse')}`,
    );
    expect(tried[0]).toBe('AUTHENTICATE +');
    expect(tried[1]).toMatch(/ 904 \* :That is not the password/);
    const third = await again.ask('AUTHENTICATE PLAIN', 'AUTHENTICATE *');
    expect(third[1]).toContain(' 906 ');
    expect((await again.ask('AUTHENTICATE EXTERNAL'))[0]).toContain(' 908 * PLAIN');
  });

  it('R3.1 the server password does the same as SASL', async () => {
    const { connect, signIn, clock } = await startLab();
    const ayse = await signIn('Ayşe Kaya');
    ayse.send('QUIT');
    await ayse.closed;
    const again = await connect();
    expect((await again.ask('PASS :not this one', 'NICK Ayşe_Kaya', 'USER a'))[0]).toContain(
      ' 464 ',
    );
    // After a wrong password the room waits a second for the next one.
    clock.advance(1000);
    again.send(`PASS :${goodPassword}`);
    await again.until(' 001 Ayşe_Kaya ');
  });

  it('R1.3 a nick that is taken, or belongs to an account, gets 433, and another try is free', async () => {
    const { enter, signIn, connect } = await startLab();
    await enter('veli');
    const ayse = await signIn('Ayşe Kaya');
    ayse.send('QUIT');
    await ayse.closed;
    const peer = await connect();
    peer.send('NICK VELI', 'USER x 0 * :x');
    expect(await peer.until(' 433 ')).toMatch(/433 \* VELI :That name is taken.*Somebody is here/);
    // The second letter is a Cyrillic one.
    peer.send('NICK v\u0435li');
    await peer.until(' 433 * v\u0435li ');
    peer.send('NICK Ayşe_Kaya');
    expect(await peer.until(/ 433 .*Kaya/)).toContain('belongs to an account');
    peer.send('NICK a!b');
    await peer.until(' 432 * a!b ');
    peer.send('NICK');
    await peer.until(' 431 ');
    peer.send('NICK bora');
    await peer.until(' 001 bora ');
  });

  it('refuses what comes too early, with too little, or unknown, with its numeric', async () => {
    const { connect, enter } = await startLab();
    const stranger = await connect();
    expect((await stranger.ask('NICK ali', 'JOIN #oda'))[0]).toContain(' 451 ');
    const ali = await enter('bora');
    expect((await ali.ask('JOIN'))[0]).toContain(' 461 bora JOIN ');
    expect((await ali.ask('NONSENSE a b'))[0]).toContain(' 421 bora NONSENSE ');
    expect((await ali.ask('USER a b c d'))[0]).toContain(' 462 ');
    expect((await ali.ask('NICK a!b'))[0]).toContain(' 432 ');
    expect((await ali.ask('CAP NONSENSE'))[0]).toContain(' 410 ');
  });

  it('ends a connection that says too much before it is in', async () => {
    const { connect } = await startLab();
    const peer = await connect();
    peer.send('NICK ali', ...Array.from({ length: 80 }, () => 'PONG'));
    await peer.closed;
    expect(peer.lines.at(-1)).toMatch(/^ERROR :Closing link: Too much was sent/);
  });

  it('a line of 10 KB gets 417, one that is no UTF-8 a FAIL, and all goes on', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    expect((await ali.ask(`PRIVMSG #oda :${'x'.repeat(10_000)}`))[0]).toContain(' 417 ali ');
    ali.write(Buffer.from([0x50, 0x49, 0x4e, 0x47, 0x20, 0xff, 0x0a]));
    await ali.until(' INVALID_UTF8 ');
    expect(await ali.ask('VERSION')).toHaveLength(1);
  });

  it('W10 asks a quiet client for a sign of life, and one that gives none is lost', async () => {
    const { enter, clock } = await startLab();
    const ali = await enter('ali');
    clock.advance(10_000);
    await ali.until('PING :room.oda');
    clock.advance(30_000);
    await ali.closed;
    expect(ali.lines.at(-1)).toMatch(/^ERROR :Closing link: The room did not hear/);
  });

  it('R1.6 QUIT says goodbye with ERROR after all that was said before it', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const veli = await enterByOda('Veli');
    ali.send('JOIN #oda', 'PRIVMSG #oda :bir', 'PRIVMSG #oda :iki', 'QUIT :done');
    await ali.closed;
    expect(ali.lines.at(-1)).toMatch(/^ERROR :Closing link/);
    await veli.first((frame) => frame.type === 'left');
    expect(veli.texts()).toEqual(['bir', 'iki']);
    expect(veli.frames.find((frame) => frame.type === 'left')).toMatchObject({ reason: 'left' });
  });
});

describe('#oda is everyone', () => {
  it('is joined on demand, with its topic and who is there', async () => {
    const { enter, enterByOda } = await startLab();
    await enterByOda('Ayşe Kaya');
    const ali = await enter('ali');
    const lines = await join(ali);
    expect(lines[0]).toBe(':ali!~ali@oda JOIN #oda');
    expect(lines[1]).toBe(':room.oda 332 ali #oda :Mutfak');
    expect(lines[2]).toMatch(/^:room\.oda 353 ali = #oda :/);
    expect(lines[2]?.split(' :')[1]?.split(' ').sort()).toEqual(['Ayşe_Kaya', 'ali']);
    expect(lines[3]).toContain(' 366 ali #oda ');
    expect(await join(ali)).toEqual([]);
    expect((await join(ali, '#nowhere'))[0]).toContain(' 403 ali #nowhere ');
  });

  it('R0.3 R0.10 who comes and goes is JOIN and QUIT, once', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    await join(ali);
    const veli = await enterByOda('Veli');
    expect(await ali.until('JOIN #oda')).toBeDefined();
    await ali.until(/^:Veli!\S+ JOIN #oda$/);
    await veli.ask('sign-out');
    await ali.until(/^:Veli!\S+ QUIT :Left the room$/);
    const bora = await enterByOda('Bora');
    await ali.until(/^:Bora!\S+ JOIN/);
    bora.destroy();
    await ali.until(/^:Bora!\S+ QUIT :Connection lost$/);
    expect(ali.lines.filter((line) => line.startsWith(':Veli'))).toHaveLength(2);
  });

  it('R1.4 what is written goes both ways, in Turkish letters', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    await join(ali);
    ali.send('PRIVMSG #oda :Günaydın, çay hazır mı? ığüşöç İ');
    await ayse.first((frame) => frame['text'] === 'Günaydın, çay hazır mı? ığüşöç İ');
    await ayse.say('Şimdi koydum 😀');
    expect(await ali.until('Şimdi')).toMatch(/^:Ayşe!\S+@oda PRIVMSG #oda :Şimdi koydum 😀$/);
    expect(ali.lines.join('\n')).not.toContain('PRIVMSG #oda :Günaydın');
  });

  it('is silent for who has not joined, and closed for what they write', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    expect((await ali.ask('PRIVMSG #oda :hi'))[0]).toContain(' 404 ali #oda ');
    await ayse.say('unheard');
    expect(await ali.ask('VERSION')).toHaveLength(1);
    await join(ali);
    await ayse.say('heard');
    await ali.until('heard');
    expect(await ali.ask('PART #oda')).toEqual([':ali!~ali@oda PART #oda']);
    await ayse.say('unheard again');
    expect((await ali.ask('PART #oda'))[0]).toContain(' 442 ');
    expect(ali.lines.join('\n')).not.toContain('unheard');
  });

  it('a long text and one of several lines come as several lines, and nothing can inject one', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    await join(ali);
    await ayse.say('bir\r\nQUIT :evil\n\nson');
    await ali.until(':son');
    const said = ali.lines
      .filter((line) => line.includes(' PRIVMSG #oda '))
      .map((line) => line.split(' :')[1]);
    expect(said).toEqual(['bir', 'QUIT', ' ', 'son']);
    await ayse.say(`${'ğ'.repeat(2000)}!`);
    await ali.until('ğ!');
    for (const line of ali.lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
  });

  it('MODE, LIST, TOPIC, NAMES and WHO answer as clients expect', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    await join(ali);
    expect(await ali.ask('MODE #oda')).toEqual([
      ':room.oda 324 ali #oda +nt',
      expect.stringMatching(/^:room\.oda 329 ali #oda 1750000000$/),
    ]);
    expect((await ali.ask('MODE #oda b'))[0]).toContain(' 368 ali #oda ');
    expect((await ali.ask('MODE #oda +o ali'))[0]).toContain(' 482 ');
    expect(await ali.ask('MODE ali +i')).toEqual([':room.oda 221 ali +']);
    expect((await ali.ask('MODE veli'))[0]).toContain(' 502 ');
    expect((await ali.ask('LIST')).map((line) => line.split(' ')[1])).toEqual([
      '321',
      '322',
      '323',
    ]);
    expect(await ali.ask('TOPIC #oda')).toEqual([':room.oda 332 ali #oda :Mutfak']);
    expect((await ali.ask('TOPIC #oda :mine'))[0]).toContain(' 482 ');
    expect((await ali.ask('KICK #oda ali'))[0]).toContain(' 482 ');
    expect(await ali.ask('NAMES #oda')).toEqual([
      ':room.oda 353 ali = #oda :ali',
      expect.stringContaining(' 366 ali #oda '),
    ]);
    expect(await ali.ask('WHO #oda')).toEqual([
      ':room.oda 352 ali #oda ~ali oda room.oda ali H :0 ali',
      expect.stringContaining(' 315 ali #oda '),
    ]);
  });
});

describe('direct messages', () => {
  it('R0.4 go to one person both ways and are told as delivered', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe Kaya');
    const bora = await enter('bora');
    await join(bora);
    ali.send('PRIVMSG ayşe_kaya :yalnız sana');
    const got = await ayse.first((frame) => frame['text'] === 'yalnız sana');
    await ayse.say('sana da', { in: got['in'] });
    expect(await ali.until('sana da')).toMatch(/^:Ayşe_Kaya!\S+ PRIVMSG ali :sana da$/);
    await ayse.first((frame) => frame.type === 'receipt' && frame['delivered'] === 2);
    expect(bora.lines.join('\n')).not.toContain('sana');
  });

  it('to nobody, without text or without target are refused', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    expect((await ali.ask('PRIVMSG nobody :hi'))[0]).toContain(' 401 ali nobody ');
    expect((await ali.ask('PRIVMSG ali'))[0]).toContain(' 412 ');
    expect((await ali.ask('PRIVMSG'))[0]).toContain(' 411 ');
    const many = Array.from({ length: 11 }, (_, place) => `a${place}`).join(',');
    expect((await ali.ask(`PRIVMSG ${many} :hi`))[0]).toContain(' 407 ');
  });

  it('several targets get it singly, and /me is a star', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    const veli = await enter('veli');
    await join(ali);
    await join(veli);
    ali.send('PRIVMSG #oda,veli :hey', 'PRIVMSG #oda :\u0001ACTION waves\u0001');
    await veli.until('PRIVMSG #oda :* waves');
    expect(
      veli.lines.filter((line) => line.endsWith(':hey')).map((line) => line.split(' ')[2]),
    ).toEqual(['#oda', 'veli']);
  });
});

describe('who is who', () => {
  it('WHOIS shows account, guest, away and where somebody is', async () => {
    const { enter, signIn } = await startLab();
    const ali = await enter('ali');
    const ayse = await signIn('Ayşe Kaya');
    await join(ali);
    await join(ayse);
    await ayse.ask('AWAY :çay');
    ayse.send('PRIVMSG #oda :merhaba');
    await ali.until('merhaba');
    const shown = await ali.ask('WHOIS Ayşe_Kaya');
    expect(shown.map((line) => line.split(' ')[1])).toEqual([
      '311',
      '319',
      '312',
      '330',
      '301',
      '317',
      '318',
    ]);
    expect(shown[0]).toMatch(/ 311 ali Ayşe_Kaya ~x oda \* :x$/);
    expect(shown[4]).toBe(':room.oda 301 ali Ayşe_Kaya :çay');
    // Idle since she wrote, and here since she came, on the test's clock that stands still.
    expect(shown[5]).toMatch(/ 317 ali Ayşe_Kaya 0 1750000000 :/);
    expect((await ali.ask('PRIVMSG Ayşe_Kaya :orada mısın'))[0]).toContain(
      ' 301 ali Ayşe_Kaya :çay',
    );
    expect((await ayse.ask('WHOIS ali')).join('\n')).toContain(' 320 Ayşe_Kaya ali :is a guest');
    expect((await ali.ask('WHOIS nobody')).map((line) => line.split(' ')[1])).toEqual([
      '401',
      '318',
    ]);
  });

  it('R0.5 USERHOST and ISON say who is there', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    expect(await ali.ask('ISON ali nobody :other')).toEqual([':room.oda 303 ali :ali']);
    expect(await ali.ask('USERHOST ali')).toEqual([':room.oda 302 ali :ali=+~ali@oda']);
    expect((await ali.ask('LUSERS'))[0]).toContain(' 251 ali :There are 1 users and 0 ');
  });

  it('R3.8 MONITOR tells of coming and going, AWAY of being away to who asked for it', async () => {
    const { enter, signIn } = await startLab();
    const ali = await enter('ali', 'away-notify');
    await join(ali);
    expect(await ali.ask('MONITOR + Selin,ali')).toEqual([
      ':room.oda 730 ali :ali!~ali@oda',
      ':room.oda 731 ali :Selin',
    ]);
    const selin = await signIn('Selin');
    await ali.until(/ 730 ali :Selin!\S+@oda$/);
    await selin.ask('AWAY :x');
    await ali.until(/^:Selin!\S+ AWAY :x$/);
    await selin.ask('AWAY');
    await ali.until(/^:Selin!\S+ AWAY$/);
    expect(await ali.ask('MONITOR L')).toEqual([
      ':room.oda 732 ali :Selin,ali',
      expect.stringContaining(' 733 ali '),
    ]);
    selin.send('QUIT');
    await ali.until(/ 731 ali :Selin$/);
    await ali.until(/^:Selin!\S+ QUIT/);
    await ali.ask('MONITOR - Selin', 'MONITOR C');
    expect(await ali.ask('MONITOR S')).toEqual([]);
  });
});
