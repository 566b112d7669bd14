import { expect, test } from 'vitest';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../../src-shared/protocol/ids.ts';
import { SharedTranslations } from './shared-translations.ts';

const ali = 'ali0000000000000' as AccountId;
const place = (seq: number) => ({ in: everyone, seq, id: seq, at: seq * 10 });
const said = (seq: number, from = ali): Entry => ({
  type: 'message',
  ...place(seq),
  from,
  cid: `cid${seq}` as Cid,
  text: `text ${seq}`,
});

test('what is told is translated once for all who hear the same, and each for itself', () => {
  const shared = new SharedTranslations();
  const [one, other] = [[said(1), said(2)], [said(1)]];
  let translated = 0;
  const translate = () => `text ${(translated += 1)}\n`;
  const texts = (entries: readonly Entry[], manner?: string) =>
    Buffer.from(shared.told(entries).translated(translate, manner).bytes).toString();
  expect([one, one, other, one].map((each) => texts(each))).toEqual([
    'text 1\ntext 2\n',
    'text 1\ntext 2\n',
    'text 3\n',
    'text 1\ntext 2\n',
  ]);
  expect(['with tags', '', 'with tags'].map((manner) => texts(other, manner))).toEqual([
    'text 4\n',
    'text 3\n',
    'text 4\n',
  ]);
  const [, second] = shared.told(one).translated(translate).texts;
  expect(second).toBe('text 2\n');
});

test('who did something, and what was said when, is known without looking through it again', () => {
  const veli = 'veli000000000000' as AccountId;
  const reaction: Entry = { type: 'reaction-added', ...place(3), by: veli, target: 1, emoji: '👍' };
  const came: Entry = { type: 'joined', ...place(5), account: veli, name: 'Veli' };
  const told = new SharedTranslations().told([said(1), said(2), reaction, said(4), came, came]);
  expect([...told.doers]).toEqual([ali, veli]);
  expect([...told.saidAtMs]).toEqual([[ali, 40]]);
  const parts = told.apart();
  expect(parts.map(({ areAll, entries }) => [areAll, ...entries.map(({ seq }) => seq)])).toEqual([
    ['message', 1, 2],
    [undefined, 3],
    ['message', 4],
    ['joined', 5, 5],
  ]);
});
