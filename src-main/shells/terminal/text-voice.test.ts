import { describe, expect, it } from 'vitest';
import { privateEndReasons } from '../../../src-shared/protocol/private-chats.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { languages } from '../../../src-shared/translations/catalogue.ts';
import type { Happening, Place } from './happening.ts';
import { TextVoice } from './text-voice.ts';

const at = new Date(2025, 5, 15, 14, 5).getTime();
const nextDay = new Date(2025, 5, 16, 0, 1).getTime();
const everyone: Place = { is: 'everyone' };
const message = (change: Partial<Extract<Happening, { is: 'message' }>> = {}): Happening => ({
  is: 'message',
  place: everyone,
  from: 'veli',
  isOwn: false,
  text: 'selam',
  at,
  isOld: false,
  ...change,
});

const entry = (kind: string, values: Record<string, string>) =>
  ({ is: 'entry', told: { kind, values }, at, isOld: false }) as const;

/** One voice that has told the day already. */
function voiceIn(language: 'en' | 'tr') {
  const voice = new TextVoice(language);
  voice.tell(message());
  return voice;
}

describe('R0.4 R1.4 what is said', () => {
  it.each([
    ['tr', everyone, '14:05 veli: selam'],
    ['tr', { is: 'direct', partner: 'veli' }, '14:05 [yalnız sana] veli: selam'],
    ['tr', { is: 'group', name: 'Kat 2' }, '14:05 [Kat 2] veli: selam'],
    ['tr', { is: 'private', partner: 'veli' }, '14:05 [özel] veli: selam'],
    ['en', everyone, '02:05 PM veli: selam'],
    ['en', { is: 'direct', partner: 'veli' }, '02:05 PM [to you only] veli: selam'],
  ] as const)('in %s, in %j', (language, place, line) => {
    expect(voiceIn(language).tell(message({ place })).replaceAll('\u202f', ' ')).toBe(line);
  });

  it('has a number in front, with that of what it answers, and says whose words were forwarded', () => {
    const voice = voiceIn('tr');
    expect(voice.tell(message({ number: 7 }))).toBe('14:05 (7) veli: selam');
    expect(voice.tell(message({ number: 9, reply: 7 }))).toBe('14:05 (9→7) veli: selam');
    const forwarded = message({ number: 10, forwarded: 'can' });
    expect(voice.tell(forwarded)).toBe('14:05 (10) veli: can adlı kişiden iletildi: selam');
    const deleted = { ...entry('message-deleted', { by: 'veli' }), number: 7 };
    expect(voice.tell(deleted)).toBe('14:05 * (7) veli bir iletiyi sildi');
  });

  it('who waits for a file in private reads that the other one has stopped it, as in a window', () => {
    const state = { is: 'file-stopped', file: 'plan.pdf', done: 1999, size: 4000 } as const;
    const said = (language: 'en' | 'tr') =>
      voiceIn(language).tell({ is: 'private', partner: 'veli', state });
    expect(said('en')).toBe('* 📎 plan.pdf: veli stopped it at 49%; it goes on when they go on');
    expect(said('tr')).toBe(
      '* 📎 plan.pdf: veli %49 iken durdurdu; sürdürünce kaldığı yerden gelir',
    );
  });

  it('who has sent a file reads who has no space for it, as in a window', () => {
    const full = { is: 'no-space', name: 'veli', file: 'plan.pdf' } as const;
    expect(voiceIn('en').tell(full)).toBe('* 📎 plan.pdf: veli has no space for it');
    expect(voiceIn('tr').tell(full)).toBe('* 📎 plan.pdf: veli buna yer bulamıyor');
  });

  it('one’s own to one person says to whom', () => {
    const place: Place = { is: 'direct', partner: 'veli' };
    const own = message({ place, from: 'ali', isOwn: true });
    expect(voiceIn('tr').tell(own)).toBe('14:05 [yalnız veli için] ali: selam');
    expect(voiceIn('en').tell(own)).toContain('[to veli only] ali: selam');
  });

  it('the day stands above the first line of it', () => {
    const voice = new TextVoice('tr');
    expect(voice.tell(message())).toBe('── 15 Haziran 2025 Pazar ──\n14:05 veli: selam');
    expect(voice.tell(message())).toBe('14:05 veli: selam');
    expect(voice.tell({ ...entry('joined', { name: 'can' }), at: nextDay })).toBe(
      '── 16 Haziran 2025 Pazartesi ──\n00:01 * can geldi',
    );
  });
});

