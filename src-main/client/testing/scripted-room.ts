import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import { encodeFrame } from '../../../src-shared/protocol/encode-frame.ts';
import type { Command, CommandName, CommandOf } from '../../../src-shared/protocol/protocol.ts';
import { entrySchemas } from '../../../src-shared/protocol/entries.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Receipt } from '../../../src-shared/protocol/receipts.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  Epoch,
  RoomId,
  Secret,
} from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { LineDecoder } from '../../../src-shared/protocol/line-decoder.ts';
import { parseCommand } from '../../../src-shared/protocol/parse-command.ts';
import type { Admission, Greeting } from '../sign-in.ts';
import { createMemoryPair } from '../../net/memory-transport.ts';
import type { Transport } from '../../net/transport.ts';

export const own = 'own0000000' as AccountId;
export const veli = 'veli000000' as AccountId;
export const roomId = 'room000000000000' as RoomId;

const facts = {
  logsTexts: false,
  plain: false,
  access: 'open',
  files: usualFileTerms,
  settings: usualRoomSettings,
} as const;

type Override = (command: Command) => object | 'silence' | undefined;

/**
 * The other side of the wire for tests: a room that keeps a log and answers as a room does, unless the test
 * says otherwise for a command. Live entries are delivered only when the test says so.
 */
export class ScriptedRoom {
  room = { id: roomId, name: 'Kitchen', epoch: 'epoch000' as Epoch, ...facts };
  limits: Greeting['limits'] = {
    maxLineBytes: limits.maxLineBytes,
    maxRequestsInFlight: limits.maxRequestsInFlight,
    maxTextCharacters: limits.maxTextCharacters,
    maxUnacknowledged: limits.maxUnacknowledged,
    messageBurst: limits.messageBurst,
    messagesPerSecond: limits.messagesPerSecond,
    historyPage: 4,
    maxHistoryPage: 6,
    heartbeatMs: limits.heartbeatMs,
    silenceMs: limits.silenceMs,
  };
  members: Member[] = [
    { account: own, name: 'ali', presence: 'online' },
    { account: veli, name: 'veli', presence: 'offline' },
  ];
  groups: Group[] = [];
  receipts: Receipt[] = [];
  /** Fields of the answer to `sign-in` and `resume` besides what every room says. */
  admission: Partial<Admission> = {};
  log: Entry[] = [];
  tokens = 0;
  /** Everything that was asked over all connections, oldest first. */
  readonly asked: Command[] = [];
  readonly #overrides = new Map<CommandName, Override>();
  #far: Transport | undefined;

  /** A new connection, as the client's end of it. */
  connect(): Transport {
    const [near, far] = createMemoryPair();
    const decoder = new LineDecoder({ maxLineBytes: limits.maxLineBytes });
    this.#far = far;
    far.listen({
      bytes: (chunk) => {
        for (const line of decoder.push(chunk)) if (line.ok) this.#handle(far, line.value);
      },
      closed: () => undefined,
    });
    return near;
  }

  /** Another answer to a command: fields of an `ok`, a whole `fail` frame, or none at all. */
  on<N extends CommandName>(
    name: N,
    override: (command: CommandOf<N>) => object | 'silence' | undefined,
  ): void {
    this.#overrides.set(name, override as Override);
  }

  askedFor<N extends CommandName>(name: N): CommandOf<N>[] {
    return this.asked.filter((command): command is CommandOf<N> => command.type === name);
  }

  /** Adds to the log without telling anybody. */
  add(
    text: string,
    options: { in?: ConversationId; from?: AccountId; cid?: Cid } = {},
  ): MessageEntry {
    const { in: conversation = everyone, from = veli } = options;
    const id = this.log.length + 1;
    const cid = options.cid ?? (`cid${String(id).padStart(13, '0')}` as Cid);
    const seq = this.seqAfter(conversation);
    const entry: MessageEntry = {
      type: 'message',
      in: conversation,
      seq,
      id,
      at: id,
      from,
      cid,
      text,
    };
    this.log.push(entry);
    return entry;
  }

