import { expect, it } from 'vitest';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { filterLog, peopleOf } from './log-view.tsx';

const lines: HostLogLine[] = [
  { at: 1, event: 'ready' },
  { at: 2, event: 'signed-in', name: 'Işıl' },
  { at: 3, event: 'message', name: 'Ali', to: 'everyone' },
  { at: 4, event: 'private-asked', name: 'Ali', other: 'Işıl' },
  { at: 5, event: 'entry', kind: 'added', to: 'group', name: 'Can', other: 'Ece' },
  { at: 6, event: 'entry', kind: 'nudged', to: 'direct', name: 'Can', other: 'Ece' },
];
const say = (line: HostLogLine) => `${line.event} ${line.name ?? ''} ${line.other ?? ''}`;
const all = { person: '', kind: 'all', text: '' } as const;
const found = (filter: Partial<Parameters<typeof filterLog>[1]>) =>
  filterLog(lines, { ...all, ...filter }, say).map((line) => line.at);

it('R1.9 the log is filtered by person, kind and words', () => {
  expect(found({})).toEqual([1, 2, 3, 4, 5, 6]);
  expect(found({ person: 'Işıl' })).toEqual([2, 4]);
  expect(found({ kind: 'messages' })).toEqual([3, 6]);
  expect(found({ kind: 'groups' })).toEqual([5]);
  expect(found({ kind: 'privates', person: 'Ali' })).toEqual([4]);
  expect(found({ text: ' ISIL ' })).toEqual([2, 4]);
  expect(found({ text: 'isil', kind: 'room' })).toEqual([]);
});

it('lists whom the log names by the alphabet', () => {
  expect(peopleOf([{ at: 0, event: 'left', name: 'Zeki' }, ...lines], 'tr')).toEqual([
    'Ali',
    'Can',
    'Ece',
    'Işıl',
    'Zeki',
  ]);
});
