import { z } from 'zod';
import { feature } from './feature.ts';
import { fileFacts } from './files.ts';
import { picture } from './pictures.ts';
import { epoch, roomId, secret } from './ids.ts';
import { roomSettings } from './room-settings.ts';

/** Oda's protocol version; a peer outside `oldest…newest` is told which it would have to speak (W2). */
export const protocolVersion = { oldest: 1, newest: 1 } as const;

/** Where heartbeats can go as datagrams, and what proves them (W10); missing if they cannot. */
export const heartbeat = z.object({
  port: z.int().min(1).max(65_535),
  session: z.int().positive(),
  key: secret,
});

/**
 * Whether whoever knows the address may come in, or of those who are new only who is invited, or (`approval`) besides them
 * whom somebody inside lets in.
 */
export const roomAccesses = ['open', 'invited', 'approval'] as const;
export type RoomAccess = (typeof roomAccesses)[number];

/** What a host has switched that tells members who can read what they write. */
const roomFacts = {
  /** The host's log holds the texts of `everyone`. */
  logsTexts: z.boolean(),
  /** Plain programs may come in from other computers. */
  plain: z.boolean(),
  access: z.enum(roomAccesses),
  files: fileFacts,
  settings: roomSettings,
  /** Of the room. */
  picture: picture.optional(),
};

/** A line, a connection, its greeting and its end. */
export const connection = feature({
  requests: {
    hello: {
      who: 'new',
      params: {
        protocol: z.int().nonnegative(),
        /** Name and version of the program, for the host's log. */
        program: z.string().max(64).optional(),
      },
      answer: {
        protocol: z.int(),
        room: z.object({ id: roomId, name: z.string(), epoch, ...roomFacts }),
        limits: z.object({
          maxLineBytes: z.int(),
          maxRequestsInFlight: z.int(),
          maxTextCharacters: z.int(),
          maxUnacknowledged: z.int(),
          messageBurst: z.number(),
          messagesPerSecond: z.number(),
          historyPage: z.int(),
          maxHistoryPage: z.int(),
          heartbeatMs: z.int(),
          silenceMs: z.int(),
        }),
      },
    },
    ping: { who: 'anybody', params: {}, answer: {} },
  },
  notices: {
    /** What members should know of the room besides who is in it. */
    room: {
      name: z.string(),
      ...roomFacts,
    },
  },
  codes: {
    // The line itself
    'line-too-long': { ends: true },
    'too-many-lines': { ends: true },
    'bad-utf8': { ends: true },
    'bad-json': { ends: true },
    'too-deep': { ends: true },
    'not-an-object': { ends: true },
    // The request
    'bad-field': { ends: false },
    'unknown-command': { ends: false },
    'hello-first': { ends: false },
    'sign-in-first': { ends: false },
    'already-signed-in': { ends: false },
    'peer-too-old': { ends: true },
    'peer-too-new': { ends: true },
    // The connection
    'room-full': { ends: true },
    'too-many-connections': { ends: true },
    'sign-in-deadline': { ends: true },
    silent: { ends: true },
    'too-slow': { ends: true },
    replaced: { ends: true },
    'room-closed': { ends: true },
    'plain-off': { ends: true },
    /** Oda's own protocol outside TLS (W14). */
    'not-encrypted': { ends: true },
  },
  limits: {
    /** One line from a peer that has not signed in. */
    maxLineBytesBeforeSignIn: 4 * 1024,
    /** How many lines a peer may send before it has signed in. */
    maxLinesBeforeSignIn: 16,
    /** One line from a member to the room. */
    maxLineBytes: 64 * 1024,
    /** One line from the room to a member; pages of history are cut to stay below it. */
    maxServerLineBytes: 1024 * 1024,
    maxNesting: 16,
    /** What came and is not looked at yet; beyond it nothing more is read from the peer. */
    receiveBufferBytes: 128 * 1024,
    /** Requests of one session that wait for their answers; those after them are not looked at yet. */
    maxRequestsInFlight: 64,
    /** Lines of one plain program that are carried out in one turn of the loop: then the others have theirs. */
    plainLinesPerTurn: 16,
    sendQueueSoftBytes: 256 * 1024,
    sendQueueHardBytes: 1024 * 1024,
    tlsHandshakeMs: 5000,
    signInDeadlineMs: 20_000,
    sessionsPerAddress: 8,
    /** The same of a whole IPv6 network of 64 bits that is not the host's own: a school can be behind one. */
    sessionsPerNetwork: 64,
    connectionsPerAddressPerMinute: 20,
    connectionsPerNetworkPerMinute: 160,
    connectionRefusalMs: 5 * 60_000,
    sessionsPerRoom: 1000,
    heartbeatMs: 5000,
    silenceMs: 20_000,
    /** A peer that says nothing for so long is taken for a program of plain lines (W15). */
    dialectSilenceMs: 700,
    /** A program of plain lines that never ended one has ended one when it says nothing for so long (R2.5). */
    quietLineMs: 400,
    /** One object to a program of bare JSON: as much as the oldest of them read at once (R0.12). */
    maxPlainObjectBytes: 2048,
    /** A line of plain text, a bare JSON object. */
    maxPlainLineBytes: 32 * 1024,
  },
});
