import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkGroupName, checkName, checkRoomName, nameWithin } from './names.ts';

function keyOf(raw: string): string {
  const checked = checkName(raw);
  if (!checked.ok) throw new Error(`${raw}: ${checked.code}`);
  return checked.nameKey;
}

function codeOf(raw: string): string {
  const checked = checkName(raw);
  return checked.ok ? 'ok' : checked.code;
}

describe('checkName', () => {
  test.each([
    ['Ali', 'Ali'],
    ['  Ali \n', 'Ali'],
    ['Ali\u00a0\u3000 Veli', 'Ali Veli'],
    ['I\u0307rem', 'İrem'],
    ['Işıl Çağ', 'Işıl Çağ'],
    ['李小龙', '李小龙'],
    ['अनिल', 'अनिल'],
    ['محمد', 'محمد'],
    ["O'Brien-Núñez 2.", "O'Brien-Núñez 2."],
    ['😀', '😀'],
    ['❤️', '❤️'],
    ['7', '7'],
  ])('%j is taken as %j', (raw, name) => {
    expect(checkName(raw)).toMatchObject({ ok: true, name });
  });

  test.each(['', ' ', '\t\n', '\u00a0\u3000', '\ufeff'])(
    'R0.2 an empty name is refused: %j',
    (raw) => {
      expect(codeOf(raw)).toBe('name-empty');
    },
  );

  test('a name has at most 32 characters, counted as a reader of the wire counts them', () => {
    expect(codeOf('a'.repeat(32))).toBe('ok');
    expect(codeOf('a'.repeat(33))).toBe('name-too-long');
    expect(codeOf('😀'.repeat(32))).toBe('ok');
    expect(codeOf('😀'.repeat(33))).toBe('name-too-long');
    expect(codeOf('e\u0301'.repeat(32))).toBe('ok');
    expect(codeOf(`${' '.repeat(100)}Ali`)).toBe('ok');
    expect(codeOf('x'.repeat(100_000))).toBe('name-too-long');
  });

  test.each([
    ['a control character', 'A\u0007li'],
    ['a tab inside', 'Ali\tVeli'],
    ['a line feed inside', 'Ali\nVeli'],
    ['delete', 'Ali\u007f'],
    ['a bidi override', 'Ali\u202eileV'],
    ['a bidi isolate', '\u2066Ali'],
    ['a direction mark', 'Ali\u200f'],
    ['a zero-width space', 'A\u200bli'],
    ['a zero-width joiner', 'A\u200dli'],
    ['a byte order mark inside', 'A\ufeffli'],
    ['a soft hyphen', 'A\u00adli'],
    ['a word joiner', 'A\u2060li'],
    ['a tag character', 'Ali\u{e0041}'],
    ['a private character', 'Ali\ue000'],
    ['half a pair', 'Ali\ud83d'],
    ['an unassigned character', 'Ali\u0378'],
    ['a line separator', 'Ali\u2028Veli'],
    ['a Hangul filler', '\u3164'],
    ['a blank Braille pattern', 'Ali\u2800'],
    ['a grapheme joiner', 'A\u034fli'],
    ['marks alone', '\u0301\u0302'],
    ['a mark in front', '\u0301Ali'],
    ['a tower of marks', `A${'\u0335'.repeat(5)}li`],
    ['punctuation alone', '...'],
    ['dashes alone', '— –'],
  ])('%s is not allowed', (_what, raw) => {
    expect(codeOf(raw)).toBe('name-not-allowed');
  });

  test.each([
    'server',
    'SERVER',
    'Ѕеrvеr',
    'Everyone',
    'oda',
    'ODA',
    '0da',
    'System',
    'sıstem',
    'Herkes',
    'sunucu',
  ])('a name that the room itself would be taken for is not allowed: %s', (raw) => {
    expect(codeOf(raw)).toBe('name-not-allowed');
  });

  test.each([
    [
      'Ali',
      [
        'ALI',
        'ALİ',
        'ali',
        'alı',
        'Àlí',
        'аli',
        'Аlі',
        'AIi',
        'A1i',
        'Ａｌｉ',
        '𝐀𝐥𝐢',
        'Αli',
        'ᎪLI',
        'Ⓐli',
        'A|i',
        'Ali\ufe0f',
      ],
    ],
    ['Bob', ['BOB', 'B0b', 'Воb', 'Вοв', 'Bօb', 'ʙoʙ']],
    ['Hakan', ['HAKAN', 'НАКАN', 'Ηakan', 'Нakаn']],
    ['Strasse', ['Straße', 'STRASSE', 'STRAẞE']],
    ['Ali Veli', ['ALI  VELİ', 'Ali\u2003Veli']],
    ["O'Brien", ['O’Brien', 'O‘brien']],
    ['Иван', ['ИВАН', 'иван']],
    ['Σωκράτης', ['ΣΩΚΡΆΤΗΣ', 'σωκρατησ']],
  ])('%s cannot be told from its look-alikes', (name, alike) => {
    const keys = Object.fromEntries(alike.map((raw) => [raw, keyOf(raw)]));
    expect(keys).toEqual(Object.fromEntries(alike.map((raw) => [raw, keyOf(name)])));
  });

  test('names that a reader tells apart have keys of their own', () => {
    const names = [
      'Ali',
      'Veli',
      'Ayşe',
      'Ali Veli',
      'AliVeli',
      'Ali2',
      '李',
      '王',
      'कि',
      'का',
      'Иван',
      '😀',
      '😁',
    ];
    expect(new Set(names.map(keyOf)).size).toBe(names.length);
  });

  test('what was taken is taken again as it is, with the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (raw) => {
        const once = checkName(raw);
        if (once.ok) expect(checkName(once.name)).toEqual(once);
      }),
      { seed: 20_260_105, numRuns: 1000 },
    );
  });

  test.each('~<>{}[]",:!@#*?→'.split(''))(
    'W19 what a dialect means something by is in no name, and the refusal says so: %s',
    (sign) => {
      for (const raw of [`veli${sign}gel`, `${sign}veli`, `veli${sign}`]) {
        expect(checkName(raw)).toEqual({ ok: false, code: 'name-not-allowed', subject: sign });
      }
    },
  );

  test.each([
    'veli＞ selam ＜ali',
    'veli› selam',
    'veli〉 selam',
    'veli～gel',
    'veli∼gel',
    'veli＠ev',
  ])('W19 nor what only looks like it: %s', (raw) => {
    expect(checkName(raw)).toMatchObject({ code: 'name-not-allowed', subject: raw[4] });
  });

  test.each('‹›˂˃〈〉⟨⟩❬❭❮❯❰❱∼〜⁓˜'.split(''))(
    'W19 nor any sign that is taken for one: %s',
    (sign) => {
      expect(checkName(`veli${sign}gel`)).toMatchObject({
        code: 'name-not-allowed',
        subject: sign,
      });
      const inGroup = checkGroupName(`aile${sign}gizli`);
      expect(inGroup).toMatchObject({ code: 'name-not-allowed', subject: sign });
    },
  );

  test.each([
    '\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2029\u2800\u3164\uffa0'.split(
      '',
    ),
  ])('no name holds what cannot be seen: %j', (sign) => {
    expect(codeOf(`Ali${sign}Veli`)).toBe('name-not-allowed');
  });

  test.each('~<>[]'.split(''))(
    'a group’s name is cut off from what is said there by %s',
    (sign) => {
      expect(checkGroupName(`a${sign}b`)).toMatchObject({ subject: sign });
    },
  );

  test('four marks on a letter are a name, as some languages need, five are none', () => {
    expect(codeOf(`A${'\u0335'.repeat(4)}li`)).toBe('ok');
    expect(codeOf(`A${'\u0335'.repeat(5)}li`)).toBe('name-not-allowed');
  });

  test('W19 no name that is taken holds one of them, in whatever width', () => {
    const sign = fc.constantFrom(...'~<>{}[]",:!@#*?→～＜＞：！'.split(''));
    const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), sign));
    fc.assert(
      fc.property(text, (parts) => {
        const checked = checkName(parts.join(''));
        if (checked.ok) expect(checked.name.normalize('NFKC')).not.toMatch(/[~<>{}[\]",:!@#*?→]/);
      }),
      { seed: 20_260_107, numRuns: 1000 },
    );
  });

  test('any text gives an answer', () => {
    const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    fc.assert(
      fc.property(text, (raw) => {
        const checked = checkName(raw);
        if (checked.ok) expect(checked.name.isWellFormed() && checked.nameKey !== '').toBe(true);
      }),
      { seed: 20_260_106, numRuns: 1000 },
    );
  });
});

