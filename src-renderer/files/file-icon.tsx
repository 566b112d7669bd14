import { File, FileArchive, FileImage, FileMusic, FileText, FileVideoCamera } from 'lucide-react';
import { fileKindOf } from '../../src-shared/text/file-kinds.ts';

const kinds = { picture: FileImage, sound: FileMusic, film: FileVideoCamera } as const;
/** Of those that are none of these. */
const icons = [
  { ending: /\.(?:zip|gz|xz|zst|7z|rar|tar|tgz|bz2)$/i, Icon: FileArchive },
  { ending: /\.(?:txt|md|pdf|docx?|odt|rtf|csv|xlsx?|ods|pptx?|odp)$/i, Icon: FileText },
];

/** A sign of its kind, as far as its name tells. */
export function FileIcon({ name, size = 20 }: { name: string; size?: number }) {
  const kind = fileKindOf({ name });
  const other = icons.find(({ ending }) => ending.test(name))?.Icon ?? File;
  const Icon = kind === 'other' ? other : kinds[kind];
  return <Icon size={size} aria-hidden="true" />;
}
