import type { ImportSource, Imported } from '../../../src-shared/protocol/imported.ts';
import { RefusalError } from '../../../src-shared/protocol/outcome.ts';

/** One message of another program, as its export has it. */
export type ReadMessage = {
  /** The same each time it is read, and of no other message of its chat. */
  id: string;
  author: string;
  at: number;
  text: string;
  /** The `id` of the message that it answers, which stands before it. */
  reply?: string | undefined;
  reactions?: Imported['reactions'];
};

/** One conversation of an export; its messages can be read more than once, oldest first. */
export type ReadChat = {
  name: string;
  /** It was between few people there: it is brought in only if somebody wants it. */
  isClosed: boolean;
  messages(): AsyncIterable<ReadMessage>;
};

/** So many conversations one export may have. */
export const mostChats = 1000;

/** A message, and which of the export's chats it is of. */
export type PlacedMessage = { place: number; message: ReadMessage };

export type ReadExport = {
  source: ImportSource;
  chats: readonly ReadChat[];
  /** The messages of all chats, one chat after the other; the file is read through once. */
  all(): AsyncIterable<PlacedMessage>;
  close(): Promise<void>;
};

type ImportCode =
  | 'import-unknown'
  | 'import-broken'
  | 'import-encrypted'
  | 'import-too-large'
  | 'import-encoding';

/** What is wrong with the file; `place` names the file in it, and where. */
export class ImportError extends RefusalError {
  constructor(code: ImportCode, place: string, options?: ErrorOptions) {
    super({ code, subject: place }, options);
  }
}