describe('checkRoomName', () => {
  test.each([
    [' Oda  \u00a0 1 ', { ok: true, name: 'Oda 1' }],
    ['Everyone', { ok: true, name: 'Everyone' }],
    ['x'.repeat(64), { ok: true, name: 'x'.repeat(64) }],
    ['', { ok: false, code: 'room-name-empty' }],
    ['   ', { ok: false, code: 'room-name-empty' }],
    ['x'.repeat(65), { ok: false, code: 'room-name-too-long' }],
    ['A\u202eB', { ok: false, code: 'name-not-allowed' }],
    ['!!!', { ok: false, code: 'name-not-allowed' }],
  ])('%j', (raw, checked) => {
    expect(checkRoomName(raw)).toEqual(checked);
  });
});

describe('checkGroupName', () => {
  test.each([
    [' Tatil  \u00a0 planı ', { ok: true, name: 'Tatil planı' }],
    ['Everyone', { ok: true, name: 'Everyone' }],
    ['x'.repeat(64), { ok: true, name: 'x'.repeat(64) }],
    ['😀'.repeat(64), { ok: true, name: '😀'.repeat(64) }],
    ['', { ok: false, code: 'group-name-empty' }],
    [' \t ', { ok: false, code: 'group-name-empty' }],
    ['x'.repeat(65), { ok: false, code: 'group-name-too-long' }],
    ['A\u202eB', { ok: false, code: 'name-not-allowed' }],
    ['A\nB', { ok: false, code: 'name-not-allowed' }],
    ['...', { ok: false, code: 'name-not-allowed' }],
    ['C# ile: ne, nerede?', { ok: true, name: 'C# ile: ne, nerede?' }],
    ['aile~gizli', { ok: false, code: 'name-not-allowed', subject: '~' }],
    ['aile] Veli: selam [x', { ok: false, code: 'name-not-allowed', subject: ']' }],
  ])('%j', (raw, checked) => {
    expect(checkGroupName(raw)).toEqual(checked);
  });
});

describe('nameWithin', () => {
  test.each([
    ['deniz', 'deniz'],
    ['Ayşe Kaya', 'Ayşe Kaya'],
    ['FIRMA\\veli', 'FIRMA\\veli'],
    ['veli@firma.example', 'veli firma.example'],
    ['~veli <v>', 'veli v'],
    ['veli\u202e\u0000', 'veli'],
    ['x'.repeat(40), 'x'.repeat(32)],
    ['server', ''],
    ['~~~', ''],
    ['', ''],
  ])('a field begins with what can be a name: %j gives %j', (text, name) => {
    expect(nameWithin(text)).toBe(name);
  });

  test('it is a name that is taken, or nothing, and a name stays what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const name = nameWithin(text);
        if (name !== '') expect(checkName(name)).toMatchObject({ ok: true, name });
        const whole = checkName(text);
        if (whole.ok) expect(name).toBe(whole.name);
      }),
      { seed: 20_260_108, numRuns: 1000 },
    );
  });
});
