import { expect, it } from 'vitest';
import { accountId, conversationId, inviteId, roomId } from './ids.ts';

it('what names a folder, a file or a row is letters and digits, never a path', () => {
  for (const hostile of [
    '../../../etc/x',
    '..\\..\\windows\\x',
    'C:\\aaaaaaaaaaaaa',
    '%2e%2e%2f%2e%2e%2f',
    'aaaaaaaaaaaaaaa\0',
    'aaaaaaaaaaaaaaa\n',
    'aaaaaaaaaaaaaaaa\n',
    '/etc/passwdaaaaa',
    '.',
    '',
  ]) {
    for (const id of [roomId, accountId, inviteId, conversationId])
      expect(id.safeParse(hostile).success, hostile).toBe(false);
    for (const conversation of [`group:${hostile}`, `direct:${hostile}:${hostile}`])
      expect(conversationId.safeParse(conversation).success, hostile).toBe(false);
  }
});
