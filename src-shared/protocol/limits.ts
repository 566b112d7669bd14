import { limits as all } from './features.ts';

/**
 * Every bound that a peer could otherwise push against, each with its feature (docs/PROTOCOL.md, Limits). Sizes are in
 * bytes unless the name says characters (Unicode code points), times in milliseconds.
 */
export const limits = all;

/** The limits that a host may set for its own room (marked * in docs/PROTOCOL.md). */
export type RoomLimits = Record<keyof typeof defaultRoomLimits, number>;

export const defaultRoomLimits = {
  maxTextCharacters: limits.maxTextCharacters,
  sessionsPerAddress: limits.sessionsPerAddress,
  sessionsPerRoom: limits.sessionsPerRoom,
  messageBurst: limits.messageBurst,
  messagesPerSecond: limits.messagesPerSecond,
  signUpsPerAddress: limits.signUpsPerAddress,
};

export const defaultPort = 12345;
