import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { WirePeer } from '../../server/testing/wire-peer.ts';
import { placeOfMessageId } from './message-lines.ts';
import { ircLabs } from './testing/irc-lab.ts';

const startLab = ircLabs();
const group = 'group:haftasonu0123456';

/** Ayşe in Oda, one program that asked for tags and one that did not. */
async function withPrograms(...more: string[]) {
  const lab = await startLab({ roomLimits: { messageBurst: 100 } });
  const ayse = await lab.enterByOda('Ayşe');
  const tagged = await lab.signIn('Selin', 'message-tags', ...more);
  const plain = await lab.enter('veli');
  await tagged.ask('JOIN #oda');
  await plain.ask('JOIN #oda');
  return { ...lab, ayse, tagged, plain };
}

let changes = 0;
function change(
  peer: WirePeer,
  type: string,
  fields: { target: number; [field: string]: unknown },
) {
  changes += 1;
  const cid = `change${String(changes).padStart(12, '0')}`;
  return peer.ask(type, { in: everyone, cid, ...fields });
}

/** Its number. */
async function say(peer: WirePeer, text: string, more: object = {}): Promise<number> {
  return Number((await peer.say(text, more))['seq']);
}

async function account(peer: WirePeer, name: string): Promise<AccountId> {
  const { members } = (await peer.ask('list-members')) as unknown as {
    members: { name: string; account: AccountId }[];
  };
  const found = members.find((member) => member.name === name)?.account;
  if (!found) throw new Error(`${name} is not known`);
  return found;
}

