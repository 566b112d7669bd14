import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Answer } from '../../../src-shared/protocol/protocol.ts';
import { decodePage } from '../../../src-shared/protocol/history.ts';
import type { HistoryPage } from '../../../src-shared/protocol/history.ts';
import type { Gateway, Speaker, SpeakerParts } from '../session-port.ts';

export type ScriptedGatewayOptions = {
  dialect: Gateway['dialect'];
  /** What a peer begins with who speaks it; for `lines` nothing. */
  verb?: string;
  greeting?: string;
};

/**
 * A dialect for tests, as simple as can be: the first line is a guest's name, each later one a message to
 * everyone. It writes `<name> text`, and `bye CODE` at the end.
 */
export function scriptedGateway({ dialect, verb, greeting = '' }: ScriptedGatewayOptions): Gateway {
  return {
    dialect,
    recognises(firstBytes) {
      if (verb === undefined) return 'unsure';
      const text = Buffer.from(firstBytes).toString();
      if (text.startsWith(verb)) return 'yes';
      return verb.startsWith(text) ? 'unsure' : 'no';
    },
    speak: (parts) => new ScriptedSpeaker(parts, { greeting, verb: verb ?? '' }),
  };
}

class ScriptedSpeaker implements Speaker {
  readonly linesPerTurn = 1000;
  readonly maxLines = Infinity;
  readonly isBusy = false;
  readonly isFull = false;
  readonly #parts: SpeakerParts;
  readonly #verb: string;
  readonly #greeting: string;
  readonly #lines: string[] = [];
  #text = '';
  #rid = 0;

  constructor(parts: SpeakerParts, { greeting, verb }: { greeting: string; verb: string }) {
    this.#parts = parts;
    this.#greeting = greeting;
    this.#verb = verb;
  }

  greet(): void {
    this.#write(this.#greeting);
  }

  answer(rid: number, fields: Answer): void {
    this.#write(`ok ${rid} ${JSON.stringify(fields)}\n`);
  }

  answerPage(rid: number, page: HistoryPage): void {
    this.answer(rid, decodePage(page));
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#write(`no ${rid} ${refusal.code}\n`);
  }

  deliver: Speaker['deliver'] = ({ entries }) => {
    for (const entry of entries) {
      if (entry.type !== 'message') continue;
      const name = this.#parts.session.room.member(entry.from)?.name;
      this.#write(`<${name}> ${entry.text}\n`);
    }
  };

  notice(): void {}

  tellPrivate(): void {
    this.#write('private\n');
  }

  goodbye({ code }: Refusal): Uint8Array {
    return Buffer.from(`bye ${code}\n`);
  }

  stop(): void {}

  add(chunk: Uint8Array): void {
    this.#text += Buffer.from(chunk).toString();
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      this.#lines.push(line.startsWith(this.#verb) ? line.slice(this.#verb.length) : line);
    }
  }

  take(): (() => void) | undefined {
    const line = this.#lines.shift();
    return line === undefined ? undefined : () => this.#read(line);
  }

  #write(text: string): void {
    this.#parts.out.send(Buffer.from(text));
  }

  #read(line: string): void {
    this.#rid += 1;
    const rid = this.#rid;
    const { session } = this.#parts;
    if (rid === 1) return session.enterAsGuest(rid, line);
    const cid = `cid-${String(rid).padStart(20, '0')}` as never;
    session.handle({ type: 'send-message', rid, in: 'everyone' as never, cid, text: line });
  }
}
