import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LoadClient } from './load-client.ts';

/** Stands once in each message and nowhere else, whatever the protocol: one byte, which no chunk can cut. */
export const mark = '`';
const markByte = mark.charCodeAt(0);

/** The text of a message, 60 characters of it, with its number. */
function textOf(number: number): string {
  return `${mark}${String(number).padStart(9, '0')} as long as the others were measured with, a line`;
}

/** One who is in the room, as thin as can be: counts what is delivered, and looks at it only if somebody listens. */
export type ChatMember = {
  /** Messages of others that came so far. */
  readonly received: number;
  /** Called with what came, as text. */
  onText: ((text: string) => void) | undefined;
  /** Called after messages came. */
  onMessages: (() => void) | undefined;
  /** Writes messages with these numbers to everybody, at once. */
  say(from: number, count: number): void;
  /** By what the server gave it when it came in, to the same server at another port. */
  comeBack?(port: number): Promise<ChatMember>;
  destroy(): void;
};

type Words = { say: (number: number) => string | Buffer };

/** Over a bare connection. */
class SocketMember implements ChatMember {
  received = 0;
  onText: ((text: string) => void) | undefined;
  onMessages: (() => void) | undefined;
  readonly #socket: Socket;
  readonly #words: Words;

  constructor(socket: Socket, words: Words) {
    this.#socket = socket;
    this.#words = words;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => {});
  }

  say(from: number, count: number): void {
    const pieces = Array.from({ length: count }, (_, at) =>
      Buffer.from(this.#words.say(from + at)),
    );
    this.#socket.write(Buffer.concat(pieces));
  }

  write(text: string | Buffer): void {
    this.#socket.write(text);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Waits for what answers; throws if the connection ends before. */
  heard(pattern: RegExp): Promise<void> {
    let all = '';
    return new Promise((resolve, reject) => {
      this.#socket.once('close', () => reject(new Error(`Closed after: ${all.slice(-500)}`)));
      this.onText = (text) => {
        all += text;
        if (!pattern.test(all)) return;
        this.onText = undefined;
        resolve();
      };
    });
  }

  #read(chunk: Buffer): void {
    let count = 0;
    for (let at = chunk.indexOf(markByte); at !== -1; at = chunk.indexOf(markByte, at + 1))
      count += 1;
    this.received += count;
    if (count === 0 && chunk.includes('PING ')) this.#socket.write('PONG :bench\r\n');
    this.onText?.(chunk.toString('latin1'));
    if (count > 0) this.onMessages?.();
  }
}

export type Enter = (port: number, name: string) => Promise<ChatMember>;

async function dial(port: number, words: Words): Promise<SocketMember> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return new SocketMember(socket, words);
}

/** Any IRC server; `channel` is joined. */
export const enterIrc =
  (channel: string): Enter =>
  async (port, name) => {
    const member = await dial(port, {
      say: (number) => `PRIVMSG ${channel} :${textOf(number)}\r\n`,
    });
    member.write(`NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`);
    await member.heard(/ 00[1-5] [^\n]*\r\n[\s\S]* (376|422) /);
    member.write(`JOIN ${channel}\r\n`);
    await member.heard(/ 366 /);
    return member;
  };

/** MQTT 3.1.1, quality of service 0: told at most once. */
export const enterMqtt: Enter = async (port, name) => {
  const field = (text: string) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  };
  const packet = (type: number, body: Buffer) =>
    Buffer.concat([Buffer.from([type, body.length]), body]);
  const member = await dial(port, {
    say: (number) => packet(0x30, Buffer.concat([field('room'), Buffer.from(textOf(number))])),
  });
  member.write(
    packet(0x10, Buffer.concat([field('MQTT'), Buffer.from([4, 2, 0, 0]), field(name)])),
  );
  await member.heard(/^\x20\x02\x00\x00/);
  member.write(packet(0x82, Buffer.concat([Buffer.from([0, 1]), field('room'), Buffer.from([0])])));
  await member.heard(/\x90\x03\x00\x01\x00/);
  return member;
};

/** A room of many at an XMPP server that lets strangers in. */
export const enterXmpp: Enter = async (port, name) => {
  const room = 'bench@conference.bench.local';
  const member = await dial(port, {
    say: (number) =>
      `<message to='${room}' type='groupchat' id='m${number}'><body>${textOf(number)}</body></message>`,
  });
  const open = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='bench.local' version='1.0'>`;
  member.write(open);
  await member.heard(/<\/stream:features>/);
  member.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>`);
  await member.heard(/<success/);
  member.write(open);
  await member.heard(/<\/stream:features>/);
  member.write(`<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`);
  await member.heard(/<jid>/);
  member.write(
    `<presence to='${room}/${name}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
  );
  await member.heard(/<subject/);
  return member;
};

/** Oda's own protocol in TLS. */
export const enterOda: Enter = async (port, name) =>
  asMember(await LoadClient.enter(port, name), name);

function asMember(client: LoadClient, name: string): ChatMember {
  let onText: ((text: string) => void) | undefined;
  let onMessages: (() => void) | undefined;
  client.onChunk = (chunk) => {
    onText?.(chunk.toString('latin1'));
    onMessages?.();
  };
  // A room takes whoever is silent for gone.
  const staying = setInterval(() => client.send('ping', {}), 5000);
  const line = (number: number): string => {
    const cid = `${name}-${String(number).padStart(21 - name.length, '0')}`;
    const fields = { in: 'everyone', cid, text: textOf(number) };
    return `${JSON.stringify({ type: 'send-message', rid: number + 1, ...fields })}\n`;
  };
  return {
    get received() {
      return client.entries;
    },
    get onText() {
      return onText;
    },
    set onText(listener) {
      onText = listener;
    },
    get onMessages() {
      return onMessages;
    },
    set onMessages(listener) {
      onMessages = listener;
    },
    say: (from, count) =>
      client.write(Array.from({ length: count }, (_, at) => line(from + at)).join('')),
    comeBack: async (port) => {
      clearInterval(staying);
      client.destroy();
      return asMember(await client.comeBack(port), name);
    },
    destroy: () => {
      clearInterval(staying);
      client.destroy();
    },
  };
}

/** Oda by plain lines, as `nc` speaks them. */
export const enterLines: Enter = async (port, name) => {
  const member = await dial(port, { say: (number) => `${textOf(number)}\n` });
  member.write(`${name}\n`);
  await member.heard(/You are connected to chatroom\./);
  return member;
};
