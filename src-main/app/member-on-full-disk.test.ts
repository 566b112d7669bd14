import { describe, expect, test } from 'vitest';
import { linesOf, startScriptOnOwnDisk } from '../storage/testing/run-script.ts';
import { linux } from '../storage/testing/systems.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';

describe.each(linux)('on %s', () => {
  test("a member's own full disk is said, tried again by nobody but the person, and loses nothing (needs to mount)", async () => {
    const said: unknown[] = [];
    const disk = { folder: temporaryFolder(), kiB: 128 * 1024 };
    const member = new URL('./testing/member-on-full-disk.ts', import.meta.url);
    for await (const line of linesOf(startScriptOnOwnDisk(member, disk)))
      said.push(JSON.parse(line));
    const subject = expect.stringMatching(/replica\.db$/) as unknown;
    const closed = { is: 'closed', cause: { code: 'data-full', subject } };
    expect(said).toEqual([
      { free: 0, connection: closed },
      { refusal: 'data-full', again: closed, tookSome: true },
      { host: true, member: true, defects: [] },
    ]);
  }, 120_000);

  test('who has sent a file is told that a member has no space on the disk for it, until there is some (needs to mount)', async () => {
    const said: unknown[] = [];
    const disk = { folder: temporaryFolder(), kiB: 150 * 1024 };
    const file = new URL('./testing/file-on-full-disk.ts', import.meta.url);
    for await (const line of linesOf(startScriptOnOwnDisk(file, disk))) said.push(JSON.parse(line));
    expect(said).toEqual([
      { refusal: 'file-no-space', isThat: true, isMember: true },
      { isSaved: true, told: [] },
      { defects: [] },
    ]);
  }, 120_000);
});
