import { expect, test } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { messageWithFiles } from './testing/message-with-files.ts';
import { threePeople } from './testing/two-people.ts';

const gibibyte = 1024 ** 3;

test.each(['everyone', 'direct'])(
  'who has sent a file to %s is told whose disk has no space for it, until it has some',
  async (kind) => {
    const disk = { free: 0 };
    const { ali, veli, can, room, accounts } = await threePeople({
      freeBytes: async () => disk.free,
    });
    const id: ConversationId =
      kind === 'everyone' ? everyone : directConversation(accounts.ali, accounts.veli);
    const file = await ali.stage('film.mkv', Buffer.alloc(1000));
    await ali.ask('message/send', { room, in: id, text: '', files: [file] });
    const { seq } = await messageWithFiles(veli, room, id);
    const place = { in: id, seq, hash: file.hash };
    const save = () => veli.request('file/save', { room, ...place });
    const known = () => ali.ask('file/without-space', { room });
    const told = () =>
      ali.pushes.flatMap(({ name, push }) =>
        name === 'file/space-changed' ? [push.accounts] : [],
      );
    expect(await save()).toMatchObject({ refusal: { code: 'file-no-space' } });
    await ali.until(() => told().length === 1);
    expect(await save()).toMatchObject({ refusal: { code: 'file-no-space' } });
    expect(await known()).toEqual([{ ...place, accounts: [accounts.veli] }]);
    disk.free = 10 * gibibyte;
    expect(await save()).toMatchObject({ ok: true });
    await ali.until(() => told().length === 2);
    expect(told()).toEqual([[accounts.veli], []]);
    expect(await known()).toEqual([]);
    const others = [...veli.pushes, ...can.pushes].map(({ name }) => name);
    expect(others).not.toContain('file/space-changed');
    expect([...ali.defects, ...veli.defects, ...can.defects]).toEqual([]);
  },
);
