import { useMemo } from 'react';
import { encodeQR } from 'qr';

export type QrCodeProps = { text: string; label: string; className?: string | undefined };

/** A QR code as one SVG path, drawn in the colour of the text. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { size, path } = useMemo(() => qrPath(text), [text]);
  return (
    <figure className={className} aria-label={label}>
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
        <path fill="currentColor" d={path} />
      </svg>
    </figure>
  );
}

function qrPath(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { border: 1, ecc: 'medium' });
  const squares = rows.flatMap((row, y) =>
    row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')),
  );
  return { size: rows.length, path: squares.join('') };
}
