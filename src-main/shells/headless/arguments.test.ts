import { expect, it } from 'vitest';
import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { readArguments } from './arguments.ts';

it('reads name, port, folder and the limits of a host', () => {
  const read = readArguments([
    '--name=Lab',
    '--port=12000',
    '--data=/srv/lab',
    '--json',
    '--max-members=50',
    '--messages-per-second=100',
  ]);
  expect(read).toMatchObject({
    ok: true,
    value: {
      roomName: 'Lab',
      port: 12_000,
      dataFolder: '/srv/lab',
      json: true,
      limits: { sessionsPerRoom: 50, messagesPerSecond: 100 },
    },
  });
});

it('takes port 12345 where none is given', () => {
  expect(readArguments(['--data', 'lab'])).toMatchObject({ ok: true, value: { port: 12_345 } });
});

it('plain programs stay out, texts out of the log, and whoever knows the address comes in, unless it is said', () => {
  expect(readArguments(['--data', 'lab'])).toMatchObject({
    value: { options: { plain: false, logTexts: false, access: 'open', files: usualFileTerms } },
  });
  expect(readArguments(['--data', 'lab', '--plain', '--log-texts', '--invite-only'])).toMatchObject(
    {
      value: { options: { plain: true, logTexts: true, access: 'invited' } },
    },
  );
});

it('files have their space in MiB, and their days', () => {
  const given = ['--max-file=100', '--member-files=300', '--room-files=4000', '--file-days=90'];
  const mib = 1024 ** 2;
  expect(readArguments(given)).toMatchObject({
    value: {
      options: {
        files: { fileBytes: 100 * mib, memberBytes: 300 * mib, roomBytes: 4000 * mib, days: 90 },
      },
    },
  });
});

it('backups are made by themselves where that is said, and a room of one', () => {
  const given = ['--backup=daily', '--backup-folder=/mnt/stick', '--restore=lab.odabackup'];
  expect(readArguments(given)).toMatchObject({
    value: { backup: { every: 'daily', folder: '/mnt/stick' }, restore: 'lab.odabackup' },
  });
  expect(readArguments([])).toMatchObject({ value: { backup: {}, restore: undefined } });
});

it('a room can ask before somebody new comes in; what lets in fewer counts', () => {
  const accessOf = (...args: string[]) => {
    const read = readArguments(args);
    return read.ok ? read.value.options.access : undefined;
  };
  expect(accessOf('--ask-first')).toBe('approval');
  expect(accessOf('--ask-first', '--invite-only')).toBe('invited');
});

it.each([
  [['--name', 'Lab', '--data='], '--data'],
  [['--data', 'lab', '--port', '70000'], '--port 70000'],
  [['--data', 'lab', '--port', 'x'], '--port x'],
  [['--data', 'lab', '--lang', 'de'], '--lang de'],
  [['--data', 'lab', '--max-members', '0'], '--max-members 0'],
  [['--data', 'lab', '--file-days', '45'], '--file-days 45'],
  [['--backup', 'hourly'], '--backup hourly'],
])('names what it does not understand: %j', (args, argument) => {
  expect(readArguments(args)).toMatchObject({ ok: false, argument });
});

it('a room is told of on the networks of its machine, unless it is said', () => {
  expect(readArguments([])).toMatchObject({ value: { isHidden: false } });
  expect(readArguments(['--no-nearby'])).toMatchObject({ value: { isHidden: true } });
  expect(readArguments(['--map-port'])).toMatchObject({ value: { isPortMapped: true } });
  expect(readArguments([])).toMatchObject({ value: { isPortMapped: false } });
  expect(readArguments(['--tunnelled'])).toMatchObject({ value: { isTunnelled: true } });
  expect(readArguments(['--owner', 'Ayşe'])).toMatchObject({ value: { owner: 'Ayşe' } });
});

it('names an option that does not exist', () => {
  const read = readArguments(['--data', 'lab', '--fast']);
  expect(read.ok).toBe(false);
  expect(JSON.stringify(read)).toContain('--fast');
});