describe('what others wrote', () => {
  // Clears, renames the window, makes a link (OSC 8), writes the clipboard (OSC 52), colours, asks back (DCS).
  const hostile =
    '\u001b[2J\u001b]0;x\u0007\u001b]8;;https://evil.example\u001b\\x\u001b]8;;\u0007\u001b]52;c;aGk=\u0007\u009d52;c;aGk=\u009c\u001bP$q\r\u009b31m\b\u0000\u007f';

  it('moves no cursor, wherever it stands', () => {
    const voice = voiceIn('en');
    const hit = { type: 'message', in: 'everyone', seq: 1, id: 1, at, cid: '', text: hostile };
    const member = { account: 'a' as AccountId, name: hostile, presence: 'online' } as const;
    const places: Place[] = [
      everyone,
      { is: 'direct', partner: hostile },
      { is: 'group', name: hostile },
      { is: 'private', partner: hostile },
    ];
    const all: Happening[] = [
      ...places.map((place) => message({ place, from: hostile, text: hostile })),
      { is: 'entered', room: hostile, name: hostile, others: [hostile], logsTexts: true },
      entry('added', { group: hostile, by: hostile, account: hostile }),
      { is: 'presence', name: hostile, presence: 'away' },
      { is: 'private', partner: hostile, state: { is: 'asking' } },
      { is: 'refused', refusal: { code: 'address-unknown', subject: hostile }, text: hostile },
      { is: 'outcome', outcome: { is: 'people', people: [member] } },
      {
        is: 'outcome',
        outcome: {
          is: 'hits',
          hits: [{ message: { ...hit, from: 'a' } as never, from: member, to: undefined }],
          hasMore: true,
        },
      },
    ];
    const told = all.map((happening) => voice.tell(happening)).join('');
    const prompts = places.map((place) => voice.prompt(hostile, place)).join('');
    expect(`${told}${prompts}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
  });

  it.each(['\n', '\r\n', '\r', '\u2028', '\u2029'])(
    'looks like nobody else’s line after %j',
    (lineBreak) => {
      const line = voiceIn('tr').tell(message({ text: `bir${lineBreak}14:06 ali: iki` }));
      expect(line).toBe('14:05 veli: bir\n      | 14:06 ali: iki');
      const hit = { type: 'message', in: 'everyone', seq: 1, id: 1, at, cid: '', from: 'veli' };
      const found = { ...hit, text: `bir${lineBreak}14:06 ali: iki` } as never;
      const hits = [{ message: found, from: undefined, to: undefined }];
      const outcome = { is: 'hits', hits, hasMore: false } as const;
      const [, behind] = voiceIn('tr').tell({ is: 'outcome', outcome }).split('\n');
      expect(behind).toBe('      | 14:06 ali: iki');
    },
  );

  it('with marks of a catalogue in it stays as it is', () => {
    const voice = voiceIn('en');
    const joined = voice.tell(entry('joined', { name: '{{name}}{{group}}' }));
    expect(joined).toContain('* {{name}}{{group}} came in');
    const refused = voice.tell({ is: 'refused', refusal: { code: 'defect' }, text: '{{name}}' });
    expect(refused).toContain('* Not sent: {{name}}');
  });
});

describe.each(languages)('in %s', (language) => {
  const states = [
    { is: 'asking' },
    { is: 'asked', expiresAt: 1 },
    { is: 'open' },
    { is: 'interrupted', who: 'self' },
    { is: 'interrupted', who: 'partner' },
    ...privateEndReasons.map((reason) => ({ is: 'ended', reason }) as const),
    { is: 'ended', reason: 'connection-lost' },
  ] as const;

  it('R3.3 R3.5 each turn of a private chat has words with the partner’s name', () => {
    for (const state of states) {
      const told = voiceIn(language).tell({ is: 'private', partner: 'Deniz', state });
      expect(told).toMatch(/^\* .*Deniz.*/u);
      expect(told).not.toContain('undefined');
    }
  });

  it('a command that begins a private chat, and a message to one person, are told by what comes of them', () => {
    for (const done of ['private-asked', 'private-accepted', 'direct-written'] as const) {
      const outcome = { is: 'done', done, name: 'Deniz' } as const;
      expect(voiceIn(language).tell({ is: 'outcome', outcome })).toBe('');
    }
  });

  it('/help names every command, and none of its words is a key', () => {
    const help = voiceIn(language).tell({ is: 'outcome', outcome: { is: 'help' } });
    expect(help).toContain('/group_person_add');
    expect(help).not.toMatch(/help_|argument_|KIŞI/u);
  });
});
