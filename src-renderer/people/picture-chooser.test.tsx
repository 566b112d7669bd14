import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { roomId } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import type { DrawnPicture } from '../ui/painter.ts';
import { PictureChooser } from './picture-chooser.tsx';

/** Chooses a picture that is still being drawn. */
async function choosing() {
  const page = await renderInRoom(<PictureChooser room={roomId} of="self" has={false} />);
  const drawn = Promise.withResolvers<DrawnPicture | undefined>();
  vi.spyOn(page.stores.painter, 'draw').mockReturnValue(drawn.promise);
  const letGo = vi.spyOn(URL, 'revokeObjectURL');
  letGo.mockClear();
  const field = page.container.querySelector<HTMLInputElement>('input[type=file]');
  const file = new File(['a picture'], 'me.png', { type: 'image/png' });
  Object.defineProperty(field, 'files', { value: [file] });
  await act(async () => field?.dispatchEvent(new Event('change', { bubbles: true })));
  const draw = () =>
    page.happen(() => drawn.resolve({ url: 'blob:me', width: 1200, height: 800 } as DrawnPicture));
  return { ...page, draw, letGo };
}

it('a picture that is drawn when its card is closed already is let go of', async () => {
  const { show, draw, letGo } = await choosing();
  await show(null);
  await draw();
  expect(letGo.mock.calls).toEqual([['blob:me']]);
});

it('one that is chosen is kept until it is decided on', async () => {
  const { draw, letGo } = await choosing();
  await draw();
  expect(document.querySelector('[role="dialog"]')).not.toBeNull();
  expect(letGo).not.toHaveBeenCalled();
});
