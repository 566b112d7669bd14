import { done } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { viewGroup } from './room-view.ts';

/** Topics: what everybody finds, and how one comes in. */
export function topicRequests(context: AppContext) {
  return ofRooms(context, {
    'topic/list': ({ client }) => client.groups.listTopics(),
    'topic/members': ({ client }, { in: id }) => client.groups.topicMembers(id),
    'topic/make': async ({ client }, { room, name, about }) => {
      const made = await client.groups.makeTopic(name, about);
      return made.ok ? done(viewGroup(room, made.value)) : made;
    },
    'topic/join': ({ client }, { in: id }) => client.groups.join(id),
    'topic/describe': ({ client }, { in: id, about }) => client.groups.describe(id, about),
    'topic/archive': ({ client }, { in: id, archived }) => client.groups.archive(id, archived),
  });
}
