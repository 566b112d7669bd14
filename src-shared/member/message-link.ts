import { conversationId, roomId } from '../protocol/ids.ts';
import type { ConversationId, RoomId } from '../protocol/ids.ts';

/** A message that a link leads to. It holds no address: whoever is not in the room cannot reach it by the link. */
export type MessageLink = { room: RoomId; in: ConversationId; seq: number };

/** No link that can be read is longer. */
const maxLinkCharacters = 128;
const shape = /^oda:\/\/message\/([\w-]{16})\/([\w:-]{1,40})\/([1-9]\d{0,14})\/?$/;
/** The same within a text, without what begins it. */
export const messageLinkTail = /^\/\/message\/[\w-]{16}\/[\w:-]{1,40}\/[1-9]\d{0,14}(?!\d)/;

/** `oda://message/<room>/<conversation>/<number>` */
export function formatMessageLink({ room, in: conversation, seq }: MessageLink): string {
  return `oda://message/${room}/${conversation}/${seq}`;
}

/** Undefined if it is none. */
export function parseMessageLink(text: string): MessageLink | undefined {
  const trimmed = text.slice(0, 2 * maxLinkCharacters).trim();
  if (trimmed.length > maxLinkCharacters) return undefined;
  const [, roomPart, place, number] = shape.exec(trimmed) ?? [];
  const room = roomId.safeParse(roomPart);
  const conversation = conversationId.safeParse(place);
  if (!room.success || !conversation.success) return undefined;
  return { room: room.data, in: conversation.data, seq: Number(number) };
}
