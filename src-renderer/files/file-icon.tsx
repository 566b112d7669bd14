import { File, FileArchive, FileImage, FileMusic, FileText, FileVideoCamera } from 'lucide-react';

const icons = [
  { ending: /\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?|svg|heic)$/i, Icon: FileImage },
  { ending: /\.(?:mp3|ogg|opus|flac|wav|m4a|aac)$/i, Icon: FileMusic },
  { ending: /\.(?:mp4|webm|mkv|mov|avi|m4v)$/i, Icon: FileVideoCamera },
  { ending: /\.(?:zip|gz|xz|zst|7z|rar|tar|tgz|bz2)$/i, Icon: FileArchive },
  { ending: /\.(?:txt|md|pdf|docx?|odt|rtf|csv|xlsx?|ods|pptx?|odp)$/i, Icon: FileText },
];

/** A sign of its kind, as far as its name tells. */
export function FileIcon({ name, size = 20 }: { name: string; size?: number }) {
  const { Icon } = icons.find(({ ending }) => ending.test(name)) ?? { Icon: File };
  return <Icon size={size} aria-hidden="true" />;
}