describe('what IRC programs are told', () => {
  it('an answer says in words which message it answers, or by tags where they were asked for', async () => {
    const { ayse, tagged, plain } = await withPrograms();
    const seq = await say(ayse, 'dinner at\n\u0002six\u202e?');
    await ayse.say('yes', { reply: seq });
    const id = `everyone/${seq}`;
    expect(await tagged.until(/ :yes$/)).toMatch(
      new RegExp(
        `^@msgid=everyone/\\d+;\\+reply=${id};\\+draft/reply=${id} :Ayşe!\\S+ PRIVMSG #oda`,
      ),
    );
    const words = await plain.until(/yes$/);
    expect(words).toMatch(/ PRIVMSG #oda :Answering “dinner at .?six.?\?”: yes$/);
    expect(words).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  it('of a long message at most 60 letters are said again, and of a long answer only the first line has the tags', async () => {
    const { ayse, tagged, plain } = await withPrograms();
    const seq = await say(ayse, `first ${'ş'.repeat(3000)}`);
    await ayse.say(`answer ${'x '.repeat(600)}end`, { reply: seq });
    await tagged.until(/end$/);
    expect(tagged.lines.filter((line) => line.includes('+reply='))).toHaveLength(1);
    await plain.until(/end$/);
    const words = plain.lines.find((line) => line.includes('Answering')) ?? '';
    expect(/“(.*)”/.exec(words)?.[1]).toHaveLength(60);
    for (const line of plain.lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
  });

  it('a reaction is words for one and a TAGMSG for the other, never both', async () => {
    const { ayse, tagged, plain } = await withPrograms('server-time', 'account-tag');
    const seq = await say(ayse, 'dinner at six?');
    await change(ayse, 'add-reaction', { target: seq, emoji: '👍' });
    await change(ayse, 'remove-reaction', { target: seq, emoji: '👍' });
    const id = `everyone/${seq}`;
    const tags = String.raw`\+reply=${id};\+draft/reply=${id}`;
    expect(await tagged.until('+draft/react=')).toMatch(
      new RegExp(`^@account=Ayşe;time=[^;]+;${tags};\\+draft/react=👍 :Ayşe!\\S+ TAGMSG #oda$`),
    );
    await tagged.until(/;\+draft\/unreact=👍 :Ayşe!\S+ TAGMSG #oda$/);
    await plain.until(' NOTICE #oda :Ayşe reacted with 👍 to “dinner at six?”');
    await plain.until(' NOTICE #oda :Ayşe took 👍 back from “dinner at six?”');
    expect(tagged.lines.filter((line) => line.includes('NOTICE #oda'))).toEqual([]);
    expect(plain.lines.filter((line) => line.includes('TAGMSG'))).toEqual([]);
  });

  it('an edit and a deletion stay words, which name the message', async () => {
    const { ayse, tagged } = await withPrograms();
    const seq = await say(ayse, 'dinner at six?');
    await change(ayse, 'edit-message', { target: seq, text: 'dinner at seven?' });
    await tagged.until(' NOTICE #oda :Ayşe changed “dinner at six?”: dinner at seven?');
    await change(ayse, 'delete-message', { target: seq });
    await tagged.until(/ NOTICE #oda :Ayşe deleted a message \(Ayşe, \S+ \S+\)$/);
  });

  it('of what was said before somebody was taken into a group they read nothing again', async () => {
    const { ayse, signIn } = await withPrograms();
    const selin = await account(ayse, 'Selin');
    const bora = await signIn('Bora');
    await ayse.ask('make-group', { in: group, name: 'Hafta', members: [selin] });
    const seq = await say(ayse, 'secret plan', { in: group });
    await ayse.ask('add-to-group', { in: group, account: await account(ayse, 'Bora') });
    await bora.until(' 366 Bora #Hafta ');
    await ayse.say('agreed', { in: group, reply: seq });
    expect(await bora.until(/agreed$/)).toMatch(/ PRIVMSG #Hafta :agreed$/);
    const later = await say(ayse, 'where?', { in: group });
    await ayse.say('here', { in: group, reply: later });
    await bora.until(/ PRIVMSG #Hafta :Answering “where\?”: here$/);
  });

  it('CHATHISTORY says it too, as far as its page shows what is answered', async () => {
    const { ayse, enter } = await withPrograms();
    const seq = await say(ayse, 'bir');
    await ayse.say('iki', { reply: seq });
    const late = await enter('deniz');
    const shown = (await late.ask('CHATHISTORY LATEST #oda * 2')).join('\n');
    expect(shown).toContain(' PRIVMSG #oda :Answering “bir”: iki');
    expect((await late.ask('CHATHISTORY LATEST #oda * 1')).join('\n')).toMatch(/#oda :iki$/);
    const rich = await enter('cem', 'message-tags');
    expect((await rich.ask('CHATHISTORY LATEST #oda * 1')).join('\n')).toMatch(
      new RegExp(`;\\+reply=everyone/${seq};.* PRIVMSG #oda :iki$`),
    );
  });
});

it('CHATHISTORY has nothing at a msgid of another conversation', async () => {
  const { ayse, tagged } = await withPrograms();
  await say(ayse, 'bir');
  const here = await say(ayse, 'iki');
  await ayse.ask('make-group', { in: group, name: 'Hafta', members: [] });
  const there = await say(ayse, 'secret plan', { in: group });
  const lines = (id: string) => tagged.ask(`CHATHISTORY AROUND #oda msgid=${id} 1`);
  expect((await lines(`everyone/${here}`)).join()).toMatch(/:iki(?:,|$)/);
  expect(await lines(`${group}/${there}`)).toEqual([
    ':room.oda FAIL CHATHISTORY MESSAGE_ERROR AROUND #oda :This message is not there any more.',
  ]);
});

describe('what IRC programs say', () => {
  it.each(['+reply', '+draft/reply'])('a message with %s is an answer in the room', async (tag) => {
    const { ayse, tagged } = await withPrograms();
    const seq = await say(ayse, 'six?');
    const [, id] = /msgid=([^; ]+)/.exec(await tagged.until(/:six\?$/)) ?? [];
    tagged.send(`@${tag}=${id} PRIVMSG #oda :seven`);
    expect(await ayse.first((frame) => frame['text'] === 'seven')).toMatchObject({ reply: seq });
  });

  it('a reaction is added and taken back, also in a conversation of two, and comes back by echo-message only', async () => {
    const { ayse, tagged, signIn } = await withPrograms('labeled-response', 'batch');
    const echoing = await signIn(
      'Selin',
      'message-tags',
      'echo-message',
      'labeled-response',
      'batch',
    );
    await echoing.ask('JOIN #oda');
    const seq = await say(ayse, 'six?');
    const id = `everyone/${seq}`;
    await tagged.until(/:six\?$/);
    const quiet = await tagged.ask(`@label=a;+reply=${id};+draft/react=👍 TAGMSG #oda`);
    expect(quiet).toEqual(['@label=a :room.oda ACK']);
    const from = await account(ayse, 'Selin');
    const added = { type: 'reaction-added', by: from, target: seq, emoji: '👍' };
    expect(await ayse.first((frame) => frame.type === 'reaction-added')).toMatchObject(added);
    // Another program of the same account sees it.
    await echoing.until(/\+draft\/react=👍 :Selin!\S+ TAGMSG #oda$/);
    // It is there already: nothing is delivered, and its own line answers it all the same.
    const again = `+reply=${id};+draft/react=👍 TAGMSG #oda`;
    const tags = String.raw`@\+reply=${id};\+draft/reply=${id};\+draft/react=👍(;label=k)?`;
    const echo = new RegExp(`^${tags} :Selin!\\S+ TAGMSG #oda$`);
    expect(await echoing.ask(`@label=k;${again}`)).toEqual([expect.stringMatching(echo)]);
    expect(await echoing.ask(`@${again}`)).toEqual([expect.stringMatching(echo)]);
    expect(await echoing.ask(`@+reply=${id};+draft/unreact=👎 TAGMSG #oda`)).toEqual([
      expect.stringMatching(/;\+draft\/unreact=👎 :Selin!\S+ TAGMSG #oda$/),
    ]);
    expect(await tagged.ask(`@label=q;${again}`)).toEqual(['@label=q :room.oda ACK']);
    expect(await tagged.ask(`@${again}`)).toEqual([]);
    echoing.send(`@label=b;+draft/reply=${id};+draft/unreact=👍 TAGMSG #oda`);
    expect(await echoing.until('label=b')).toMatch(
      /\+draft\/unreact=👍;label=b :Selin!\S+ TAGMSG #oda$/,
    );
    await ayse.first((frame) => frame.type === 'reaction-removed');
    // As programs write it, without what asks for the picture.
    tagged.send(`@+reply=${id};+draft/react=❤ TAGMSG #oda`);
    await ayse.first((frame) => frame.type === 'reaction-added' && frame.emoji === '❤️');

    const direct = directConversation(from, await account(ayse, 'Ayşe'));
    const told = await say(ayse, 'psst', { in: direct });
    await tagged.until(/:psst$/);
    await tagged.ask(`@+reply=${direct}/${told};+draft/react=🎉 TAGMSG Ayşe`);
    await ayse.first((frame) => frame.type === 'reaction-added' && frame['in'] === direct);
    await echoing.until(/\+draft\/react=🎉 :Selin!\S+ TAGMSG Ayşe$/);
  });

  it('what cannot be is refused in words, and nothing is said', async () => {
    const { ayse, tagged, enter } = await withPrograms();
    const seq = await say(ayse, 'six?');
    const id = `everyone/${seq}`;
    await tagged.until(/:six\?$/);
    const react = (tags: string) => tagged.ask(`@${tags} TAGMSG #oda`);
    const gone = ':This message is not there any more.';
    const ids = [
      'nothing',
      'everyone/0',
      'everyone/999',
      'everyone/-1',
      `direct:a:b/${seq}`,
      'x'.repeat(4000),
    ];
    for (const wrong of ids) {
      expect(await react(`+reply=${wrong};+draft/react=👍`)).toEqual([
        `:room.oda 404 Selin #oda ${gone}`,
      ]);
      const said = await tagged.ask(`@+reply=${wrong} PRIVMSG #oda :lost`);
      expect(said).toEqual([`:room.oda 404 Selin #oda ${gone}`]);
      expect(await tagged.ask(`@+reply=${wrong} NOTICE #oda :lost`)).toEqual([]);
    }
    for (const odd of ['lol', '👍👍', '\\s', '\\r\\n', 'x'.repeat(4000)])
      expect(await react(`+reply=${id};+draft/react=${odd}`)).toEqual([
        ':room.oda 404 Selin #oda :That is not one emoji, or one that this room does not know. Choose another.',
      ]);
    expect((await react('+draft/react=👍')).join()).toContain(
      'FAIL TAGMSG NEED_MORE_PARAMS #oda :',
    );
    expect((await react(`+reply=${id};+draft/react=👍;+draft/unreact=👍`)).join()).toContain(
      'FAIL TAGMSG INVALID_PARAMS #oda :',
    );
    expect((await tagged.ask(`@+reply=${id};+draft/react=👍 TAGMSG #none`)).join()).toContain(
      ' 403 ',
    );
    expect((await tagged.ask(`@+reply=${id};+draft/react=👍 TAGMSG nobody`)).join()).toContain(
      ' 401 ',
    );
    expect((await tagged.ask(`@+reply=${id};+draft/react=👍 TAGMSG Selin`)).join()).toContain(
      ' 404 ',
    );
    expect((await react(`+draft/react=👍;+x=${'x'.repeat(4100)}`)).join()).toContain(' 417 ');
    const guest = await enter('deniz', 'message-tags');
    await guest.ask('JOIN #oda');
    const refused = await guest.ask(`@+reply=${id};+draft/react=👍 TAGMSG #oda`);
    expect(refused.join()).toContain(' 404 deniz #oda :Guests cannot take part in that.');
    await change(ayse, 'delete-message', { target: seq });
    expect((await react(`+reply=${id};+draft/react=👍`)).join()).toContain(
      ':This message was deleted.',
    );
    await ayse.say('the end');
    const said = ayse.frames.filter(
      (frame) => frame.type === 'reaction-added' || frame['text'] === 'lost',
    );
    expect(said).toEqual([]);
  });

  it('other tags of programs mean nothing, nor do those of a program that has not asked for tags', async () => {
    const { ayse, tagged, plain } = await withPrograms();
    const seq = await say(ayse, 'six?');
    await tagged.until(/:six\?$/);
    expect(await tagged.ask('@+typing=active TAGMSG #oda', '@+x TAGMSG nobody')).toEqual([]);
    expect(await plain.ask(`@+reply=everyone/${seq};+draft/react=👍 TAGMSG #oda`)).toEqual([]);
    plain.send(`@+reply=everyone/${seq} PRIVMSG #oda :seven`);
    expect(await ayse.first((frame) => frame['text'] === 'seven')).not.toHaveProperty('reply');
  });
});

it('a msgid leads to its conversation and number, and nothing else is one', () => {
  expect(placeOfMessageId('everyone/12')).toEqual({ in: 'everyone', seq: 12 });
  expect(placeOfMessageId('direct:Qm3xT0ab9Z:v7Kd-2_LwE/7.3')).toEqual({
    in: 'direct:Qm3xT0ab9Z:v7Kd-2_LwE',
    seq: 7,
  });
  for (const odd of ['', '/1', 'everyone', 'everyone/', 'everyone/0', 'everyone/1/2', 'a b/1'])
    expect(placeOfMessageId(odd)).toBeUndefined();
});
