import { assertNever } from '../../../src-shared/assert-never.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import { checkTopicName } from '../../../src-shared/text/names.ts';
import { findCommand, readTyped } from '../../../src-shared/typed/read-typed.ts';
import type { TypedNames, TypedProblem } from '../../../src-shared/typed/read-typed.ts';
import type { TypedKey } from '../../../src-shared/typed/typed-commands.ts';
import type { PlainRequest } from './plain-speech.ts';

/** What R1's, R2's and R3's clients say at their end. */
const leaving = new Set(['exit', 'quit', 'logout', '/exit', '/quit', '/logout']);
/** Of the commands that take a topic. */
const forGuests: ReadonlySet<string> = new Set(['/join', '/leave']);
const literally = 'Begin with a blank to say it as it is.';
/** What is repeated of a word that somebody typed. */
const maxRepeated = 40;

/**
 * What a guest typed, by the rules of windows and the terminal: a command is never said to anybody. What a guest
 * cannot do is answered; guests have no search, no groups and no private chats. `#TOPIC~TEXT` is for a topic: no name of
 * somebody holds a `#`.
 */
export function readPlain(line: string, people: TypedNames['people']): PlainRequest {
  if (isLeaving(line)) return { is: 'leave' };
  const inTopic = readInTopic(line);
  if (inTopic) return inTopic;
  if (/^\s#/.test(line) && readInTopic(line.slice(1))) return { is: 'say', text: line.slice(1) };
  const typed = readTyped(line, { people, hasGroup: () => false });
  switch (typed.is) {
    case 'text':
      return { is: 'say', text: typed.text };
    case 'direct':
      return { is: 'tell', to: typed.person, text: typed.text };
    case 'command':
      return readCommand(typed.key, findCommand(line)?.word ?? line, line);
    case 'wrong':
      return { is: 'unclear', sentence: problemSentence(typed.problem) };
    default:
      return assertNever(typed);
  }
}

/** A blank in front makes a text of it. */
export function isLeaving(line: string): boolean {
  return leaving.has(line.trimEnd().toLowerCase());
}

function readInTopic(line: string): PlainRequest | undefined {
  const tilde = line.startsWith('#') ? line.indexOf('~') : -1;
  if (tilde < 0 || !checkTopicName(line.slice(0, tilde)).ok) return undefined;
  return { is: 'say-in', topic: line.slice(0, tilde), text: line.slice(tilde + 1) };
}

function readCommand(key: TypedKey, word: string, line: string): PlainRequest {
  const topic = line.slice(word.length).trim();
  switch (key) {
    case 'users':
      return topic === '' ? { is: 'who' } : { is: 'who', topic };
    case 'topics':
      return { is: 'topics' };
    case 'joinTopic':
      return { is: 'join', topic };
    case 'leaveTopic':
      return { is: 'leave-topic', topic };
    case 'help':
      return { is: 'help' };
    case 'logout':
    case 'exit':
    case 'quit':
      return { is: 'leave' };
    default:
      return { is: 'unclear', sentence: notForGuests(word) };
  }
}

function notForGuests(word: string): string {
  return `${repeated(word)} is not for guests: it needs Oda. ${literally}`;
}

function problemSentence(problem: TypedProblem): string {
  switch (problem.code) {
    case 'unknown-command':
      return `There is no command ${repeated(problem.word)}. /help says what there is. ${literally}`;
    case 'missing':
      return problem.argument === 'topic' && forGuests.has(problem.word)
        ? `${problem.word} needs the name of a topic. /topics lists them. ${literally}`
        : notForGuests(problem.word);
    case 'near-name': {
      const { name, meant } = problem;
      return `Nobody here is called “${repeated(name)}”. Did you mean ${printable(meant)}? ${literally}`;
    }
    default:
      return assertNever(problem);
  }
}

function repeated(word: string): string {
  const short = word.slice(0, maxRepeated);
  return printable(short.length < word.length ? `${short}…` : short);
}
