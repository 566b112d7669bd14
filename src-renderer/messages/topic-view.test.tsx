import { expect, it } from 'vitest';
import { topicConversation } from '../../src-shared/protocol/ids.ts';
import { ali, roomId } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click } from '../ui/testing/render.tsx';
import { MessageText } from './message-text.tsx';
import { useReadText } from './read-text.ts';
import { useTopicsNamed } from './topic-view.tsx';

const homework = topicConversation('homework00000000');
const secrets = topicConversation('secrets000000000');

function Said({ text }: { text: string }) {
  return <MessageText read={useReadText(text, undefined, useTopicsNamed(text))} />;
}

async function shown(text: string) {
  const rendered = await renderInRoom(<p />, {
    groups: [
      {
        room: roomId,
        in: homework,
        name: 'homework',
        owner: ali,
        members: [],
        firstSeq: 1,
        standing: 'member',
        topic: { about: '', people: 2 },
      },
    ],
  });
  let asked = 0;
  const topic = (id: typeof homework, name: string) => ({
    in: id,
    name,
    about: '',
    owner: ali,
    people: 1,
  });
  rendered.sample.bridge.answer({
    'topic/list': () => {
      asked += 1;
      return { ok: true, value: [topic(homework, 'homework'), topic(secrets, 'secrets')] };
    },
  });
  await rendered.show(<Said text={text} />);
  const links = () => [...rendered.container.querySelectorAll<HTMLElement>('[role="link"]')];
  return { ...rendered, links, asked: () => asked };
}

it('the name of a topic leads to it, that of another one to where it is joined', async () => {
  const { links, went, stores, container } = await shown('#homework, **#Secrets** and #nothing');
  expect(links().map((link) => link.textContent)).toEqual(['#homework', '#Secrets']);
  expect(container.textContent).toBe('#homework, **#Secrets** and #nothing');
  await click(links()[0]);
  expect(went()).toBe(homework);
  await click(links()[1]);
  expect(stores.dialogs.getState().open.at(-1)).toMatchObject({ is: 'topics', typed: '#secrets' });
});

it('a text without one asks for nothing, and in code and addresses there are none', async () => {
  expect((await shown('no topic # 1')).asked()).toBe(0);
  const { links, asked } = await shown('`#homework` https://a.example/#homework');
  expect([links(), asked()]).toEqual([[], 1]);
});
