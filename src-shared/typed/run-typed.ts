import { assertNever } from '../assert-never.ts';
import type { ContactGroupView } from '../bridge/contacts.ts';
import type { MessageEntry } from '../protocol/entries.ts';
import { presenceOrder } from '../protocol/members.ts';
import type { Member } from '../protocol/members.ts';
import { countGuests, privacyLabel } from '../member/privacy-label.ts';
import type { PrivateView } from '../member/own-copy.ts';
import { conversationKind, directConversation, directPartner, everyone } from '../protocol/ids.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { checkName } from '../text/names.ts';
import { foldText } from '../text/fold.ts';
import { doneOr, findMember, findPerson, memberOf, withPerson } from './typed-world.ts';
import type { TypedGroup, TypedHit, TypedOutcome, TypedWorld } from './typed-world.ts';
import { accessRuns } from './run-access.ts';
import { fileRuns } from './run-files.ts';
import { messageRuns } from './run-messages.ts';
import { moderationRuns } from './run-moderation.ts';
import { topicRuns } from './run-topics.ts';
import { presenceRuns } from './run-presence.ts';
import { statusRuns } from './read-status.ts';
import { nothingGiven } from './typed-commands.ts';
import type { Given } from './typed-commands.ts';
import type { Typed, TypedNames } from './read-typed.ts';
import type { KnownName } from './read-address.ts';
import type { TypedKey } from './typed-commands.ts';

const hitsAtOnce = 50;
const messagesAtOnce = 500;

/** The names of the room's own conversation, in every language. */
const everyoneNames = ['everyone', 'herkes'].map(foldText);

type Run = (world: TypedWorld, given: Given) => Promise<TypedOutcome>;

/** The names that a line can mean in this world. */
export function typedNames(world: TypedWorld): TypedNames {
  return {
    people: () => knownNames(world.members()),
    hasGroup: (name) => findGroup(world, name) !== undefined,
  };
}

function* knownNames(members: Iterable<Member>): Generator<KnownName> {
  for (const { name } of members) {
    const known = checkName(name);
    if (known.ok) yield known;
  }
}

/** Carries a command out; a problem is an outcome like any other. */
export function runTyped(
  world: TypedWorld,
  typed: Exclude<Typed, { is: 'text' }>,
): Promise<TypedOutcome> {
  switch (typed.is) {
    case 'wrong':
      return Promise.resolve(typed);
    case 'direct':
      return writePerson(world, typed.person, typed.text);
    case 'command': {
      return runs[typed.key](world, { ...nothingGiven, ...typed.given });
    }
    default:
      return assertNever(typed);
  }
}

const runs: Record<TypedKey, Run> = {
  ...moderationRuns,
  ...topicRuns,
  ...messageRuns,
  ...fileRuns,
  ...accessRuns,
  ...statusRuns,
  ...presenceRuns,
  users: async (world) => ({ is: 'people', people: listPeople(world) }),
  searchMessage,
  searchPerson: (world, { person }) => withPerson(world, person, readConversation),
  groupsView: async (world) => ({
    is: 'groups',
    groups: [...world.contactGroups()].map((group) => withMembers(world, group)),
  }),
  groupView: (world, { group }) =>
    withGroup(world, group, async (found) => ({ is: 'group', group: withMembers(world, found) })),
  groupNameAdd: async ({ bridge, room }, { name }) => {
    const saved = await bridge.request('contact-group/save', { room, name, members: [] });
    return doneOr(saved, 'group-made', name);
  },
  groupNameRemove: (world, { group }) =>
    withGroup(world, group, async ({ group: id, name }) => {
      const { bridge, room } = world;
      const removed = await bridge.request('contact-group/remove', { room, group: id });
      return doneOr(removed, 'group-removed', name);
    }),
  groupPersonAdd: (world, given) => changeMembers(world, given, 'person-added'),
  groupPersonRemove: (world, given) => changeMembers(world, given, 'person-removed'),
  groupMessage: (world, { group, text }) =>
    withGroup(world, group, async ({ group: id, name }) => {
      const { bridge, room } = world;
      const sent = await bridge.request('contact-group/send', { room, group: id, text });
      return doneOr(sent, 'group-written', name);
    }),
  askPrivate,
  acceptPrivate: (world, { person }) => answerPrivate(world, person, true),
  declinePrivate: (world, { person }) => answerPrivate(world, person, false),
  compare,
  compared,
  exitPrivate,
  privacy,
  goTo,
  password: async () => ({ is: 'password' }),
  logout: async () => ({ is: 'leave' }),
  exit: async () => ({ is: 'leave' }),
  quit: async () => ({ is: 'leave' }),
  help: async () => ({ is: 'help' }),
};

