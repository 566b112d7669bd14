import { expect, test } from 'vitest';
import type { Recorded } from '../../src-shared/protocol/moderation.ts';
import { isolatedWords } from './isolated-words.ts';

test('what was typed in a record is isolated, and nothing else of it changes', () => {
  const format = { name: (text: string) => `<${text}>` } as Parameters<typeof isolatedWords>[1];
  const entry = { act: 'room-changed', id: 1, at: 5 } as Recorded;
  expect(isolatedWords(entry, format)).toEqual(entry);
  expect(isolatedWords({ ...entry, reason: 'x' }, format)).toEqual({ ...entry, reason: '<x>' });
  const changes = { readOnly: true };
  expect(isolatedWords({ ...entry, changes }, format)).toEqual({ ...entry, changes });
  const named = { ...entry, changes: { ...changes, name: 'غرفة' } };
  expect(isolatedWords(named, format)).toEqual({
    ...entry,
    changes: { ...changes, name: '<غرفة>' },
  });
});
