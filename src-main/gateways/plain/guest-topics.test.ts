import { expect, test } from 'vitest';
import { everyone, topicConversation } from '../../../src-shared/protocol/ids.ts';
import { enter, message } from '../../server/testing/lab.ts';
import { forbid, json, lab, lines } from './testing/plain-guests.ts';

const homework = topicConversation('homework00000000');
const secrets = topicConversation('secrets000000000');

/** A room with two topics of Selin's, whose guests may use topics. */
async function withTopics(forbidden: Parameters<typeof lab>[0] = []) {
  const room = await lab(forbidden);
  const selin = await enter(room.server, 'Selin');
  await selin.ask('make-topic', { in: homework, name: 'homework', about: 'what is due' });
  await selin.ask('make-topic', { in: secrets, name: 'secrets' });
  return { room, selin };
}

const say = (selin: Awaited<ReturnType<typeof enter>>, place: typeof homework, text: string) =>
  selin.ask('send-message', {
    in: place,
    cid: text.padEnd(20, 'c').replaceAll(/[^\w-]/g, '-'),
    text,
  });

test('a guest lists topics, joins one, writes in it, sees who is there and leaves', async () => {
  const { room, selin } = await withTopics();
  const ali = await lines(room, 'ali');
  ali.send('/topics\n');
  await ali.until('#homework, 1 person: what is due\n#secrets, 1 person\n');
  ali.send('/join homework\n');
  expect(await ali.until('\n')).toBe(
    'You are in #homework. #homework~TEXT goes to those in it. Here now: Selin, ali\n',
  );
  ali.send('#HomeWork~page 12\n');
  expect(await selin.first(message('page 12'))).toMatchObject({ in: homework });
  await say(selin, homework, 'and page 13');
  expect(await ali.until('13\n')).toBe('#homework <Selin> and page 13\n');
  ali.send('/users #homework\n');
  await ali.until('Here now: Selin, ali\n');
  ali.send('/topics\n');
  await ali.until('#homework, 2 people, you are in it: what is due\n');
  await ali.until('#secrets, 1 person\n');
  ali.send('/leave #homework\n');
  expect(await ali.until('\n')).toBe('You have left #homework.\n');
  await say(selin, homework, 'without ali');
  await say(selin, everyone, 'to all');
  expect(await ali.until('to all\n')).toBe('<Selin> to all\n');
});

test('the same by bare JSON, and what happens in a topic is told with its name', async () => {
  const { room, selin } = await withTopics();
  const deniz = await json(room, 'deniz');
  const ali = await lines(room, 'ali');
  const write = (text: string) => deniz.send(JSON.stringify({ command: 'message', message: text }));
  write('/topics');
  await deniz.until('SERVER~#homework, 1 person: what is due\\n#secrets, 1 person"}');
  write('/join #homework');
  await deniz.until('SERVER~You are in #homework.');
  ali.send('/join #homework\n');
  await ali.until('Here now: Selin, deniz, ali\n');
  await deniz.until('SERVER~ali joined #homework"}');
  write('#homework~a ~ b');
  await ali.until('#homework <deniz> a ~ b\n');
  const { seq } = await say(selin, homework, 'due');
  await deniz.until('"Selin~[#homework] due"}');
  await selin.ask('add-reaction', { in: homework, cid: 'r'.repeat(22), target: seq, emoji: '👍' });
  await deniz.until('"SERVER~#homework: Selin reacted with 👍 to “due”"}');
  await ali.until('* #homework: Selin reacted with 👍 to “due”\n');
  const second = await say(selin, homework, 'for #homework');
  const pin = { in: homework, cid: 'p'.repeat(22), target: second.seq };
  await selin.ask('pin-message', pin);
  await ali.until('* #homework: Selin pinned “for #homework”\n');
});

test('what is for a topic is said to nobody else, whatever is wrong with it', async () => {
  const { room, selin } = await withTopics();
  const ali = await lines(room, 'ali');
  const answers = {
    '#homework~hm': 'You are not in #homework. /join #homework takes you in.\n',
    '#homewrok~hm': 'There is no topic called “homewrok”. /topics lists them.\n',
    '/join': '/join needs the name of a topic. /topics lists them.',
    '/leave #homework': 'You are not in #homework.',
    '/users #nowhere': 'There is no topic called “nowhere”.',
    '/topic mine': '/topic is not for guests',
  };
  for (const [line, answer] of Object.entries(answers)) {
    ali.send(`${line}\n`);
    await ali.until(answer);
  }
  ali.send(' #homework~said as it is\n#homework is due\n');
  await selin.first(message('#homework is due'));
  expect(selin.texts()).toEqual(['#homework~said as it is', '#homework is due']);
});

test('in an archived topic a guest reads that nothing more is said', async () => {
  const { room, selin } = await withTopics();
  await selin.ask('archive-topic', { in: homework, archived: true });
  const ali = await lines(room, 'ali');
  ali.send('/topics\n/join homework\n#homework~hm\n');
  await ali.until('#homework, 1 person, archived: what is due\n');
  await ali.until('It is archived: nothing more is said in it.');
  await ali.until('This topic is archived');
});

test('where guests may not see topics they learn of none, whatever they ask for', async () => {
  const { room, selin } = await withTopics(['guest-topics']);
  const ali = await lines(room, 'ali');
  const refusal = 'Guests join no topics in this room. Join the room with Oda.\n';
  const asked = ['/topics', ...['homework', 'nowhere'].flatMap(everyWay)];
  for (const line of asked) {
    ali.send(`${line}\n`);
    expect(await ali.until('\n'), line).toBe(refusal);
  }
  await say(selin, homework, 'hidden');
  await say(selin, everyone, 'to all');
  expect(await ali.until('to all\n')).toBe('<Selin> to all\n');
  expect(ali.all).not.toMatch(/homework,|secrets|hidden/);
  expect(selin.texts()).toEqual(['hidden', 'to all']);
});

function everyWay(name: string): string[] {
  return [`/join ${name}`, `/leave ${name}`, `/users ${name}`, `#${name}~hm`];
}

test('who was in a topic before guests were kept out reads and writes in that one alone', async () => {
  const { room, selin } = await withTopics();
  const ali = await lines(room, 'ali');
  ali.send('/join homework\n');
  await ali.until('You are in #homework.');
  await ali.until('\n');
  await forbid(room.store, ['guest-topics']);
  await ali.until('Not allowed: guests in topics\n');
  ali.send('/topics\n');
  expect(await ali.until('due\n')).toBe('#homework, 2 people, you are in it: what is due\n');
  ali.send('#homework~thanks\n');
  expect(await selin.first(message('thanks'))).toMatchObject({ in: homework });
  ali.send('/join secrets\n');
  await ali.until('Guests join no topics in this room.');
  expect(ali.all).not.toContain('#secrets');
});
