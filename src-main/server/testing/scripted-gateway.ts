import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Answer } from '../../../src-shared/protocol/protocol.ts';
import { decodePage } from '../../../src-shared/protocol/history.ts';
import type { HistoryPage } from '../../../src-shared/protocol/history.ts';
import type { ConnectionParts, Gateway, RoomConnection, SessionPeer } from '../session-port.ts';

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
    connect: (parts) => new ScriptedConnection(parts, { greeting, verb: verb ?? '' }),
  };
}

class ScriptedConnection implements RoomConnection, SessionPeer {
  readonly #parts: ConnectionParts;
  readonly #verb: string;
  readonly #session;
  #text = '';
  #rid = 0;
  #reason: Refusal['code'] | undefined;

  constructor(parts: ConnectionParts, { greeting, verb }: { greeting: string; verb: string }) {
    this.#parts = parts;
    this.#verb = verb;
    this.#session = parts.openSession(this);
    parts.transport.listen({
      bytes: (chunk) => this.#read(chunk),
      closed: () => {
        this.#session.closed(this.#reason);
        parts.onClosed();
      },
    });
    this.#write(greeting);
  }

  get isStranger(): boolean {
    return this.#session.self() === undefined;
  }

  get memberName(): string | undefined {
    return this.#session.self()?.name;
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

  deliver: SessionPeer['deliver'] = ({ entries }) => {
    for (const entry of entries) {
      if (entry.type !== 'message') continue;
      const name = this.#session.room.member(entry.from)?.name;
      this.#write(`<${name}> ${entry.text}\n`);
    }
  };

  notice(): void {}

  tellPrivate(): void {
    this.#write('private\n');
  }

  admitted(): void {
    this.#parts.onAdmitted();
  }

  end({ code }: Refusal): void {
    if (this.#reason !== undefined) return;
    this.#reason = code;
    this.#write(`bye ${code}\n`);
    this.#parts.transport.close();
    this.#session.closed(code);
  }

  #write(text: string): void {
    this.#parts.transport.send(Buffer.from(text));
  }

  #read(chunk: Uint8Array): void {
    this.#session.heard();
    this.#text += Buffer.from(chunk).toString();
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines)
      this.#take(line.startsWith(this.#verb) ? line.slice(this.#verb.length) : line);
  }

  #take(line: string): void {
    this.#rid += 1;
    const rid = this.#rid;
    if (this.#rid === 1) return this.#session.enterAsGuest(rid, line);
    const cid = `cid-${String(rid).padStart(20, '0')}` as never;
    this.#session.handle({ type: 'send-message', rid, in: 'everyone' as never, cid, text: line });
  }
}
