import { z } from 'zod';
import { backupTimes } from '../host/backup.ts';
import type { BackupState } from '../host/backup.ts';
import type { HostLogLine } from '../host/host-log.ts';
import type { HostAddress, HostConnection } from '../host/host-network.ts';
import type { AnnouncedState } from './nearby.ts';
import type { HostOptions } from '../host/host-options.ts';
import { roomAccesses } from '../protocol/connection.ts';
import { fileTerms } from '../protocol/files.ts';
import type { FilesOfRoom } from '../host/files-of-room.ts';
import type { KeptInvite } from '../host/invites.ts';
import type { PortMapping } from '../host/port-mapping.ts';
import { limits } from '../protocol/limits.ts';
import { givenRoles } from '../protocol/roles.ts';
import { inviteId, roomId, type Pin, type RoomId } from '../protocol/ids.ts';
import type { NetworkFinding } from '../host/network-finding.ts';
import { bridgeFeature, carries, inRoom } from './feature.ts';

export type HostStatus = {
  room: RoomId;
  /** By which others know the room (W14). */
  pin: Pin;
  port: number;
  addresses: HostAddress[];
  connections: HostConnection[];
  startedAt: number;
  /** Bytes of the room's folder on disk. */
  storedBytes: number;
  /** Set while the disk is too full for new messages: what is still free on it. */
  fullDisk?: { freeBytes: number } | undefined;
  /** Messages in each of the last 30 minutes, oldest first. */
  messagesPerMinute: number[];
  options: HostOptions;
  /** Whether the room says on this computer's networks that it is there. */
  announced: AnnouncedState;
  /** Whether the router lets people in from the internet. */
  mapping: PortMapping;
  /** The folder with the log's files. */
  logFolder: string;
  backup: BackupState;
};

export type InviteOfRoom = Omit<KeptInvite, 'secret'> & { link: string };

/** Ten years: for longer there is what does not end. */
const longestLifetimeMs = 10 * 365 * 24 * 60 * 60_000;

/** A room on this computer. */
export const host = bridgeFeature({
  requests: {
    /** Another port for a hosted room whose port was in use; starts it. */
    'host/change-port': {
      params: z.object({ room: roomId, port: z.int().min(0).max(65_535) }),
      result: carries<HostStatus>(),
    },
    'host/status': { params: inRoom, result: carries<HostStatus>() },
    /** What is right with this computer's network and what is in the way, in the order to look at it. */
    'host/network': { params: inRoom, result: carries<NetworkFinding[]>() },
    /** Whether the room is announced nearby, and whether the router is asked to let people in. */
    'host/change-network': {
      params: z.object({
        room: roomId,
        isAnnounced: z.boolean().optional(),
        isPortMapped: z.boolean().optional(),
      }),
      result: carries<HostStatus>(),
    },
    /** Newest lines of the host's log, oldest first, at most 1,000. */
    'host/log': { params: inRoom, result: carries<HostLogLine[]>() },
    'host/change-options': {
      params: z.object({
        room: roomId,
        plain: z.boolean().optional(),
        logTexts: z.boolean().optional(),
        access: z.enum(roomAccesses).optional(),
        files: fileTerms.optional(),
      }),
      result: carries<HostStatus>(),
    },
    /** How much of files there is, and whose. */
    'host/files': { params: inRoom, result: carries<FilesOfRoom>() },
    /** The room's invites, the newest first. */
    'host/invites': { params: inRoom, result: carries<InviteOfRoom[]>() },
    'host/make-invite': {
      params: z.object({
        room: roomId,
        role: z.enum(givenRoles),
        /** From now on; missing if it does not end. */
        lifetimeMs: z.int().min(1000).max(longestLifetimeMs).optional(),
        uses: z.int().min(1).max(limits.maxInviteUses).optional(),
      }),
      result: carries<{ link: string; invites: InviteOfRoom[] }>(),
    },
    'host/revoke-invite': {
      params: z.object({ room: roomId, invite: inviteId }),
      result: carries<InviteOfRoom[]>(),
    },
    /** Begins one; how far it is and what became of it is told by `host/changed`. */
    'host/back-up': { params: inRoom, result: carries<HostStatus>() },
    'host/stop-backup': { params: inRoom, result: carries<HostStatus>() },
    /** Refused with `backup-folder` if there is no such folder. */
    'host/change-backup': {
      params: z.object({
        room: roomId,
        folder: z.string().max(4096).optional(),
        every: z.enum(backupTimes).optional(),
      }),
      result: carries<HostStatus>(),
    },
    /** Shows the folder with the room's backups in the system's file manager. */
    'host/open-backups': { params: inRoom, result: carries<null>() },
    /** Shows the folder of the log's files in the system's file manager. */
    'host/open-log': { params: inRoom, result: carries<null>() },
  },
  pushes: {
    'host/changed': carries<HostStatus>(),
    'host/logged': carries<{ room: RoomId; lines: HostLogLine[] }>(),
  },
});
