import { describe, expect, it, vi } from 'vitest';
import { directConversation, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { ali, member, now, roomId, self, veli } from '../room/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, type } from '../ui/testing/render.tsx';
import { MembersPane } from './members-pane.tsx';

const hour = 60 * 60_000;
const members = [
  member(self, 'Ece'),
  member(ali, 'Ali'),
  member(veli, 'Veli', { presence: 'offline', lastSeenAt: now - 30 * hour }),
];

async function shown(list = members) {
  const onShow = vi.fn<(shown: ConversationId) => void>();
  const onClose = vi.fn<() => void>();
  const rendered = await renderInRoom(<MembersPane onShow={onShow} onClose={onClose} />, {
    members: list,
  });
  const section = (label: string) =>
    rendered.container.querySelector(`section section[aria-label="${label}"]`)?.textContent;
  return { ...rendered, onShow, onClose, section };
}

describe('members pane', () => {
  it('R0.5 lists who is online with their number, then the others with when they were seen', async () => {
    const { section } = await shown();
    expect(section('Online')).toContain('Online 2');
    expect(section('Online')).toContain('Ece (you)');
    expect(section('Offline')).toContain('Veli');
    expect(section('Offline')).toContain('last seen Yesterday');
  });

  it('R0.3 R0.10 changes at once when somebody comes or goes', async () => {
    const { happen, sample, section } = await shown();
    const change = (presence: 'online' | 'offline') =>
      happen(() =>
        sample.bridge.push('member/changed', {
          room: roomId,
          members: [member(veli, 'Veli', { presence })],
        }),
      );
    await change('online');
    expect(section('Online')).toContain('Veli');
    await change('offline');
    expect(section('Online')).not.toContain('Veli');
  });

  it('R3.7 finds a person by a part of the name, whatever the letters', async () => {
    const ayse = member(ali, 'Ayşe Işık');
    const { container, section } = await shown([member(self, 'Ece'), ayse]);
    await type(field(container, 'Find a person'), 'isik');
    expect(section('Online')).toBe('Online 1AIAyşe Işık');
    await type(field(container, 'Find a person'), 'zz');
    expect(container.textContent).toContain('Nobody of that name');
  });

  it('R0.4 a click begins a direct conversation, not with oneself', async () => {
    const { container, onShow } = await shown();
    const entries = [...container.querySelectorAll('[data-entry]')];
    expect(entries).toHaveLength(2);
    await click(entries[0]);
    expect(onShow).toHaveBeenCalledWith(directConversation(self, ali));
  });

  it('R1.2 says that nobody else is here', async () => {
    const { container } = await shown([member(self, 'Ece')]);
    expect(container.textContent).toContain('Nobody else is here');
  });

  it('closes', async () => {
    const { container, onClose } = await shown();
    await click(button(container, 'Close the members'));
    expect(onClose).toHaveBeenCalledOnce();
  });
});
