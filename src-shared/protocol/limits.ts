/**
 * Every bound that a peer could otherwise push against, in one place (docs/PROTOCOL.md, Limits). Sizes are in
 * bytes unless the name says characters (Unicode code points), times in milliseconds.
 */
export const limits = {
  /** One line from a peer that has not signed in. */
  maxLineBytesBeforeSignIn: 4 * 1024,
  /** How many lines a peer may send before it has signed in. */
  maxLinesBeforeSignIn: 16,
  /** One line from a member to the room. */
  maxLineBytes: 64 * 1024,
  /** One line from the room to a member; pages of history are cut to stay below it. */
  maxServerLineBytes: 1024 * 1024,
  maxNesting: 16,
  maxTextCharacters: 8000,
  /** What came and is not looked at yet; past it a peer is not read from. */
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
  messageBurst: 10,
  messagesPerSecond: 2,
  maxUnacknowledged: 20,
  signInsPerAddressPerMinute: 5,
  signInsPerNetworkPerMinute: 64,
  wrongPasswordFirstWaitMs: 1000,
  wrongPasswordLongestWaitMs: 15 * 60_000,
  signUpsPerAddress: 3,
  signUpsPerNetwork: 64,
  signUpsWindowMs: 10 * 60_000,
  minPasswordCharacters: 8,
  maxPasswordCharacters: 128,
  /** Below this a password is taken, with a warning. */
  shortPasswordCharacters: 15,
  maxNameCharacters: 32,
  maxRoomNameCharacters: 64,
  historyPage: 200,
  maxHistoryPage: 1000,
  /** A page ends at this size even where more entries were asked for: what a room holds at once for one reader. */
  historyPageBytes: 64 * 1024,
  /** Members in one answer of `list-members`, conversations in one answer of `sync`. */
  rosterPage: 1000,
  /** People in one group conversation, and groups that one member may be in. */
  groupMembers: 200,
  groupsPerMember: 200,
  /** Groups of one room, ended ones too: who was in one may still read it. */
  groupsPerRoom: 10_000,
  maxGroupNameCharacters: 64,
  /** Groups in one answer of `list-groups`. */
  groupPage: 50,
  /** How long a private chat that was asked for waits for its answer. */
  privateAskMs: 2 * 60_000,
  /** How long a private chat waits for a side whose connection was lost. */
  privateLostMs: 20_000,
  /** What a private chat holds for a side whose connection was lost: its newest messages. */
  privateReplay: 100,
  /** And this many characters of them (UTF-16 code units): what is sent again at once. */
  privateReplayCharacters: 64 * 1024,
  /** Private chats of one member, asked for or open. */
  privatesPerMember: 20,
  heartbeatMs: 5000,
  /** How long a person may touch nothing before being shown as away. */
  awayAfterMs: 10 * 60_000,
  silenceMs: 20_000,
  /** Devices of one account that are known, and that hold a token. */
  devicesPerAccount: 20,
  tokenLifetimeMs: 7 * 24 * 60 * 60_000,
  /** A peer that says nothing for so long is taken for a program of plain lines (W15). */
  dialectSilenceMs: 700,
  /** A program of plain lines that never ended one has ended one when it says nothing for so long (R2.5). */
  quietLineMs: 400,
  /** One object to a program of bare JSON: as much as the oldest of them read at once (R0.12). */
  maxPlainObjectBytes: 2048,
  /** A line of plain text, a bare JSON object. */
  maxPlainLineBytes: 32 * 1024,
  freeDiskBytes: 64 * 1024 * 1024,
} as const;

/** The limits that a host may set for its own room (marked * in docs/PROTOCOL.md). */
export type RoomLimits = {
  maxTextCharacters: number;
  sessionsPerAddress: number;
  sessionsPerRoom: number;
  messageBurst: number;
  messagesPerSecond: number;
  signUpsPerAddress: number;
};

export const defaultRoomLimits: RoomLimits = {
  maxTextCharacters: limits.maxTextCharacters,
  sessionsPerAddress: limits.sessionsPerAddress,
  sessionsPerRoom: limits.sessionsPerRoom,
  messageBurst: limits.messageBurst,
  messagesPerSecond: limits.messagesPerSecond,
  signUpsPerAddress: limits.signUpsPerAddress,
};

export const defaultPort = 12345;
