import type { conversationKind } from '../../src-shared/protocol/ids.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';

/** What stands at the beginning of a transcript. */
export type TranscriptHead = {
  /** Epoch milliseconds. */
  exportedAt: number;
  program: string;
  /** By which times are written for people: `Europe/Istanbul`. */
  zone: string;
  language: Language;
  rooms: readonly TranscriptRoom[];
};

type TranscriptRoom = {
  room: string;
  name: string;
  conversations: readonly TranscriptConversation[];
};

export type TranscriptConversation = {
  id: string;
  kind: ReturnType<typeof conversationKind>;
  name: string;
  /** False if the room has older messages that are not here. */
  isWhole: boolean;
};

type TranscriptPerson = { id: string; name: string };

export type TranscriptFile = {
  name: string;
  size: number;
  hash: string;
  /** The picture itself, as `data:image/png;base64,…`, where the format takes one. */
  picture?: string | undefined;
};

export type TranscriptMessage = {
  is: 'message';
  seq: number;
  at: number;
  from: TranscriptPerson;
  /** Who wrote it where it came from; `from` names the host who brought it, by the name that is shown. */
  imported?: Imported | undefined;
  /** With its marks of formatting, as it was typed; empty if it was deleted. */
  text: string;
  reply?: { seq: number; name: string; text: string } | undefined;
  forwardedFrom?: TranscriptPerson | undefined;
  editedAt?: number | undefined;
  deleted?: { at: number; by?: string | undefined } | undefined;
  /** `by`: the first of them. */
  reactions: readonly { emoji: string; count: number; by: readonly string[] }[];
  pinned?: { at: number; by: string } | undefined;
  files: readonly TranscriptFile[];
};

/** Who came, who renamed what: said in a sentence. */
type TranscriptEvent = {
  is: 'event';
  seq: number;
  at: number;
  event: string;
  text: string;
};

export type TranscriptEntry = TranscriptMessage | TranscriptEvent;

/** What a transcript is written with: each answers with the next piece of the file. */
export interface TranscriptFormat {
  readonly ending: 'html' | 'json' | 'txt';
  begin(): string;
  beginRoom(room: TranscriptRoom): string;
  beginConversation(conversation: TranscriptConversation): string;
  entry(entry: TranscriptEntry): string;
  endConversation(): string;
  endRoom(): string;
  end(): string;
}

/** `2026-11-23 21:04:05 +03:00`, in the zone of this computer. */
export function localTime(at: number): string {
  const date = new Date(at);
  const minutes = -date.getTimezoneOffset();
  const pad = (value: number, width = 2) => String(Math.abs(value)).padStart(width, '0');
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part));
  const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
  return `${day} ${time.join(':')} ${zone}`;
}
