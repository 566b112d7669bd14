import type { RoomAccess } from '../../../src-shared/protocol/connection.ts';
import { fileDays, usualFileTerms } from '../../../src-shared/protocol/files.ts';
import type { FileTerms } from '../../../src-shared/protocol/files.ts';
import { backupTimes } from '../../../src-shared/host/backup.ts';
import type { BackupEvery } from '../../../src-shared/host/backup.ts';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import { defaultPort } from '../../../src-shared/protocol/limits.ts';
import type { RoomLimits } from '../../../src-shared/protocol/limits.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { Read } from '../read-options.ts';
import { readKeep, readNewcomers } from '../../../src-shared/typed/run-moderation.ts';
import type { Keep } from '../../../src-shared/protocol/retention.ts';
import type { RoomChanges } from '../../../src-shared/protocol/room-settings.ts';
import { readOptions } from '../read-options.ts';

export type HeadlessArguments = {
  /** The room's name; missing if a folder that holds a room already says it, or the usual one is meant. */
  roomName?: string | undefined;
  port: number;
  /** The address to listen on; all of this machine's if missing. */
  host?: string | undefined;
  /** The usual one if missing. */
  dataFolder?: string | undefined;
  json: boolean;
  language?: Language | undefined;
  /** The room is not told of on this machine's networks. */
  isHidden: boolean;
  /** The router is asked to let people in from the internet. */
  isPortMapped: boolean;
  /** Whose room it is from now on: a name that has an account there. */
  owner?: string | undefined;
  /** Others come through a tunnel, from this machine's own address. */
  isTunnelled: boolean;
  /** A backup that the room is made of. */
  restore?: string | undefined;
  backup: { every?: BackupEvery | undefined; folder?: string | undefined };
  limits: Partial<RoomLimits>;
  options: HostOptions;
  /** They stay as they are in the room if they are not given. */
  rules: Pick<RoomChanges, 'newcomersRead'>;
  /** How long messages are kept; as it is in the room if it is missing. */
  keep: Keep | undefined;
};

export const usage = [
  'Usage: npm run host -- [--name NAME] [--data FOLDER] [--port NUMBER] [--host ADDRESS]',
  '         [--lang en|tr] [--json] [--plain] [--log-texts] [--invite-only | --ask-first] [--no-nearby] [--map-port]',
  '         [--owner NAME] [--tunnelled] [--max-members N] [--max-text N]',
  '         [--message-burst N] [--messages-per-second N]',
  '         [--max-file MIB] [--member-files MIB] [--room-files MIB] [--file-days 0|30|90|365]',
  '         [--newcomers all|joining|DAYS] [--keep-messages all|DAYS]',
  '         [--backup off|daily|weekly] [--backup-folder FOLDER] [--restore FILE]',
].join('\n');

/** What each option that sets one of the host's own limits stands for. */
const limitOptions = {
  'max-members': 'sessionsPerRoom',
  'max-text': 'maxTextCharacters',
  'message-burst': 'messageBurst',
  'messages-per-second': 'messagesPerSecond',
} as const satisfies Record<string, keyof RoomLimits>;

/** In MiB. */
const fileOptions = {
  'max-file': 'fileBytes',
  'member-files': 'memberBytes',
  'room-files': 'roomBytes',
} as const satisfies Record<string, keyof FileTerms>;

const rules = {
  name: 'text',
  port: [0, 65_535],
  host: 'text',
  data: 'folder',
  lang: 'language',
  json: 'flag',
  plain: 'flag',
  'log-texts': 'flag',
  'no-nearby': 'flag',
  'map-port': 'flag',
  owner: 'text',
  tunnelled: 'flag',
  'invite-only': 'flag',
  'ask-first': 'flag',
  'max-members': [1, 10_000],
  'max-text': [1, 10_000],
  'message-burst': [1, 1_000_000],
  'messages-per-second': [1, 1_000_000],
  'max-file': [1, 131_072],
  'member-files': [1, 9_999_999],
  'room-files': [1, 9_999_999],
  'file-days': [0, 365],
  newcomers: 'text',
  'keep-messages': 'text',
  backup: 'text',
  'backup-folder': 'folder',
  restore: 'folder',
} as const;

export function readArguments(args: readonly string[]): Read<HeadlessArguments> {
  const read = readOptions(args, rules);
  if (!read.ok) return read;
  const { value } = read;
  const limits: Partial<RoomLimits> = {};
  for (const [option, limit] of Object.entries(limitOptions)) {
    const most = value[option as keyof typeof limitOptions];
    if (most !== undefined) limits[limit] = most;
  }
  const files: FileTerms = { ...usualFileTerms };
  for (const [option, term] of Object.entries(fileOptions)) {
    const mib = value[option as keyof typeof fileOptions];
    if (mib !== undefined) files[term] = mib * 1024 ** 2;
  }
  const { 'file-days': wanted = 0 } = value;
  const days = fileDays.find((each) => each === wanted);
  if (days === undefined) return { ok: false, argument: `--file-days ${wanted}` };
  const { backup: often } = value;
  const every = backupTimes.find((each) => each === often);
  if (every !== often) return { ok: false, argument: `--backup ${String(often)}` };
  const said = rulesOf(value);
  if ('argument' in said) return { ok: false, argument: said.argument };
  const folder = value['backup-folder'];
  return {
    ok: true,
    value: {
      restore: value.restore,
      ...said,
      backup: { every, folder },
      roomName: value.name,
      port: value.port ?? defaultPort,
      host: value.host,
      dataFolder: value.data,
      json: value.json ?? false,
      language: value.lang,
      isHidden: value['no-nearby'] ?? false,
      isPortMapped: value['map-port'] ?? false,
      owner: value.owner,
      isTunnelled: value.tunnelled ?? false,
      limits,
      options: {
        plain: value.plain ?? false,
        logTexts: value['log-texts'] ?? false,
        access: accessOf(value),
        files: { ...files, days },
      },
    },
  };
}

/** Who is invited comes in where it is asked first, too: of both the one that lets in fewer. */
function accessOf(value: {
  'invite-only'?: boolean | undefined;
  'ask-first'?: boolean | undefined;
}): RoomAccess {
  if (value['invite-only']) return 'invited';
  return value['ask-first'] ? 'approval' : 'open';
}

/** What holds in the room, or what of it cannot be read. */
function rulesOf({
  newcomers,
  'keep-messages': kept,
}: {
  newcomers?: string | undefined;
  'keep-messages'?: string | undefined;
}): Pick<HeadlessArguments, 'rules' | 'keep'> | { argument: string } {
  const changes = newcomers ? readNewcomers(newcomers) : {};
  if (!changes) return { argument: `--newcomers ${newcomers}` };
  const keep = kept === undefined ? undefined : readKeep(kept);
  if (kept !== undefined && !keep) return { argument: `--keep-messages ${kept}` };
  return { rules: changes, keep };
}