async function searchMessage(world: TypedWorld, { text }: Given): Promise<TypedOutcome> {
  const { bridge, room } = world;
  const found = await bridge.request('search/find', { room, text, limit: hitsAtOnce });
  if (!found.ok) return { is: 'refused', refusal: found.refusal };
  const hits = found.value.hits.map(({ message }) => asHit(world, message));
  return { is: 'hits', hits, hasMore: found.value.next !== undefined };
}

/** All that was said with one person, both directions, oldest first (R0.7). */
async function readConversation(world: TypedWorld, person: Member): Promise<TypedOutcome> {
  const { bridge, room, self } = world;
  const place = { room, in: directConversation(self, person.account) };
  const page = await bridge.request('timeline/page', { ...place, limit: messagesAtOnce });
  if (!page.ok) return { is: 'refused', refusal: page.refusal };
  const hits = page.value.entries.flatMap((entry) =>
    entry.type === 'message' && entry.text !== '' ? [asHit(world, entry)] : [],
  );
  return { is: 'hits', hits, hasMore: page.value.hasOlder };
}

async function askPrivate(world: TypedWorld, { person }: Given): Promise<TypedOutcome> {
  if (findMember(world, person)?.account === world.self)
    return { is: 'refused', refusal: { code: 'private-with-self' } };
  return withPerson(world, person, async ({ bridge, room }, { account, name }) =>
    doneOr(await bridge.request('private/ask', { room, account }), 'private-asked', name),
  );
}

function answerPrivate(world: TypedWorld, name: string, accept: boolean): Promise<TypedOutcome> {
  return withPerson(world, name, async ({ bridge, room, privates }, person) => {
    const ask = [...privates()].find(
      ({ partner, state }) => partner === person.account && state.is === 'asked',
    );
    if (!ask) return { is: 'wrong', problem: { code: 'no-ask', name: person.name } };
    const answered = await bridge.request('private/answer', { room, private: ask.private, accept });
    return doneOr(answered, accept ? 'private-accepted' : 'private-declined', person.name);
  });
}

/** Everyone, a group one is in, or a person. */
async function goTo(world: TypedWorld, { place }: Given): Promise<TypedOutcome> {
  const wanted = foldText(place);
  if (everyoneNames.includes(wanted)) return { is: 'show', in: everyone, name: place };
  for (const group of world.groups()) {
    const name = group.topic ? `#${group.name}` : group.name;
    const names = [name, group.name].map(foldText);
    if (names.includes(wanted)) return { is: 'show', in: group.in, name };
  }
  const person = findPerson(world, place);
  if (!person) return { is: 'wrong', problem: { code: 'no-place', name: place } };
  const conversation = directConversation(world.self, person.account);
  return { is: 'show', in: conversation, name: person.name };
}

async function privacy(world: TypedWorld): Promise<TypedOutcome> {
  const here = world.here();
  const isPrivate = typeof here !== 'string';
  const { statements, values } = privacyLabel({
    ...world.facts(),
    newcomersRead: world.settings().newcomersRead,
    kind: isPrivate ? 'private' : conversationKind(here),
    guests: countGuests(world.members()),
    isWithGuest: !isPrivate && isWithGuest(world, here),
    isCompared: isPrivate && (here.compare?.isDone ?? false),
  });
  return { is: 'privacy', statements, values };
}

