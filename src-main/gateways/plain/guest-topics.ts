import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { SessionPort } from '../../server/session-port.ts';
import { mayFindTopics } from '../common/may-find-topics.ts';
import { sentenceOf } from '../common/sentence-of.ts';

/** What one answer lists: a guest cannot catch up on what is too much at once. */
const maxListed = 200;
const aboutCharacters = 80;

export type FoundTopic = { topic: Topic; isIn: boolean };

/** The topic that was named, if the guest may know of it; else a sentence that says why not. */
export function findTopic(session: SessionPort, typed: string): FoundTopic | string {
  const topic = session.room.findTopic(typed);
  const found = topic && { topic, isIn: isIn(session, topic) };
  if (found?.isIn || (found && mayFindTopics(session))) return found;
  if (!mayFindTopics(session)) return sentenceOf({ code: 'guest-topics-forbidden' });
  return `There is no topic ${called(printable(typed))}. /topics lists them.`;
}

/** Every topic that the guest may know of, a line for each. */
export function listTopics(session: SessionPort): string {
  const mayFind = mayFindTopics(session);
  const all = [...session.room.topics()].map((topic) => ({ topic, isIn: isIn(session, topic) }));
  const known = all.filter((found) => mayFind || found.isIn);
  if (known.length === 0)
    return mayFind ? 'There are no topics yet.' : sentenceOf({ code: 'guest-topics-forbidden' });
  const lines = known.slice(0, maxListed).map(lineOf);
  const left = known.length - lines.length;
  return [...lines, ...(left > 0 ? [`There are ${left} more.`] : [])].join('\n');
}

/** Who is there now of those in it. */
export function onlineIn({ room }: SessionPort, { in: id }: Topic): string[] {
  return room.peopleIn(id).flatMap((account) => {
    const member = room.member(account);
    return member && member.presence !== 'offline' ? [printable(member.name)] : [];
  });
}

export function welcomeTo(session: SessionPort, topic: Topic): string {
  const name = `#${topic.name}`;
  const how = topic.archived
    ? 'It is archived: nothing more is said in it.'
    : `${name}~TEXT goes to those in it.`;
  return `You are in ${name}. ${how} Here now: ${onlineIn(session, topic).join(', ')}`;
}

function lineOf({ topic: { name, people, about, archived }, isIn: joined }: FoundTopic): string {
  const facts = [
    `#${name}`,
    people === 1 ? '1 person' : `${people} people`,
    ...(joined ? ['you are in it'] : []),
    ...(archived ? ['archived'] : []),
  ].join(', ');
  const short = [...printable(about)].slice(0, aboutCharacters).join('');
  if (short === '') return facts;
  return `${facts}: ${short}${short.length < printable(about).length ? '…' : ''}`;
}

function isIn(session: SessionPort, { in: id }: Topic): boolean {
  const own = session.self()?.account;
  return own !== undefined && session.room.peopleIn(id).includes(own);
}

function called(name: string): string {
  const [word, most] = [[...name.replace(/^#/, '')], 48];
  return `called “${word.slice(0, most).join('')}${word.length > most ? '…' : ''}”`;
}
