/** Compiled at build by tools/build/emoji-list.ts. */
declare module 'virtual:emoji-list' {
  const list: readonly {
    slug: string;
    emojis: readonly {
      emoji: string;
      slug: string;
      hasTones: boolean;
      /** In English and Turkish. */
      names: readonly string[];
      words: readonly string[];
      /** Names of our own, of both languages. */
      also?: readonly string[];
    }[];
  }[];
  export default list;
}