  seqAfter(conversation: ConversationId): number {
    return this.log.filter((entry) => entry.in === conversation).length + 1;
  }

  /** Says something over the newest connection, whatever it is; an entry in a list of its own. */
  tell(...frames: object[]): void {
    const lines = frames.map((frame) =>
      encodeFrame(isEntry(frame) ? { type: 'entries', entries: [frame] } : frame),
    );
    this.#far?.send(Buffer.from(lines.join('')));
  }

  tellRaw(text: string): void {
    this.#far?.send(Buffer.from(text));
  }

  /** The connection breaks. */
  cut(): void {
    this.#far?.destroy();
    this.#far = undefined;
  }

  #handle(far: Transport, value: Record<string, unknown>): void {
    const parsed = parseCommand(value);
    if (!parsed.ok) throw new Error(`The client broke the protocol: ${JSON.stringify(value)}`);
    const { command } = parsed;
    this.asked.push(command);
    const answer = this.#overrides.get(command.type)?.(command) ?? this.#answer(command);
    if (answer === 'silence') return;
    far.send(Buffer.from(encodeFrame({ type: 'ok', rid: command.rid, ...answer })));
  }

  #answer(command: Command): object {
    switch (command.type) {
      case 'hello':
        return { protocol: 1, room: this.room, limits: this.limits };
      case 'sign-in':
      case 'resume':
        this.tokens += 1;
        return {
          account: own,
          name: 'ali',
          token: this.token(),
          created: false,
          hasPassword: false,
          ...this.admission,
        };
      case 'list-members':
        return { members: this.members };
      case 'list-groups':
        return { groups: this.groups };
      case 'list-later':
        return { messages: [] };
      case 'list-receipts':
        return { receipts: this.receipts };
      case 'sync':
        return this.#heads(command);
      case 'read-history':
        return this.#history(command);
      case 'make-group':
        return { in: command.in, seq: 1, id: 1, at: 1 };
      case 'send-message':
        return this.#accept(command);
      default:
        return {};
    }
  }

  /** The newest token. */
  token(): Secret {
    return `token${String(this.tokens).padStart(38, '0')}` as Secret;
  }

  /** Of a group that this person was taken out of, what came up to that. */
  readable(id: ConversationId): Entry[] {
    const all = this.log.filter((entry) => entry.in === id);
    const last = all.findLastIndex((entry) => {
      return (entry.type === 'added' || entry.type === 'removed') && entry.account === own;
    });
    return all[last]?.type === 'removed' ? all.slice(0, last + 1) : all;
  }

  #heads({ after }: CommandOf<'sync'>): object {
    const head = this.log.length;
    if (after > head) return { type: 'fail', code: 'cursor-ahead' };
    const newest = new Map<ConversationId, Entry>();
    for (const id of new Set(this.log.map((entry) => entry.in))) {
      const entry = this.readable(id).at(-1);
      if (entry && entry.id > after) newest.set(id, entry);
    }
    const conversations = [...newest.values()].map((entry) => ({
      in: entry.in,
      lastSeq: entry.seq,
      lastId: entry.id,
    }));
    return { conversations, head };
  }

  #history({ in: id, after, before, limit = this.limits.historyPage }: CommandOf<'read-history'>) {
    const all = this.readable(id);
    const newer = all.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
    const entries = after === undefined ? newer.slice(-limit) : newer.slice(0, limit);
    return { entries, more: entries.length < newer.length };
  }

  #accept({ in: conversation, cid, text }: CommandOf<'send-message'>): object {
    const first = this.log.find((entry) => entry.type === 'message' && entry.cid === cid);
    const { seq, id, at } = first ?? this.add(text, { in: conversation, from: own, cid });
    return { in: conversation, seq, id, at };
  }
}

function isEntry(frame: object): boolean {
  return 'type' in frame && entrySchemas.has(frame.type);
}

export function fail(code: string, fields: object = {}): object {
  return { type: 'fail', code, ...fields };
}
