import type { Topic } from '../protocol/topics.ts';
import { topicKeyOf } from '../text/names.ts';
import type { Given } from './typed-commands.ts';
import { doneOr } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

type Run = (world: TypedWorld, given: Given) => Promise<TypedOutcome>;

/** Topics by their names, as the room lists them now. */
export const topicRuns = {
  topics: async (world) => {
    const listed = await listTopics(world);
    return 'topics' in listed ? { is: 'topics', topics: listed.topics } : listed;
  },
  joinTopic: (world, { topic }) =>
    withTopic(world, topic, async ({ bridge, room }, found) => {
      const joined = await bridge.request('topic/join', { room, in: found.in });
      if (!joined.ok) return { is: 'refused', refusal: joined.refusal };
      return { is: 'show', in: found.in, name: `#${found.name}` };
    }),
  leaveTopic: (world, { topic }) =>
    withTopic(world, topic, async ({ bridge, room }, { in: id, name }) =>
      doneOr(await bridge.request('group/leave', { room, in: id }), 'left-topic', `#${name}`),
    ),
  topic: makeOrDescribe,
  topicName: (world, { topic, name: wanted }) =>
    withTopic(world, topic, async ({ bridge, room }, { in: id }) =>
      doneOr(
        await bridge.request('group/rename', { room, in: id, name: wanted }),
        'topic-changed',
        wanted,
      ),
    ),
  archiveTopic: (world, { topic }) => archive(world, topic, true),
  reopenTopic: (world, { topic }) => archive(world, topic, false),
} as const satisfies Record<string, Run>;

/** One that is not there is made, and shown. */
async function makeOrDescribe(
  world: TypedWorld,
  { topic: name, about }: Given,
): Promise<TypedOutcome> {
  const listed = await listTopics(world);
  if (!('topics' in listed)) return listed;
  const { bridge, room } = world;
  const found = named(listed.topics, name);
  if (found) {
    const place = { room, in: found.in };
    const changed = await bridge.request('topic/describe', { ...place, about });
    return doneOr(changed, 'topic-changed', `#${found.name}`);
  }
  const made = await bridge.request('topic/make', { room, name, about });
  if (!made.ok) return { is: 'refused', refusal: made.refusal };
  return { is: 'show', in: made.value.in, name: `#${made.value.name}` };
}

function archive(world: TypedWorld, name: string, archived: boolean): Promise<TypedOutcome> {
  return withTopic(world, name, async ({ bridge, room }, found) =>
    doneOr(
      await bridge.request('topic/archive', { room, in: found.in, archived }),
      'topic-changed',
      `#${found.name}`,
    ),
  );
}

async function withTopic(
  world: TypedWorld,
  name: string,
  run: (world: TypedWorld, topic: Topic) => Promise<TypedOutcome>,
): Promise<TypedOutcome> {
  const listed = await listTopics(world);
  if (!('topics' in listed)) return listed;
  const found = named(listed.topics, name);
  return found ? run(world, found) : { is: 'wrong', problem: { code: 'no-topic', name } };
}

async function listTopics({
  bridge,
  room,
}: TypedWorld): Promise<{ topics: Topic[] } | Extract<TypedOutcome, { is: 'refused' }>> {
  const listed = await bridge.request('topic/list', { room });
  return listed.ok ? { topics: listed.value } : { is: 'refused', refusal: listed.refusal };
}

function named(topics: readonly Topic[], typed: string): Topic | undefined {
  const key = topicKeyOf(typed);
  return topics.find(({ name }) => topicKeyOf(name) === key);
}
