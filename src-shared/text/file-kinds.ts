const endings = {
  picture: /\.(?:png|jpe?g|jfif|gif|webp|avif|bmp|tiff?|svg|heic)$/i,
  sound: /\.(?:mp3|og[ga]|opus|flac|wav|m4a|aac|weba)$/i,
  film: /\.(?:mp4|webm|mkv|mov|avi|m4v|ogv)$/i,
} as const;

export type FileKind = keyof typeof endings | 'other';
export const fileKinds = [...(Object.keys(endings) as (keyof typeof endings)[]), 'other'] as const;

/** What a file may be, as far as its name tells. */
export function fileKindOf({ name }: { name: string }): FileKind {
  return fileKinds.find((kind) => kind !== 'other' && endings[kind].test(name)) ?? 'other';
}
