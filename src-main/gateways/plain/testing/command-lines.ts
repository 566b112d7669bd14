import { typedCommands } from '../../../../src-shared/typed/typed-commands.ts';

const words = typedCommands.map(({ word }) => word);
const answered = new Set(['/users', '/help', 'LOGOUT', 'exit', 'quit', '/topics']);

/** What a guest's program types and nobody else may read: every command of windows, and what only looks like one. */
export const commandLines: readonly string[] = [
  ...words.filter((word) => !answered.has(word)).flatMap((word) => [word, word.toLowerCase()]),
  '/search_message sır',
  '@PM Bera',
  '@pm Bera',
  'EXIT PM',
  '/group_message ailem~gizli',
  '/msg Bera gizli',
  '/etc/passwd',
  '/r/turkey',
  '/',
];
