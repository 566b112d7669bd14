import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Command } from '../../src-shared/protocol/commands.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';

/** Entries that one turn of the loop brought to one conversation, oldest first. */
export type Delivery = {
  conversation: ConversationId;
  entries: readonly Entry[];
  /** The entries as lines of Oda's own protocol: encoded once, the same bytes for every reader. */
  bytes: Uint8Array;
};

/** One peer as the room's runner speaks to it, in whatever dialect. */
export interface SessionPeer {
  answer(rid: number, fields: object): void;
  refuse(rid: number, refusal: Refusal): void;
  deliver(delivery: Delivery): void;
  /** It has signed in: the stricter limits of strangers end. */
  admitted(): void;
  /** Say why and close; `SessionPort.closed` follows. */
  end(refusal: Refusal): void;
}

/** What a connection of any dialect may do with the room (the gateways' port). */
export interface SessionPort {
  handle(command: Command): void;
  /** Any sign of life. */
  heard(): void;
  /** Undefined until it has signed in. */
  memberName(): string | undefined;
  /** Once, at the end of the connection; `reason` where this side ended it. */
  closed(reason: Refusal['code'] | undefined): void;
}