function isWithGuest({ self, members }: TypedWorld, here: ConversationId): boolean {
  const partner = directPartner(here, self);
  return [...members()].some(({ account, guest }) => account === partner && guest === true);
}

/** The private chat that one is in, or the newest. */
function openPrivate(world: TypedWorld): PrivateView | undefined {
  const here = world.here();
  const isOpen = ({ state }: PrivateView) => state.is === 'open' || state.is === 'interrupted';
  if (typeof here !== 'string' && isOpen(here)) return here;
  return [...world.privates()].findLast(isOpen);
}

async function compare(world: TypedWorld): Promise<TypedOutcome> {
  const open = openPrivate(world);
  if (!open?.compare) return { is: 'wrong', problem: { code: 'no-private' } };
  const { signs, isDone: isCompared } = open.compare;
  return { is: 'compare', name: open.partnerName, signs, isCompared };
}

/** The person says that both saw the same. */
async function compared(world: TypedWorld): Promise<TypedOutcome> {
  const open = openPrivate(world);
  if (!open) return { is: 'wrong', problem: { code: 'no-private' } };
  const { bridge, room } = world;
  const noted = await bridge.request('private/compared', { room, private: open.private });
  return doneOr(noted, 'private-compared', open.partnerName);
}

async function exitPrivate(world: TypedWorld): Promise<TypedOutcome> {
  const own = [...world.privates()];
  // Somebody else's ask is not what one is in: it stays until it is answered.
  const open =
    own.findLast(({ state }) => state.is === 'open' || state.is === 'interrupted') ??
    own.findLast(({ state }) => state.is === 'asking');
  if (!open) return { is: 'wrong', problem: { code: 'no-private' } };
  const { bridge, room } = world;
  const closed = await bridge.request('private/close', { room, private: open.private });
  return doneOr(closed, 'private-ended', memberOf(world, open.partner)?.name ?? '');
}

async function writePerson(world: TypedWorld, name: string, text: string): Promise<TypedOutcome> {
  return withPerson(world, name, async ({ bridge, room, self }, person) => {
    const conversation = directConversation(self, person.account);
    const sent = await bridge.request('message/send', { room, in: conversation, text });
    return doneOr(sent, 'direct-written', person.name);
  });
}

function changeMembers(
  world: TypedWorld,
  { group, person }: Given,
  done: 'person-added' | 'person-removed',
): Promise<TypedOutcome> {
  return withGroup(world, group, (found) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) => {
      const others = found.members.filter((member) => member !== account);
      const saved = await bridge.request('contact-group/save', {
        room,
        group: found.group,
        name: found.name,
        members: done === 'person-added' ? [...others, account] : others,
      });
      return doneOr(saved, done, name);
    }),
  );
}

async function withGroup(
  world: TypedWorld,
  name: string,
  run: (group: ContactGroupView) => Promise<TypedOutcome>,
): Promise<TypedOutcome> {
  const group = findGroup(world, name);
  return group ? run(group) : { is: 'wrong', problem: { code: 'no-group', name } };
}

export function findGroup(world: TypedWorld, typed: string): ContactGroupView | undefined {
  const wanted = foldText(typed.trim());
  for (const group of world.contactGroups()) if (foldText(group.name) === wanted) return group;
  return undefined;
}

function listPeople(world: TypedWorld): Member[] {
  return [...world.members()].toSorted(
    (one, other) =>
      presenceOrder[one.presence] - presenceOrder[other.presence] ||
      one.name.localeCompare(other.name),
  );
}

function withMembers(world: TypedWorld, group: ContactGroupView): TypedGroup {
  return { group, members: group.members.flatMap((account) => memberOf(world, account) ?? []) };
}

function asHit(world: TypedWorld, message: MessageEntry): TypedHit {
  const { self } = world;
  const partner = message.in === everyone ? undefined : directPartner(message.in, self);
  const to = partner === undefined || message.from === self ? partner : self;
  return {
    message,
    from: memberOf(world, message.from),
    to: to === undefined ? undefined : memberOf(world, to),
  };
}
