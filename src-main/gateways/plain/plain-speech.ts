import type { TypedNames } from '../../../src-shared/typed/read-typed.ts';

/** What somebody with a plain program wants, whatever the dialect (R0.11, R4.3, R4.4). */
export type PlainRequest =
  | { is: 'enter'; name: string }
  /** `note` is answered once it was said. */
  | { is: 'say'; text: string; note?: string }
  | { is: 'tell'; to: string; text: string }
  | { is: 'say-in'; topic: string; text: string }
  /** In the room, or in a topic. */
  | { is: 'who'; topic?: string }
  | { is: 'topics' }
  | { is: 'join'; topic: string }
  | { is: 'leave-topic'; topic: string }
  | { is: 'help' }
  | { is: 'leave' }
  /** Nothing can be done with it; the sentence says what would help. */
  | { is: 'unclear'; sentence: string };

/** A piece of what came: one line, one object. After a refusal that `ends` nothing more is read. */
export type Piece<P> =
  | { ok: true; piece: P }
  | { ok: false; code: 'line-too-long' | 'bad-utf8' | 'bad-json'; ends: boolean };

/** Cuts bytes into pieces, wherever they were cut on their way. */
export interface PieceReader<P> {
  push(chunk: Uint8Array): Piece<P>[];
  /** Bytes of a piece whose end has not come. */
  readonly waitingBytes: number;
  /** What has no end so far is a piece all the same when nothing follows for `quietLineMs`. */
  readonly mayEndInQuiet?: boolean;
  /** What has no end and will get none. */
  takeRest?(): Piece<P>[];
  /** What the dialect itself has to answer to what was read since the last call, besides any room. */
  takeReplies?(): Uint8Array;
}

/** `to`: everyone, this person only, or the topic of this name, with its `#`. */
type Said = { from: string; text: string; to: 'everyone' | 'you' | `#${string}` };

/**
 * One plain dialect as pure translation: pieces to requests, what happens in the room to the text that is
 * sent. Names and texts of others come in already `printable`.
 */
export interface PlainSpeech<P> {
  /** A program writes a piece at once: half of one and then silence is an end. A person may think. */
  readonly comesWhole: boolean;
  reader(): PieceReader<P>;
  /** Undefined for what means nothing and needs no answer. */
  read(piece: P, listener: Listener): PlainRequest | undefined;
  /** What is said before anything was heard. */
  greeting(): string;
  entered(room: { name: string; others: readonly string[] }): string;
  /** Something that the room itself has to say. */
  told(sentence: string): string;
  /** A request was refused; who has not come in yet may try again. */
  refused(sentence: string, to: Pick<Listener, 'isIn'>): string;
  said(message: Said): string;
  /** Somebody else. */
  came(name: string): string;
  /** `at`: the host's clock. */
  went(name: string, at: number): string;
  who(online: readonly string[]): string;
  help(): string;
  goodbye(sentence: string): string;
}

/** Whom a piece comes from. */
type Listener = {
  isIn: boolean;
  people: TypedNames['people'];
};
