import { expect, test } from 'vitest';
import { StatusJudge } from './status-judge.ts';

type Said = [text: string, how: 'tried' | 'taken' | 'refused', until?: number];

function possible(...said: Said[]): string[] | undefined {
  const judge = new StatusJudge();
  for (const [text, how, until] of said) {
    judge.take({ by: 'ali', is: 'status', text, ...(until === undefined ? {} : { until }) });
    if (how !== 'tried') judge.takeAnswer({ by: 'ali', is: 'status-answered', how });
  }
  return judge.possible(new Map([['ali', 'ali0000000']]))[0]?.[1];
}

test.each<[said: Said[], texts: string[]]>([
  [[], ['']],
  [
    [
      ['one', 'taken'],
      ['two', 'taken'],
    ],
    ['two'],
  ],
  [
    [
      ['one', 'taken'],
      ['two', 'refused'],
    ],
    ['one'],
  ],
  [
    [
      ['one', 'taken'],
      ['two', 'tried'],
    ],
    ['one', 'two'],
  ],
  [
    [
      ['one', 'tried'],
      ['two', 'taken'],
    ],
    ['two'],
  ],
  [[['one', 'tried']], ['', 'one']],
  [
    [
      ['one', 'taken'],
      ['two', 'taken', 5],
    ],
    [''],
  ],
])('what may be shown at the end after %j is %j', (said, texts) => {
  expect(possible(...said)).toEqual(texts);
});

test('who shows another status than the others is found', () => {
  const judge = new StatusJudge();
  expect(judge.takeShown({ by: 'ali', is: 'knew', statuses: 1 })).toBeUndefined();
  expect(judge.takeShown({ by: 'veli', is: 'knew', statuses: 1 })).toBeUndefined();
  expect(judge.takeShown({ by: 'can', is: 'knew', statuses: 2 })).toBe(
    'can shows other statuses than ali',
  );
});
