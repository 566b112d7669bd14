import { useLayoutEffect, useMemo, useRef } from 'react';
import { unfoldPreview } from '../ui/picture-preview.ts';
import styles from './files.module.css';

/** What a picture will look like, from the few bytes that came with its name. */
export function PreviewCanvas({ preview }: { preview: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => unfoldPreview(preview), [preview]);
  useLayoutEffect(() => {
    if (!pixels) return;
    const { width, height, rgba } = pixels;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [pixels]);
  if (!pixels) return null;
  const { width, height } = pixels;
  return <canvas ref={canvas} className={styles.image} {...{ width, height }} aria-hidden="true" />;
}
