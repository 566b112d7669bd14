import type { Page } from 'playwright/test';
import { RawPeer } from './harness/raw-peer.ts';
import { wordsOf } from './harness/words.ts';
import { filled } from '../src-shared/text/filled.ts';
import { expect, test } from './test.ts';

/** What Chromium hands to a screen reader of one element: roles and names, in the order in which they are read. */
async function readAloud(page: Page, selector: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((each) => [each.nodeId, each]));
  const read = (id: string): string[] => {
    const each = byId.get(id);
    const role = String(each?.role?.value);
    const name = String(each?.name?.value ?? '');
    // A text is read with what it stands in, and lines of it are no thing of their own.
    if (!each || role === 'InlineTextBox') return [];
    const own =
      each.ignored || role === 'none' || role === 'generic' ? [] : [`${role} ${name}`.trim()];
    return [...own, ...(each.childIds ?? []).flatMap(read)];
  };
  const begin = nodes.find(({ backendDOMNodeId }) => backendDOMNodeId === node.backendNodeId);
  return read(begin?.nodeId ?? '');
}

for (const language of ['en', 'tr'] as const) {
  test(`in ${language} a message is read in the order in which it is seen, without marks of formatting`, async ({
    openPerson,
  }) => {
    const ayse = await openPerson({ language });
    const { timeline: words } = wordsOf(language);
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const bora = await RawPeer.signedIn(port, 'Bora');
    const first = await bora.say('**Armut** ya da `elma`?');
    const cid = (name: string) => name.padEnd(22, '_');
    const head = { in: 'everyone', cid: cid('answer') };
    const sent = { ...head, type: 'send-message', text: 'elma', reply: first['seq'] };
    const { seq } = await bora.ask(sent);
    const change = { in: 'everyone', target: seq };
    await bora.ask({
      ...change,
      cid: cid('edit'),
      type: 'edit-message',
      text: '**Elma**, _iki_ tane',
    });
    await bora.ask({ ...change, cid: cid('react'), type: 'add-reaction', emoji: '🍏' });
    await bora.ask({ ...change, cid: cid('pin'), type: 'pin-message' });
    const message = ayse.timeline.messages.last();
    await expect(message.getByRole('button', { name: /^🍏 1/ })).toBeVisible();
    await expect(message.getByText('iki')).toBeVisible();
    await expect(message.getByRole('img')).toHaveCount(1);

    await message.evaluate((element) => element.setAttribute('data-read', ''));
    const time = (await message.locator('time').first().textContent()) ?? '';
    const spoken = [
      filled(words.answers, { text: 'Armut ya da elma?' }),
      'Elma, iki tane',
      `(${words.edited})`,
      `(${words.pinnedMark})`,
      '· 🍏 1',
    ].join(' ');
    const read = await readAloud(ayse.page, '[data-read]');
    expect(read).toEqual([
      `listitem ${filled(words.message, { name: 'Bora', time, text: spoken })}`,
      'button Bora Armut ya da elma?',
      'StaticText Bora',
      'StaticText Armut ya da elma?',
      'paragraph',
      'strong',
      'StaticText Elma',
      'StaticText ,',
      'emphasis',
      'StaticText iki',
      'StaticText  tane',
      `button ${words.edited}`,
      `StaticText ${words.edited}`,
      `image ${filled(words.pinnedBy, { name: 'Bora' })}`,
      `group ${words.reactions}`,
      'button 🍏 1: Bora',
    ]);

    const forwarded = { in: 'everyone', seq: first['seq'], from: await bora.accountOf('Bora') };
    const again = {
      type: 'send-message',
      in: 'everyone',
      cid: cid('forward'),
      text: '**Armut** ya da `elma`?',
    };
    await bora.ask({ ...again, forward: forwarded });
    const text = `${filled(words.forwardedFrom, { name: 'Bora' })}: Armut ya da elma?`;
    await expect(ayse.timeline.message(text, 'Bora')).toHaveCount(1);
    bora.end();
  });
}
