import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import { directPartner } from '../../../src-shared/protocol/ids.ts';
import type { IrcClient } from './irc-client.ts';
import type { OutgoingLine } from './irc-line.ts';
import { maxBodyBytes } from './irc-line.ts';
import { splitText } from './irc-text.ts';

/** A message as lines, in a channel or to a person; none where this client cannot place it. */
export function messageLines(client: IrcClient, entry: MessageEntry): OutgoingLine[] {
  const target = targetOf(client, entry);
  if (target === undefined) return [];
  const source = client.people.maskOf(entry.from);
  const maxTextBytes = maxBodyBytes - Buffer.byteLength(`:${source} PRIVMSG ${target} :`);
  return splitText(entry.text, maxTextBytes).map((text, part) => ({
    tags: { time: timeTag(entry.at), msgid: messageId(entry, part) },
    source,
    verb: 'PRIVMSG',
    params: [target],
    text,
  }));
}

export function timeTag(at: number): string {
  return new Date(at).toISOString();
}

/** Of one message all lines have an id of their own; each leads back to the same number. */
export function messageId({ id, seq }: MessageEntry, part: number): string {
  return part === 0 ? `${id}-${seq}` : `${id}-${seq}.${part}`;
}

/** The number in its conversation that a `msgid` stands for. */
export function seqOfMessageId(text: string): number | undefined {
  const seq = /^\d{1,15}-(\d{1,15})(?:\.\d{1,5})?$/.exec(text)?.[1];
  return seq === undefined ? undefined : Number(seq);
}

function targetOf(client: IrcClient, entry: MessageEntry): string | undefined {
  const channel = client.channels.of(entry.in);
  if (channel) return channel.name;
  const self = client.port.self();
  const partner = self && directPartner(entry.in, self.account);
  if (!partner) return undefined;
  return entry.from === partner ? client.nick : client.people.nickOfAccount(partner);
}
